import { micros, seq, type BarState } from '@tapedeck/protocol'
import { expect, test } from 'vitest'
import { BTC, bust, DAY, EUR, HOUR, quote, SECOND, trade } from './fixtures/tapes.ts'
import { createMarket } from './market.ts'

const NOON = Date.UTC(2026, 5, 10, 12) * 1_000
const ALL = { limit: Infinity }

/** What a bar says, without whose and when it is. */
const ohlcv = (bar: BarState | undefined): readonly number[] | undefined =>
  bar && [bar.open, bar.high, bar.low, bar.close, bar.volume, bar.tradeCount]

test('trades make the bar of every interval, and the statistics of the day', () => {
  const market = createMarket([BTC])
  market.apply(trade(NOON, 100, 5, { seq: 1 }))
  market.apply(trade(NOON + 1, 103, 1, { seq: 2 }))
  market.apply(trade(NOON + SECOND, 98, 2, { seq: 3 }))
  expect(ohlcv(market.runningBar(BTC.id, '1m'))).toEqual([100, 103, 98, 98, 8, 3])
  expect(market.bars(BTC.id, '1s', ALL)).toMatchObject({
    bars: [
      { tsOpen: NOON, tsClose: NOON + SECOND, close: 103, volume: 6, closed: true, seq: 3 },
      { tsOpen: NOON + SECOND, close: 98, volume: 2, closed: false, seq: 4 },
    ],
    hasMore: false,
    seq: 4,
  })
  expect(market.stats(BTC.id)).toEqual({
    instrumentId: BTC.id,
    seq: 3,
    tsDayOpen: NOON - 12 * HOUR,
    tsRecv: NOON + SECOND,
    open: 100,
    high: 103,
    low: 98,
    last: 98,
    lastSize: 2,
    prevClose: null,
    volume: 8,
    notional: { high: 0, low: 500 + 103 + 196 },
    tradeCount: 3,
  })
  expect(market.seqOf(BTC.id, 'trade')).toBe(3)
})

test('an instrument in which nothing has happened has no statistics, no bars and no numbers', () => {
  const market = createMarket([BTC])
  market.advanceTo(micros(NOON))
  expect(market.time).toBe(NOON)
  expect(market.stats(BTC.id)).toBeUndefined()
  expect(market.runningBar(BTC.id, '1d')).toBeUndefined()
  expect(market.bars(BTC.id, '1d', ALL)).toEqual({ bars: [], hasMore: false, seq: 0 })
  expect(market.seqOf(BTC.id, 'stats')).toBe(0)
  expect(market.bars(99, '1d', ALL)).toEqual({ bars: [], hasMore: false, seq: 0 })
})

test('bars of quotes are made of mids, rounded down, and trades add volume alone', () => {
  const market = createMarket([EUR])
  market.apply(quote(NOON, 100, 103))
  market.apply(quote(NOON + 1, 100, 102))
  market.apply(quote(NOON + 2, -104, -101))
  market.apply(quote(NOON + 3, 500, null))
  market.apply(trade(NOON + 4, 900, 7, { of: EUR }))
  expect(ohlcv(market.runningBar(EUR.id, '1m'))).toEqual([101, 101, -103, -103, 7, 1])
  expect(market.stats(EUR.id)).toMatchObject({ open: 101, high: 101, low: -103, last: -103, lastSize: 7, volume: 7 })
  // the second quote left the mid where it was
  expect(market.seqOf(EUR.id, 'bar:1m')).toBe(3)
  expect(market.stats(EUR.id)?.seq).toBe(3)
  expect(market.quote(EUR.id)).toMatchObject({ bid: 500, ask: null })
})

test('a quote that leaves the mid where it was still opens a bar', () => {
  const changed: string[] = []
  const market = createMarket(
    [EUR],
    {},
    {
      statsChanged: () => changed.push('stats'),
      barsChanged: () => changed.push('bars'),
    },
  )
  market.apply(quote(NOON, 100, 102))
  market.apply(quote(NOON + SECOND, 100, 102))
  market.apply(quote(NOON + SECOND + 1, 99, 103))
  expect(changed).toEqual(['stats', 'bars', 'bars'])
  expect(ohlcv(market.runningBar(EUR.id, '1s'))).toEqual([101, 101, 101, 101, 0, 0])
  expect(market.seqOf(EUR.id, 'bar:1s')).toBe(3)
  expect(market.seqOf(EUR.id, 'bar:5s')).toBe(1)
})

test('a trade of a quoted instrument opens a bar at the last mid, and at its own price where no mid is known', () => {
  const market = createMarket([EUR])
  market.apply(trade(NOON, 90, 1, { of: EUR }))
  market.apply(trade(NOON + SECOND, 95, 1, { of: EUR }))
  expect(ohlcv(market.runningBar(EUR.id, '1m'))).toEqual([90, 90, 90, 90, 2, 2])
  // not at 95: a bar within a longer one must not leave its range
  expect(ohlcv(market.runningBar(EUR.id, '1s'))).toEqual([90, 90, 90, 90, 1, 1])
  expect(market.stats(EUR.id)).toMatchObject({ open: null, last: null, tradeCount: 2 })
  market.apply(quote(NOON + 2 * SECOND, 100, 102))
  market.apply(trade(NOON + 3 * SECOND, 95, 1, { of: EUR }))
  expect(ohlcv(market.runningBar(EUR.id, '1s'))).toEqual([101, 101, 101, 101, 1, 1])
})

test('a late trade adds volume, and opens a bar flat at the last price', () => {
  const market = createMarket([BTC])
  market.apply(trade(NOON, 100, 5))
  market.apply(trade(NOON + 1, 700, 2, { condition: 'late' }))
  expect(ohlcv(market.runningBar(BTC.id, '1s'))).toEqual([100, 100, 100, 100, 7, 2])
  market.apply(trade(NOON + SECOND, 700, 2, { condition: 'late' }))
  expect(ohlcv(market.runningBar(BTC.id, '1s'))).toEqual([100, 100, 100, 100, 2, 1])
  expect(market.stats(BTC.id)).toMatchObject({ high: 100, last: 100, lastSize: 5, volume: 9, tradeCount: 3 })
  expect(market.stats(BTC.id)?.notional).toEqual({ high: 0, low: 500 + 2_800 })
})

test('a bust takes volume and count out of the day and of every bar that held the trade, and prices stay', () => {
  const again: BarState[] = []
  const market = createMarket([BTC], {}, { barClosed: (bar) => again.push(bar) })
  const wrong = trade(NOON + 1, 900, 3, { seq: 2 })
  market.apply(trade(NOON, 100, 5, { seq: 1 }))
  market.apply(wrong)
  market.apply(trade(NOON + 7 * SECOND, 101, 4, { seq: 3 }))
  again.length = 0
  const seqBefore = market.seqOf(BTC.id, 'bar:1s')
  market.apply({ ...bust(NOON + 8 * SECOND, wrong), seq: seq(4) })

  // the bar that was running closes at its end, those that had closed come again
  expect(again.map(({ interval, tsOpen, corrected }) => [interval, tsOpen - NOON, corrected])).toEqual([
    ['1s', 7 * SECOND, false],
    ['1s', 0, true],
    ['5s', 0, true],
  ])
  expect(again[1]).toMatchObject({ high: 900, volume: 5, tradeCount: 1, closed: true, seq: seqBefore + 2 })
  expect(market.bars(BTC.id, '1s', { to: NOON + 1, limit: 1 }).bars).toEqual([again[1]])
  expect(market.runningBar(BTC.id, '1m')).toMatchObject({
    high: 900,
    volume: 9,
    tradeCount: 2,
    corrected: true,
    closed: false,
  })
  expect(market.stats(BTC.id)).toMatchObject({
    volume: 9,
    tradeCount: 2,
    notional: { high: 0, low: 500 + 404 },
    high: 900,
  })
  expect(market.trades(BTC.id).map(({ price }) => price)).toEqual([100, 101])
  expect(market.seqOf(BTC.id, 'trade')).toBe(4)
})

test('a bust of a trade of yesterday leaves the statistics of today alone', () => {
  const market = createMarket([BTC])
  const yesterday = trade(NOON, 100, 5)
  market.apply(yesterday)
  market.apply(trade(NOON + DAY, 100, 6))
  const before = market.stats(BTC.id)
  market.apply(bust(NOON + DAY, yesterday))
  expect(market.stats(BTC.id)).toEqual(before)
  expect(market.bars(BTC.id, '1d', ALL).bars).toMatchObject([
    { volume: 0, tradeCount: 0, corrected: true, closed: true },
    { volume: 6, tradeCount: 1, corrected: false, closed: false },
  ])
})

test('a bust of a trade that no bar holds changes no bar, and no day', () => {
  const market = createMarket([BTC])
  market.apply(trade(NOON, 100, 5))
  market.apply(trade(NOON + 2 * DAY, 100, 5))
  const read = (): unknown => [
    market.stats(BTC.id),
    market.bars(BTC.id, '1s', ALL).bars,
    market.bars(BTC.id, '1d', ALL).bars,
  ]
  const before = read()
  for (const time of [NOON - DAY, NOON + DAY, NOON + 2 * DAY + 5 * SECOND]) {
    // more than the running day has traded, so that it cannot be of that day
    market.apply(bust(NOON + 2 * DAY, trade(time, 100, time < NOON + 2 * DAY ? 1 : 6)))
  }
  expect(read()).toEqual(before)
})

test('the last trades are kept, oldest first', () => {
  const market = createMarket([BTC], { maxTrades: 3 })
  const trades = [1, 2, 3, 4, 5].map((price) => trade(NOON, price, 1))
  trades.forEach((one) => market.apply(one))
  expect(market.trades(BTC.id).map(({ price }) => price)).toEqual([3, 4, 5])
  const [, , , fourth] = trades
  if (fourth !== undefined) market.apply(bust(NOON, fourth))
  market.apply(trade(NOON, 6, 1))
  market.apply(trade(NOON, 7, 1))
  expect(market.trades(BTC.id).map(({ price }) => price)).toEqual([5, 6, 7])
})

test('a trade whose volume has no room in the day is refused and leaves everything as it was', () => {
  const market = createMarket([BTC])
  market.apply(trade(NOON, 1, 999_999_999_999_990))
  const before = [market.stats(BTC.id), market.bars(BTC.id, '1s', ALL), market.trades(BTC.id)]
  expect(() => market.apply(trade(NOON, 1, 10))).toThrow(
    expect.objectContaining({ code: 'SCALED_OUT_OF_RANGE', message: expect.stringMatching(/^BTC-USD: /) as string }),
  )
  expect([market.stats(BTC.id), market.bars(BTC.id, '1s', ALL), market.trades(BTC.id)]).toEqual(before)
  market.apply(trade(NOON, 1, 9))
  expect(market.stats(BTC.id)?.volume).toBe(999_999_999_999_999)
})
