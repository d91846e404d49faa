import { micros } from '@tapedeck/protocol'
import { expect, test } from 'vitest'
import { AAPL, BTC, DAY, EUR, HOUR, MINUTE, quote, SECOND, trade } from './fixtures/tapes.ts'
import { createMarket } from './market.ts'

const NOON = Date.UTC(2026, 5, 10, 12) * 1_000
const ALL = { limit: Infinity }

test('bars close because time passes, in the order of time, symbol and interval', () => {
  const closed: string[] = []
  const market = createMarket(
    [AAPL, BTC],
    {},
    {
      barClosed: (bar) => closed.push(`${(bar.tsClose - NOON) / SECOND} ${bar.instrumentId} ${bar.interval}`),
    },
  )
  market.apply(trade(NOON + 58 * SECOND, 100, 1, { of: AAPL }))
  market.apply(trade(NOON + 59 * SECOND, 100, 1))
  market.advanceTo(micros(NOON + MINUTE))
  expect(closed).toEqual(['59 3 1s', '60 1 1s', '60 1 5s', '60 1 15s', '60 1 1m', '60 3 5s', '60 3 15s', '60 3 1m'])
  expect(market.runningBar(BTC.id, '1m')).toBeUndefined()
  expect(market.runningBar(BTC.id, '5m')).toBeDefined()
})

test('the day rolls at its beginning in New York, with or without events', () => {
  const rolled: number[] = []
  const market = createMarket([AAPL], {}, { statsChanged: () => rolled.push(market.time) })
  market.apply(trade(NOON, 100, 5, { of: AAPL }))
  const five = NOON + 9 * HOUR
  market.advanceTo(micros(five - 1))
  expect(market.stats(AAPL.id)).toMatchObject({ tsDayOpen: five - DAY, last: 100, prevClose: null })
  market.advanceTo(micros(five + 3 * DAY))
  expect(market.stats(AAPL.id)).toMatchObject({
    seq: 5,
    tsDayOpen: five + 3 * DAY,
    tsRecv: five + 3 * DAY,
    open: null,
    high: null,
    low: null,
    last: 100,
    lastSize: 5,
    prevClose: 100,
    volume: 0,
    notional: { high: 0, low: 0 },
    tradeCount: 0,
  })
  expect(rolled[1]).toBe(five)
})

test('time may jump over two hundred years of empty days', () => {
  let changes = 0
  const market = createMarket([AAPL, EUR, BTC], {}, { statsChanged: () => changes++ })
  market.apply(trade(NOON, 100, 5))
  market.apply(quote(NOON, 100, 102))
  market.advanceTo(micros(NOON + 73_050 * DAY))
  expect(market.stats(BTC.id)).toMatchObject({
    seq: 73_051,
    tsDayOpen: NOON + 73_050 * DAY - 12 * HOUR,
    prevClose: 100,
  })
  expect(changes).toBeLessThan(10)
})

test('days in New York last 23 hours when clocks go forward and 25 when they go back', () => {
  const lengths = (from: number, days: number): readonly number[] => {
    const market = createMarket([AAPL])
    for (let hour = 0; hour < days * 24; hour++) market.apply(trade(from + hour * HOUR, 100, 1, { of: AAPL }))
    const { bars } = market.bars(AAPL.id, '1d', ALL)
    bars.slice(1).forEach((bar, i) => expect(bar.tsOpen).toBe(bars[i]?.tsClose))
    return bars.map(({ tsOpen, tsClose }) => (tsClose - tsOpen) / HOUR)
  }
  expect(lengths(Date.UTC(2026, 2, 5, 22) * 1_000, 4)).toEqual([24, 24, 23, 24, 24])
  expect(lengths(Date.UTC(2026, 9, 29, 21) * 1_000, 4)).toEqual([24, 24, 25, 24])
})

test('a range of bars is answered with the newest of them, and says whether there are older ones', () => {
  const market = createMarket([BTC], { maxBars: 20 })
  for (let i = 0; i <= 30; i++) market.apply(trade(NOON + i * SECOND, 100 + i, 1))
  const opens = (range: { from?: number; to?: number; limit: number }): unknown => {
    const { bars, hasMore } = market.bars(BTC.id, '1s', range)
    return [bars.map(({ tsOpen }) => (tsOpen - NOON) / SECOND), hasMore]
  }
  expect(opens({ limit: 3 })).toEqual([[28, 29, 30], true])
  expect(opens({ from: NOON + 11 * SECOND, to: NOON + 14 * SECOND, limit: 10 })).toEqual([[11, 12, 13], true])
  expect(opens({ from: NOON + 11 * SECOND - 1, to: NOON + 11 * SECOND + 1, limit: 10 })).toEqual([[11], true])
  expect(opens({ to: NOON + 12 * SECOND, limit: 10 })).toEqual([[10, 11], false])
  expect(opens({ to: NOON + 12 * SECOND, limit: 1 })).toEqual([[11], true])
  expect(opens({ from: NOON + 30 * SECOND, limit: 10 })).toEqual([[30], true])
  expect(opens({ from: NOON + 31 * SECOND, limit: 10 })).toEqual([[], true])
  expect(opens({ to: NOON, limit: 10 })).toEqual([[], false])
  expect(opens({ limit: 0 })).toEqual([[], true])
  expect(market.bars(BTC.id, '1s', ALL).bars).toHaveLength(21)
})
