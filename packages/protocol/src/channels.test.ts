import { describe, expect, it } from 'vitest'
import { CHANNELS, INTERVAL_MICROS, INTERVALS, intervalOf, isChannel, isInterval, roomName } from './channels.ts'

describe('channels', () => {
  it('hold one of bars for every interval', () => {
    expect(CHANNELS.map(intervalOf).filter((interval) => interval !== undefined)).toEqual([...INTERVALS])
    expect(CHANNELS.slice(0, 4)).toEqual(['quote', 'trade', 'stats', 'status'])
  })

  it.each(['', 'quotes', 'bar', 'bar:', 'bar:7m', 'bar:1m ', 'BAR:1m', 'toString', '__proto__'])(
    'do not hold %j',
    (text) => {
      expect(isChannel(text)).toBe(false)
      expect(isInterval(text)).toBe(false)
    },
  )

  it('have a room for each symbol of a deck', () => {
    expect(roomName('live', 'bar:1m', 'BTC-USD')).toBe('live/bar:1m/BTC-USD')
  })
})

it('intervals grow, and each divides the day', () => {
  const lengths = INTERVALS.map((interval) => INTERVAL_MICROS[interval])
  expect(lengths).toEqual([...lengths].sort((a, b) => a - b))
  for (const length of lengths) expect(86_400_000_000 % length).toBe(0)
})
