/**
 * Bars of the time before the start, made backwards from it so that the last close is where live begins. They telescope:
 * fine steps near the start, coarse ones far back, each step beginning on a multiple of the next coarser one, so that every
 * interval can be folded from the finest step that exists.
 */

import {
  dayStartAtOrBefore,
  INTERVAL_MICROS,
  micros,
  MICROS_PER_HOUR,
  MICROS_PER_SECOND,
  type HistoryBar,
  type Instrument,
  type Interval,
  type Micros,
} from '@tapedeck/protocol'
import type { Calendar } from '../calendar/calendar.ts'
import { BackwardMarket, type HistoryMarket } from './backward-market.ts'

/** Steps of history, finest first. Not 4h: a day that begins at 17:00 in New York is no multiple of it. */
const STEPS: readonly Interval[] = ['1s', '5s', '15s', '1m', '5m', '15m', '1h', '1d']
/** A step gives up after this many times the wanted bars, however few of its intervals had trades. */
const MOST_STEPS_PER_BAR = 500
/** A venue that was closed for less opens where it closed. */
const LEAST_GAP_MICROS = MICROS_PER_HOUR

/** The bars of an instrument, oldest first, so that every interval can be folded to `wanted` of them at least. */
export function buildHistory(made: HistoryMarket, start: Micros, wanted: number): readonly HistoryBar[] {
  return wanted === 0 ? [] : new HistoryBuilder(made, start, wanted).build()
}

class HistoryBuilder {
  private readonly instrument: Instrument
  private readonly market: BackwardMarket
  private readonly sessions: Sessions
  private readonly wanted: number
  /** What lies between the last whole second and the start stays empty. */
  private readonly anchor: number
  private readonly newestFirst: HistoryBar[] = []
  /** Where the bar ends that is to be made next. */
  private end: number

  constructor(made: HistoryMarket, start: Micros, wanted: number) {
    this.instrument = made.simulated.instrument
    this.market = new BackwardMarket(made)
    this.sessions = new Sessions(made.calendar)
    this.wanted = wanted
    this.anchor = start - (start % MICROS_PER_SECOND)
    this.end = this.anchor
  }

  build(): readonly HistoryBar[] {
    STEPS.forEach((step, index) => {
      this.market.beginStep(step, INTERVAL_MICROS[step] / MICROS_PER_SECOND)
      const counter = new IntervalCounter(this.instrument, step, this.wanted, this.newestFirst)
      // hours also have to reach back for the 4h bars, whose oldest may be cut by the day's start
      const other =
        step === '1h' ? new IntervalCounter(this.instrument, '4h', this.wanted + 1, this.newestFirst) : counter
      this.goBack(step, STEPS[index + 1], counter, other)
    })
    return this.newestFirst.reverse()
  }

  /** Makes bars of a step until both counters have enough and a coarser step can go on. */
  private goBack(
    step: Interval,
    coarser: Interval | undefined,
    counter: IntervalCounter,
    other: IntervalCounter,
  ): void {
    const { instrument, market, sessions, anchor, newestFirst } = this
    const mostSteps = this.wanted * MOST_STEPS_PER_BAR
    for (let steps = 0; ; steps++) {
      const { end } = this
      const isEnough = (counter.isEnough && other.isEnough) || steps >= mostSteps
      if (isEnough && (coarser === undefined || openingAtOrBefore(end, coarser, instrument) === end)) return
      const tsOpen = openingAtOrBefore(end - 1, step, instrument)
      const seconds = sessions.secondsIn(tsOpen, end)
      if (seconds === 0) {
        this.end = isEnough ? tsOpen : Math.min(tsOpen, endingAtOrAfter(sessions.closedFrom, step, instrument))
        continue
      }
      if (sessions.takeGap()) market.closeBefore()
      const bar = market.barBefore(tsOpen, seconds, (anchor - end) / MICROS_PER_SECOND)
      this.end = tsOpen
      if (bar === undefined) continue
      newestFirst.push(bar)
      counter.add(tsOpen)
      if (other !== counter) other.add(tsOpen)
    }
  }
}

/** Where the interval that holds `t` begins. */
function openingAtOrBefore(t: number, interval: Interval, instrument: Instrument): number {
  if (interval === '1d') return dayStartAtOrBefore(micros(t), instrument.dayStart)
  return t - (t % INTERVAL_MICROS[interval])
}

/** The first end of an interval that is not before `t`. Days are not skipped. */
function endingAtOrAfter(t: number, interval: Interval, instrument: Instrument): number {
  if (interval === '1d') return Infinity
  const opening = openingAtOrBefore(t, interval, instrument)
  return opening === t ? t : opening + INTERVAL_MICROS[interval]
}

/** How long a venue traded, asked backwards in time. */
class Sessions {
  /** Where the last phase without trading that was met began. */
  closedFrom = Infinity
  private readonly calendar: Calendar
  /** The phase that was met last. */
  private from = Infinity
  private to = -Infinity
  private isTrading = false
  private hasGap = false

  constructor(calendar: Calendar) {
    this.calendar = calendar
  }

  /** Seconds of trading between two times. */
  secondsIn(from: number, to: number): number {
    if (this.isTrading && this.from <= from && to <= this.to) return (to - from) / MICROS_PER_SECOND
    let trading = 0
    for (let end = to; end > from; end = this.from) {
      this.meet(end - 1)
      if (this.isTrading) trading += end - Math.max(from, this.from)
    }
    return trading / MICROS_PER_SECOND
  }

  /** Whether the venue was closed for long since this was asked last. */
  takeGap(): boolean {
    const { hasGap } = this
    this.hasGap = false
    return hasGap
  }

  private meet(time: number): void {
    if (time >= this.from && time < this.to) return
    const phase = this.calendar.phaseAt(time as Micros)
    this.from = phase.from
    this.to = phase.to ?? Infinity
    this.isTrading = phase.status === 'trading'
    if (this.isTrading) return
    this.closedFrom = phase.from
    if (phase.status === 'closed' && this.to - this.from >= LEAST_GAP_MICROS) this.hasGap = true
  }
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
