import {
  dayStartAtOrBefore,
  INTERVAL_MICROS,
  INTERVALS,
  micros,
  type HistoryBar,
  type Instrument,
  type Interval,
  type Micros,
  type QuoteEvent,
} from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import { createSimulator, DEFAULT_INSTRUMENTS, type SimulatedInstrument } from '../index.ts'

const WANTED = 500
/** An odd microsecond of a summer morning, and one just after US clocks went back. */
const STARTS = [Date.UTC(2026, 5, 17, 9, 41, 7) * 1000 + 123_456, Date.UTC(2026, 10, 2, 0, 0, 0) * 1000].map(micros)

const simulatorAt = (start: Micros, seed = 1) => createSimulator({ seed, start, instruments: DEFAULT_INSTRUMENTS })

function openingOf(t: number, interval: Interval, instrument: Instrument): number {
  if (interval === '1d') return dayStartAtOrBefore(micros(t), instrument.dayStart)
  return Math.floor(t / INTERVAL_MICROS[interval]) * INTERVAL_MICROS[interval]
}

describe.each(STARTS)('history before %i', (start) => {
  const simulator = simulatorAt(start)
  const history = [...simulator.history()]
  const byInstrument = new Map<number, HistoryBar[]>(simulator.instruments.map(({ id }) => [id, []]))
  for (const bar of history) byInstrument.get(bar.instrumentId)?.push(bar)
  const barsOf = (instrument: Instrument): readonly HistoryBar[] => byInstrument.get(instrument.id) ?? []

  it('is the same every time', () => {
    expect(JSON.stringify([...simulatorAt(start).history()]) === JSON.stringify(history)).toBe(true)
  })

  it('folds to at least 500 bars of every interval of every instrument', () => {
    for (const instrument of simulator.instruments) {
      const bars = barsOf(instrument)
      for (const interval of INTERVALS) {
        const usable = bars.filter((bar) => INTERVALS.indexOf(bar.interval) <= INTERVALS.indexOf(interval))
        const openings = new Set(usable.map((bar) => openingOf(bar.tsOpen, interval, instrument)))
        expect(openings.size, `${instrument.symbol} ${interval}`).toBeGreaterThanOrEqual(WANTED)
      }
    }
  })

  it('goes from coarse steps to fine ones, each bar on its own step and none past the start', () => {
    const broken: string[] = []
    for (const instrument of simulator.instruments) {
      let end = -Infinity
      let step = '1d' as Interval
      for (const bar of barsOf(instrument)) {
        const isFiner = INTERVALS.indexOf(bar.interval) <= INTERVALS.indexOf(step)
        const isOnStep = openingOf(bar.tsOpen, bar.interval, instrument) === bar.tsOpen
        if (!isFiner || !isOnStep || bar.tsOpen < end) broken.push(`${instrument.symbol} ${JSON.stringify(bar)}`)
        step = bar.interval
        end = bar.interval === '1d' ? bar.tsOpen + 1 : bar.tsOpen + INTERVAL_MICROS[bar.interval]
      }
      expect(end).toBeLessThanOrEqual(start)
    }
    expect(broken.slice(0, 5)).toEqual([])
  })

  it('changes step only where a coarser interval begins, so that no interval is cut', () => {
    for (const instrument of simulator.instruments) {
      const bars = barsOf(instrument)
      bars.forEach((bar, i) => {
        const coarser = bars[i - 1]?.interval ?? bar.interval
        if (bar.interval === coarser) return
        // the finer bar may come late where the first intervals had no trades, but not before the coarse bar's end
        const begins = openingOf(bar.tsOpen, coarser, instrument)
        expect(begins, `${instrument.symbol} ${coarser}`).toBeGreaterThan(bars[i - 1]?.tsOpen ?? Infinity)
      })
    }
  })

  it('has sound bars', () => {
    const broken: string[] = []
    for (const instrument of simulator.instruments) {
      for (const bar of barsOf(instrument)) {
        const prices = [bar.open, bar.high, bar.low, bar.close]
        const step = instrument.barSource === 'mid' ? 1 : instrument.tickSize
        const notional = BigInt(bar.notional.high) * 10n ** 15n + BigInt(bar.notional.low)
        const isSound =
          prices.every((price) => price > 0 && price % step === 0 && bar.low <= price && price <= bar.high) &&
          bar.volume % instrument.sizeIncrement === 0 &&
          bar.volume < 1e15 &&
          bar.tradeCount > 0 === bar.volume > 0 &&
          (bar.tradeCount > 0 || instrument.barSource === 'mid') &&
          bar.notional.low >= 0 &&
          bar.notional.low < 1e15 &&
          BigInt(bar.low) * BigInt(bar.volume) <= notional &&
          notional <= BigInt(bar.high) * BigInt(bar.volume)
        if (!isSound) broken.push(`${instrument.symbol} ${JSON.stringify(bar)}`)
      }
    }
    expect(broken.slice(0, 5)).toEqual([])
  })

  it('ends where live begins', () => {
    const opened = new Map<number, QuoteEvent>()
    for (const event of simulator.events()) {
      if (opened.size === simulator.instruments.length) break
      if (event.type === 'quote') opened.set(event.instrumentId, event)
    }
    for (const instrument of simulator.instruments) {
      const { bid, ask } = opened.get(instrument.id) ?? { bid: null, ask: null }
      const close = barsOf(instrument).at(-1)?.close
      if (instrument.barSource === 'mid') expect(close).toBe(Math.floor(((bid ?? NaN) + (ask ?? NaN)) / 2))
      else expect([bid, ask]).toContain(close)
    }
  })

  it('opens each bar near the close of the one before', () => {
    for (const { instrument, parameters } of DEFAULT_INSTRUMENTS) {
      const bars = barsOf(instrument)
      const half = parameters.spread.kind === 'half' ? parameters.spread.ticks : 0
      const spread = 2 * (1 + half) * instrument.tickSize
      let largest = 0
      bars.slice(1).forEach((bar, i) => {
        const close = bars[i]?.close ?? 0
        // ticks and the spread count where the price is low
        largest = Math.max(largest, (Math.abs(bar.open - close) - spread) / close)
      })
      // one trade's move, in the wildest times
      expect(largest, instrument.symbol).toBeLessThan(parameters.dailyVolatility * 0.15)
    }
  })

  it('has daily moves near the volatility of the instrument', () => {
    const ratios = DEFAULT_INSTRUMENTS.map(({ instrument, parameters }) => {
      const days = barsOf(instrument).filter((bar) => bar.interval === '1d')
      const variance = days.reduce((sum, bar) => sum + Math.log(bar.close / bar.open) ** 2, 0) / days.length
      return Math.sqrt(variance) / parameters.dailyVolatility
    })
    const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length
    expect(mean).toBeGreaterThan(0.75)
    expect(mean).toBeLessThan(1.25)
    expect(Math.min(...ratios)).toBeGreaterThan(0.25)
    expect(Math.max(...ratios)).toBeLessThan(2.5)
  })
})

describe('history', () => {
  it('can be left out', () => {
    const [start] = STARTS as [Micros]
    const none = createSimulator({ seed: 1, start, instruments: DEFAULT_INSTRUMENTS, historyBars: 0 })
    expect([...none.history()]).toEqual([])
  })

  it('is not touched by other symbols', () => {
    const [start] = STARTS as [Micros]
    const [apple] = DEFAULT_INSTRUMENTS.slice(19) as [SimulatedInstrument]
    const alone = createSimulator({ seed: 1, start, instruments: [apple] })
    const among = [...simulatorAt(start).history()]
    expect(among.filter((bar) => bar.instrumentId === 20)).toEqual([...alone.history()])
  })
})
