import {
  dayStartAtOrBefore,
  INTERVAL_MICROS,
  INTERVALS,
  micros,
  scaledPrice,
  scaledSize,
  type BarState,
  type HistoryBar,
  type Instrument,
  type Interval,
  type SourceEvent,
} from '@tapedeck/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AAPL, BTC, DAY, EUR, HOUR, MINUTE, SECOND, tapes, trade } from './fixtures/tapes.ts'
import { createMarket } from './market.ts'
import type { Market } from './market-face.ts'

const INSTRUMENTS = [BTC, EUR, AAPL]
const ALL = { limit: Infinity }

/** The bars that a market made of a stretch of time, as steps of history. */
function steps(
  market: Market,
  events: readonly SourceEvent[],
  of: Instrument,
  interval: Interval,
  from: number,
  to: number,
): HistoryBar[] {
  return market.bars(of.id, interval, { from, to, limit: Infinity }).bars.map((bar) => {
    let notional = 0n
    for (const event of events) {
      if ((event.type !== 'trade' && event.type !== 'trade-bust') || event.instrumentId !== of.id) continue
      const time = event.type === 'trade' ? event.tsRecv : event.tsTrade
      if (time < bar.tsOpen || time >= bar.tsClose) continue
      notional += BigInt(event.type === 'trade' ? 1 : -1) * BigInt(event.price) * BigInt(event.size)
    }
    const low = ((notional % 10n ** 15n) + 10n ** 15n) % 10n ** 15n
    const { instrumentId, tsOpen, open, high, close, volume, tradeCount } = bar
    return {
      instrumentId,
      interval,
      tsOpen,
      open,
      high,
      low: bar.low,
      close,
      volume,
      tradeCount,
      notional: { high: Number((notional - low) / 10n ** 15n), low: Number(low) },
    }
  })
}

/** A place to cut a tape, and how far each finer step reaches back from there. */
const cuts = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  unit: fc.constantFrom(SECOND, MINUTE, HOUR),
  days: fc.integer({ min: 0, max: 3 }),
  hours: fc.integer({ min: 0, max: 30 }),
  minutes: fc.integer({ min: 0, max: 100 }),
})

/** Plays a tape twice: as it is, and as history up to a cut with the events after it. */
function cutInTwo(events: readonly SourceEvent[], cut: typeof cuts extends fc.Arbitrary<infer Cut> ? Cut : never) {
  const first = events[0]?.tsRecv ?? 0
  const span = (events.at(-1)?.tsRecv ?? 0) - first
  const somewhere = first + cut.at * span
  const start = micros(somewhere - (somewhere % cut.unit))
  const before = events.filter(({ tsRecv }) => tsRecv < start)
  const after = events.filter(({ tsRecv }) => tsRecv >= start)

  const whole = createMarket(INSTRUMENTS)
  for (const event of before) whole.apply(event)
  whole.advanceTo(start)
  const continued = createMarket(INSTRUMENTS)
  const history: HistoryBar[] = []
  const covered = new Map<string, number>()
  for (const of of INSTRUMENTS) {
    const toMinutes = start - (start % MINUTE) - cut.minutes * MINUTE
    const toHours = toMinutes - (toMinutes % HOUR) - cut.hours * HOUR
    const toDays = dayStartAtOrBefore(micros(toHours - cut.days * DAY), of.dayStart)
    const segments = [
      ['1d', -Infinity, toDays],
      ['1h', toDays, toHours],
      ['1m', toHours, toMinutes],
      ['1s', toMinutes, start],
    ] as const
    const own = segments.flatMap(([step, from, to]) => steps(whole, before, of, step, from, to))
    history.push(...own)
    for (const interval of INTERVALS) {
      const coarser = own.filter((bar) => INTERVAL_MICROS[bar.interval] > INTERVAL_MICROS[interval])
      covered.set(`${of.id} ${interval}`, coarser.length === 0 ? (own[0]?.tsOpen ?? 0) : endOf(coarser.at(-1)))
    }
  }
  function endOf(bar: HistoryBar | undefined): number {
    if (bar === undefined) return 0
    const { bars } = whole.bars(bar.instrumentId, bar.interval, { from: bar.tsOpen, limit: Infinity })
    return bars[0]?.tsClose ?? 0
  }
  continued.loadHistory(history, start)
  for (const event of after) {
    whole.apply(event)
    continued.apply(event)
  }
  return { whole, continued, covered, after }
}

const unnumbered = (bars: readonly BarState[], from: number): readonly object[] =>
  bars.filter(({ tsOpen }) => tsOpen >= from).map((bar) => ({ ...bar, seq: 0, corrected: false }))

test('a chart that begins as history and goes on live has no seam', () => {
  fc.assert(
    fc.property(tapes({ late: true, busts: true }), cuts, (events, cut) => {
      const { whole, continued, covered } = cutInTwo(events, cut)
      for (const { id } of INSTRUMENTS) {
        for (const interval of INTERVALS) {
          const from = covered.get(`${id} ${interval}`) ?? 0
          expect(unnumbered(continued.bars(id, interval, ALL).bars, from)).toEqual(
            unnumbered(whole.bars(id, interval, ALL).bars, from),
          )
        }
      }
    }),
    { numRuns: 300 },
  )
})

test('the day goes on from history as if it had been seen', () => {
  fc.assert(
    fc.property(tapes({ late: false, busts: true }), cuts, (events, cut) => {
      const { whole, continued } = cutInTwo(events, cut)
      for (const { id, barSource } of INSTRUMENTS) {
        const seen = whole.stats(id)
        const known = continued.stats(id)
        expect(known?.volume).toBe(seen?.volume)
        expect(known?.notional).toEqual(seen?.notional)
        expect(known?.tradeCount).toBe(seen?.tradeCount)
        expect(known?.tsDayOpen).toBe(seen?.tsDayOpen)
        if (barSource === 'mid') continue
        for (const field of ['open', 'high', 'low', 'last', 'prevClose'] as const)
          expect(known?.[field]).toBe(seen?.[field])
      }
    }),
    { numRuns: 300 },
  )
})

const START = Date.UTC(2026, 5, 10, 2, 0, 0) * 1_000

function step(of: Instrument, interval: Interval, tsOpen: number, close: number): HistoryBar {
  return {
    instrumentId: of.id,
    interval,
    tsOpen: micros(tsOpen),
    open: scaledPrice(close - 1),
    high: scaledPrice(close + 2),
    low: scaledPrice(close - 3),
    close: scaledPrice(close),
    volume: scaledSize(10),
    notional: { high: 0, low: 10 * close },
    tradeCount: 2,
  }
}

test('an interval whose beginning lies in coarser steps has no bar', () => {
  const market = createMarket([AAPL])
  // the day of New York began at 21:00 UTC, in the middle of the 4h bar from 20:00
  const day = Date.UTC(2026, 5, 9, 21) * 1_000
  const history = [step(AAPL, '1d', day - DAY, 100)]
  for (let hour = 0; hour < 5; hour++) history.push(step(AAPL, '1h', day + hour * HOUR, 101 + hour))
  market.loadHistory(history, micros(START))
  expect(market.bars(AAPL.id, '4h', ALL).bars.map(({ tsOpen, closed }) => [tsOpen, closed])).toEqual([
    [Date.UTC(2026, 5, 10, 0) * 1_000, false],
  ])
  expect(market.bars(AAPL.id, '1d', ALL).bars.map(({ tsOpen, close, volume }) => [tsOpen, close, volume])).toEqual([
    [day - DAY, 100, 10],
    [day, 105, 50],
  ])
  expect(market.bars(AAPL.id, '15m', ALL)).toEqual({ bars: [], hasMore: false, seq: 0 })
  expect(market.stats(AAPL.id)).toMatchObject({
    seq: 0,
    tsDayOpen: day,
    open: 100,
    high: 107,
    low: 98,
    last: 105,
    prevClose: 100,
    volume: 50,
    tradeCount: 10,
  })
})

test('minutes and seconds within one interval make one bar, which live trades continue', () => {
  const market = createMarket([BTC])
  const border = START - 2 * MINUTE
  const history = [step(BTC, '1m', border - 3 * MINUTE, 100), step(BTC, '1m', border - MINUTE, 104)]
  for (let second = 0; second < 120; second += 10) history.push(step(BTC, '1s', border + second * SECOND, 200 + second))
  market.loadHistory(history, micros(START))
  expect(market.bars(BTC.id, '5m', ALL).bars).toMatchObject([
    { open: 99, high: 312, low: 97, close: 310, volume: 140, closed: true },
  ])

  market.apply(trade(START + 1, 500, 7))
  expect(market.runningBar(BTC.id, '1d')).toMatchObject({ open: 99, high: 500, volume: 147, seq: 1, closed: false })
  expect(market.runningBar(BTC.id, '5m')).toMatchObject({ open: 500, high: 500, volume: 7, seq: 1 })
})

test('history that is out of place is refused', () => {
  const refuse = (bars: readonly HistoryBar[], why: RegExp): void => {
    const load = (): void => createMarket([BTC, AAPL]).loadHistory(bars, micros(START))
    expect(load).toThrow(expect.objectContaining({ code: 'TAPE_CORRUPT' }))
    expect(load).toThrow(why)
  }
  refuse([step(BTC, '1m', START, 100)], /BTC-USD.*ends after the start/)
  refuse([step(BTC, '1m', START - 90 * SECOND, 100)], /does not begin where a 1m bar begins/)
  refuse([step(AAPL, '1d', Date.UTC(2026, 5, 8) * 1_000, 100)], /does not begin where a 1d bar begins/)
  refuse([step(BTC, '1m', START - 5 * MINUTE, 100), step(BTC, '1s', START - 5 * MINUTE + SECOND, 100)], /has ended/)
  refuse([step(EUR, '1m', START - MINUTE, 100)], /no instrument has entered the tape with the id 2/)
})

test('history is loaded before the first event only', () => {
  const market = createMarket([BTC])
  market.apply(trade(START, 100, 1))
  expect(() => market.loadHistory([], micros(START))).toThrow(/before the first event/)
})
