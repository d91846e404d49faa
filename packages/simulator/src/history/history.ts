/**
 * Bars of the time before the start, made backwards from it so that the last close is where live begins. They telescope:
 * fine steps near the start, coarse ones far back, each step beginning on a multiple of the next coarser one, so that every
 * interval can be folded from the finest step that exists.
 */

import {
  dayStartAtOrBefore,
  INTERVAL_MICROS,
  micros,
  MICROS_PER_SECOND,
  type HistoryBar,
  type Instrument,
  type Interval,
  type Micros,
} from '@tapedeck/protocol'
import { BackwardMarket } from './backward-market.ts'
import { drawOpening } from '../model/opening.ts'
import type { SimulatedInstrument } from '../instruments/simulated-instrument.ts'

/** Steps of history, finest first. Not 4h: a day that begins at 17:00 in New York is no multiple of it. */
const STEPS: readonly Interval[] = ['1s', '5s', '15s', '1m', '5m', '15m', '1h', '1d']
/** A step gives up after this many times the wanted bars, however few of its intervals had trades. */
const MOST_STEPS_PER_BAR = 500

/** The bars of an instrument, oldest first, so that every interval can be folded to `wanted` of them at least. */
export function buildHistory(
  simulated: SimulatedInstrument,
  seed: number,
  start: Micros,
  wanted: number,
): readonly HistoryBar[] {
  if (wanted === 0) return []
  const { instrument } = simulated
  const market = new BackwardMarket(simulated, seed, drawOpening(simulated, seed))
  const newestFirst: HistoryBar[] = []
  // what lies between the last whole second and the start stays empty
  const anchor = start - (start % MICROS_PER_SECOND)
  let end = anchor
  STEPS.forEach((step, index) => {
    const coarser = STEPS[index + 1]
    // hours also have to reach back for the 4h bars, whose oldest may be cut by the day's start
    const counters = [new IntervalCounter(instrument, step, wanted, newestFirst)]
    if (step === '1h') counters.push(new IntervalCounter(instrument, '4h', wanted + 1, newestFirst))
    market.beginStep(step)
    for (let steps = 0; ; steps++) {
      const isEnough = counters.every((counter) => counter.isEnough) || steps >= wanted * MOST_STEPS_PER_BAR
      if (isEnough && (coarser === undefined || openingAtOrBefore(end, coarser, instrument) === end)) break
      const tsOpen = openingAtOrBefore(end - 1, step, instrument)
      const bar = market.barBefore(micros(tsOpen), (anchor - end) / MICROS_PER_SECOND)
      if (bar !== undefined) {
        newestFirst.push(bar)
        for (const counter of counters) counter.add(tsOpen)
      }
      end = tsOpen
    }
  })
  return newestFirst.reverse()
}

/** Where the interval that holds `t` begins. */
function openingAtOrBefore(t: number, interval: Interval, instrument: Instrument): number {
  if (interval === '1d') return dayStartAtOrBefore(micros(t), instrument.dayStart)
  const length = INTERVAL_MICROS[interval]
  return Math.floor(t / length) * length
}

/** Counts how many bars of an interval the bars made so far fold to, going back in time. */
class IntervalCounter {
  private readonly instrument: Instrument
  private readonly interval: Interval
  private readonly wanted: number
  private count = 0
  /** Where the earliest interval that is counted begins. */
  private earliest = Infinity

  constructor(instrument: Instrument, interval: Interval, wanted: number, newestFirst: readonly HistoryBar[]) {
    this.instrument = instrument
    this.interval = interval
    this.wanted = wanted
    for (const bar of newestFirst) this.add(bar.tsOpen)
  }

  get isEnough(): boolean {
    return this.count >= this.wanted
  }

  add(tsOpen: number): void {
    if (tsOpen >= this.earliest) return
    this.earliest = openingAtOrBefore(tsOpen, this.interval, this.instrument)
    this.count++
  }
}
