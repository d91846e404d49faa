import { describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS, parseSettings, withPinned, type ChartSettings } from './settings.ts'

describe('charts beside the selected one', () => {
  const charts = ['AAPL', 'MSFT', 'F'].map((symbol) => ({ symbol, interval: '1m' }) as const)
  const coin = { symbol: 'BTC-USD', interval: '1m' } as const

  it('are three, and each is there once', () => {
    expect(withPinned(charts.slice(1), coin, () => true)).toEqual([...charts.slice(1), coin])
    expect(withPinned(charts, coin, () => true)).toBeUndefined()
    expect(withPinned([coin], coin, () => true)).toBeUndefined()
  })

  it('of another tape stay while there is room, and go where there is none', () => {
    const isCoin = (symbol: string): boolean => symbol === coin.symbol
    expect(withPinned(charts.slice(1), coin, isCoin)).toHaveLength(3)
    expect(withPinned(charts, coin, isCoin)).toEqual([coin])
  })
})

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

  it('hold each chart once', () => {
    const [hour, minute] = [{ symbol: 'AAPL', interval: '1h' } as const, { symbol: 'AAPL', interval: '1m' } as const]
    expect(parseSettings(JSON.stringify({ pinned: [hour, hour, minute, hour] })).pinned).toEqual([hour, minute])
  })
})
