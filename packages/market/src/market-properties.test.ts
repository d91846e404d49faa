import {
  dayStartAtOrBefore,
  INTERVAL_MICROS,
  INTERVALS,
  micros,
  nextDayStart,
  type BarState,
  type Instrument,
  type Interval,
  type SourceEvent,
} from '@tapedeck/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AAPL, BEFORE_SPRING, BTC, EUR, HOUR, tapes } from './fixtures/tapes.ts'
import { createMarket } from './market.ts'
import type { Market } from './market-face.ts'

const INSTRUMENTS = [BTC, EUR, AAPL]
const everything = tapes({ late: true, busts: true })

const play = (events: readonly SourceEvent[]): Market => {
  const market = createMarket(INSTRUMENTS)
  for (const event of events) market.apply(event)
  return market
}
const barsOf = (market: Market, { id }: Instrument, interval: Interval): readonly BarState[] =>
  market.bars(id, interval, { limit: Infinity }).bars

test('a bar opens and closes between its low and its high, where its interval begins', () => {
  fc.assert(
    fc.property(everything, (events) => {
      const market = play(events)
      for (const instrument of INSTRUMENTS) {
        for (const interval of INTERVALS) {
          let end = -Infinity
          for (const bar of barsOf(market, instrument, interval)) {
            expect(bar.low).toBeLessThanOrEqual(Math.min(bar.open, bar.close))
            expect(bar.high).toBeGreaterThanOrEqual(Math.max(bar.open, bar.close))
            expect(bar.volume).toBeGreaterThanOrEqual(0)
            expect(bar.tsOpen).toBeGreaterThanOrEqual(end)
            end = bar.tsClose
            if (interval === '1d') {
              expect(bar.tsOpen).toBe(dayStartAtOrBefore(bar.tsOpen, instrument.dayStart))
              expect(bar.tsClose).toBe(nextDayStart(bar.tsOpen, instrument.dayStart))
            } else {
              expect(bar.tsOpen % INTERVAL_MICROS[interval]).toBe(0)
              expect(bar.tsClose - bar.tsOpen).toBe(INTERVAL_MICROS[interval])
            }
          }
        }
      }
    }),
  )
})

/** What bars of a shorter interval make of a longer one. */
function folded(bars: readonly BarState[]): Partial<BarState> | undefined {
  const [first] = bars
  const last = bars.at(-1)
  if (first === undefined || last === undefined) return undefined
  return {
    open: first.open,
    high: bars.reduce((high, bar) => (bar.high > high ? bar.high : high), first.high),
    low: bars.reduce((low, bar) => (bar.low < low ? bar.low : low), first.low),
    close: last.close,
    tradeCount: bars.reduce((sum, bar) => sum + bar.tradeCount, 0),
    corrected: bars.some((bar) => bar.corrected),
  }
}

test('every longer bar is the fold of the shorter ones within it', () => {
  const shorter = {
    '5s': '1s',
    '15s': '5s',
    '1m': '15s',
    '5m': '1m',
    '15m': '5m',
    '1h': '15m',
    '4h': '1h',
    '1d': '1h',
  } as const
  fc.assert(
    fc.property(everything, (events) => {
      const market = play(events)
      for (const instrument of INSTRUMENTS) {
        for (const [longer, part] of Object.entries(shorter)) {
          const parts = barsOf(market, instrument, part)
          let found = 0
          for (const bar of barsOf(market, instrument, longer as Interval)) {
            const within = parts.filter(({ tsOpen }) => tsOpen >= bar.tsOpen && tsOpen < bar.tsClose)
            found += within.length
            expect(bar).toMatchObject(folded(within) ?? { missing: true })
            expect(bar.volume).toBe(within.reduce((sum, { volume }) => sum + volume, 0))
          }
          expect(found).toBe(parts.length)
        }
      }
    }),
  )
})

test('the statistics of the day hold what the trades of the day add up to, and so do its bars', () => {
  fc.assert(
    fc.property(everything, (events) => {
      const market = play(events)
      for (const instrument of INSTRUMENTS) {
        const stats = market.stats(instrument.id)
        if (stats === undefined) continue
        let volume = 0
        let tradeCount = 0
        let notional = 0n
        for (const event of events) {
          if ((event.type !== 'trade' && event.type !== 'trade-bust') || event.instrumentId !== instrument.id) continue
          const sign = event.type === 'trade' ? 1 : -1
          if ((event.type === 'trade' ? event.tsRecv : event.tsTrade) < stats.tsDayOpen) continue
          volume += sign * event.size
          tradeCount += sign
          notional += BigInt(sign) * BigInt(event.price) * BigInt(event.size)
        }
        expect(stats.volume).toBe(volume)
        expect(stats.tradeCount).toBe(tradeCount)
        expect(BigInt(stats.notional.high) * 10n ** 15n + BigInt(stats.notional.low)).toBe(notional)
        for (const interval of INTERVALS.filter((one) => one !== '4h')) {
          const today = barsOf(market, instrument, interval).filter(({ tsOpen }) => tsOpen >= stats.tsDayOpen)
          expect(today.reduce((sum, bar) => sum + bar.volume, 0)).toBe(volume)
        }
      }
    }),
  )
})

test('letting time pass between events changes no closing and no number', () => {
  const moments = fc.array(fc.integer({ min: 0, max: 200 * HOUR }), { maxLength: 30 })
  fc.assert(
    fc.property(everything, moments, (events, offsets) => {
      const times = offsets.map((offset) => BEFORE_SPRING + offset).sort((a, b) => a - b)
      const end = micros(Math.max(0, ...times, ...events.map(({ tsRecv }) => tsRecv)) + 100 * HOUR)
      const follow = (moments: readonly number[]): { market: Market; closings: BarState[] } => {
        const closings: BarState[] = []
        const market = createMarket(INSTRUMENTS, {}, { barClosed: (bar) => closings.push(bar) })
        const waiting = [...moments]
        for (const event of events) {
          while (waiting[0] !== undefined && waiting[0] <= event.tsRecv) market.advanceTo(micros(waiting.shift() ?? 0))
          market.apply(event)
        }
        for (const time of waiting) market.advanceTo(micros(time))
        market.advanceTo(end)
        return { market, closings }
      }
      const still = follow([])
      const moving = follow(times)
      expect(moving.closings).toEqual(still.closings)
      for (const { id } of INSTRUMENTS) {
        expect(moving.market.stats(id)).toEqual(still.market.stats(id))
        for (const interval of INTERVALS) {
          expect(moving.market.bars(id, interval, { limit: 10 })).toEqual(
            still.market.bars(id, interval, { limit: 10 }),
          )
        }
      }
    }),
  )
})

test('bars close in the order of time, symbol and interval', () => {
  fc.assert(
    fc.property(tapes({ late: true, busts: false }), (events) => {
      const closings: BarState[] = []
      const market = createMarket(INSTRUMENTS, {}, { barClosed: (bar) => closings.push(bar) })
      for (const event of events) market.apply(event)
      const rank = (bar: BarState): readonly [number, number, number] => [
        bar.tsClose,
        bar.instrumentId,
        INTERVALS.indexOf(bar.interval),
      ]
      const ordered = closings.toSorted((a, b) => {
        const [left, right] = [rank(a), rank(b)]
        return left[0] - right[0] || left[1] - right[1] || left[2] - right[2]
      })
      expect(closings).toEqual(ordered)
      expect(closings.every((bar) => bar.closed)).toBe(true)
    }),
  )
})

test('every change of a series and of the statistics takes the next number', () => {
  fc.assert(
    fc.property(everything, (events) => {
      const changes = new Map<number, number>()
      const closings = new Map<string, number>()
      const market: Market = createMarket(
        INSTRUMENTS,
        {},
        {
          statsChanged: (id) => {
            changes.set(id, (changes.get(id) ?? 0) + 1)
            expect(market.seqOf(id, 'stats')).toBeGreaterThanOrEqual(changes.get(id) ?? 0)
            expect(market.stats(id)?.seq).toBe(market.seqOf(id, 'stats'))
          },
          barClosed: ({ instrumentId, interval, seq }) => {
            const key = `${instrumentId} ${interval}`
            expect(seq).toBe(market.seqOf(instrumentId, `bar:${interval}`))
            expect(seq).toBeGreaterThan(closings.get(key) ?? 0)
            closings.set(key, seq)
          },
        },
      )
      for (const event of events) {
        const before = INSTRUMENTS.map(({ id }) => INTERVALS.map((interval) => market.seqOf(id, `bar:${interval}`)))
        market.advanceTo(event.tsRecv)
        const passed = INSTRUMENTS.map(({ id }) => INTERVALS.map((interval) => market.seqOf(id, `bar:${interval}`)))
        market.apply(event)
        INSTRUMENTS.forEach(({ id }, i) =>
          INTERVALS.forEach((interval, j) => {
            const [a = 0, b = 0, c] = [before[i]?.[j], passed[i]?.[j], market.seqOf(id, `bar:${interval}`)]
            // at most the bar that ran has closed, and an event is one change at most
            expect(b - a).toBeLessThanOrEqual(1)
            expect(c - b).toBeLessThanOrEqual(1)
          }),
        )
      }
    }),
    { numRuns: 40 },
  )
})
