import { describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS, parseSettings, type ChartSettings } from './settings.ts'

describe('the settings of charts', () => {
  it('come back as they were written', () => {
    const chosen: ChartSettings = {
      ...{ type: 'area', scale: 'log', timeZone: 'exchange' },
      ...{ indicators: ['ema', 'rsi'], compared: ['ETH-USD'], pinned: [{ symbol: 'AAPL', interval: '1h' }] },
    }
    expect(parseSettings(JSON.stringify(chosen))).toEqual(chosen)
  })

  it.each([
    null,
    '',
    'no json',
    'null',
    '7',
    '[]',
    '{"type":"pie","scale":1,"indicators":"sma","compared":[1,null],"pinned":[null,{"symbol":"A","interval":"2m"}]}',
  ])('are as in the beginning where %j is stored', (text) => {
    expect(parseSettings(text)).toEqual(DEFAULT_SETTINGS)
  })

  it('keep what is still known of what is not', () => {
    const text = '{"type":"line","indicators":["sma","gone","sma",3]}'
    expect(parseSettings(text)).toEqual({ ...DEFAULT_SETTINGS, type: 'line', indicators: ['sma'] })
  })
})
