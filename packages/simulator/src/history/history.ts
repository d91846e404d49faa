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
  MICROS_PER_MINUTE,
  MICROS_PER_SECOND,
  type DayStart,
  type HistoryBar,
  type Interval,
  type Micros,
} from '@tapedeck/protocol'
import type { Calendar } from '../calendar/calendar.ts'
import type { Season } from '../calendar/season.ts'
import { BackwardMarket, type HistoryMarket } from './backward-market.ts'

/** Steps of history, finest first. Not 4h: a day that begins at 17:00 in New York is no multiple of it. */
const STEPS: readonly Interval[] = ['1s', '5s', '15s', '1m', '5m', '15m', '1h', '1d']
/** A step gives up after this many times the wanted bars, however few of its intervals had trades. */
const MOST_STEPS_PER_BAR = 500
/** A venue that was closed for less opens where it closed. */
const LEAST_GAP_MICROS = MICROS_PER_HOUR
const SHORTEST_DAY_MICROS = 23 * MICROS_PER_HOUR

/** The bars of an instrument, oldest first, so that every interval can be folded to `wanted` of them at least. */
export function buildHistory(made: HistoryMarket, start: Micros, wanted: number): readonly HistoryBar[] {
  return wanted === 0 ? [] : new HistoryBuilder(made, start, wanted).build()
}

class HistoryBuilder {
  private readonly openings: Openings
  private readonly market: BackwardMarket
  private readonly sessions: Sessions
  private readonly calendar: Calendar
  private readonly season: Season
  private readonly wanted: number
  /** What lies between the last whole second and the start stays empty. */
  private readonly anchor: number
  private readonly newestFirst: HistoryBar[] = []
  /** Where the bar ends that is to be made next. */
  private end: number

  constructor(made: HistoryMarket, start: Micros, wanted: number) {
    this.openings = new Openings(made.simulated.instrument.dayStart)
    this.market = new BackwardMarket(made)
    this.sessions = new Sessions(made.calendar)
    this.calendar = made.calendar
    this.season = made.season
    this.wanted = wanted
    this.anchor = start - (start % MICROS_PER_SECOND)
    this.end = this.anchor
  }

  build(): readonly HistoryBar[] {
    STEPS.forEach((step, index) => {
      this.market.beginStep(step, INTERVAL_MICROS[step] / MICROS_PER_SECOND)
      const counter = new IntervalCounter(this.openings, step, this.wanted, this.newestFirst)
      // hours also have to reach back for the 4h bars, whose oldest may be cut by the day's start
      const other =
        step === '1h' ? new IntervalCounter(this.openings, '4h', this.wanted + 1, this.newestFirst) : counter
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
    const { openings, market, sessions, anchor, newestFirst } = this
    const mostSteps = this.wanted * MOST_STEPS_PER_BAR
    const length = INTERVAL_MICROS[step]
    for (let steps = 0; ; steps++) {
      const { end } = this
      const isEnough = (counter.isEnough && other.isEnough) || steps >= mostSteps
      if (isEnough && (coarser === undefined || openings.atOrBefore(end, coarser) === end)) return
      // a bar's end is that of an interval; only days differ in length
      const tsOpen = step === '1d' ? openings.atOrBefore(end - 1, step) : end - length
      const seconds = sessions.secondsIn(tsOpen, end)
      if (seconds === 0) {
        this.end = isEnough ? tsOpen : Math.min(tsOpen, openings.endAtOrAfter(sessions.closedFrom, step))
        continue
      }
      if (sessions.takeGap()) market.closeBefore()
      const bar = market.barBefore(tsOpen, seconds, this.factorOf(tsOpen, end), (anchor - end) / MICROS_PER_SECOND)
      this.end = tsOpen
      if (bar === undefined) continue
      newestFirst.push(bar)
      counter.addOwn(tsOpen)
      if (other !== counter) other.add(tsOpen)
    }
  }

  /** How busy a bar's trading is on average: a season is the same for a minute, and where nobody trades it does not count. */
  private factorOf(tsOpen: number, end: number): number {
    const { season, calendar } = this
    if (end - tsOpen <= MICROS_PER_MINUTE) return season.factorAt(tsOpen as Micros)
    let sum = 0
    let trading = 0
    const parts = Math.min(MOST_SEASON_PARTS, Math.ceil((end - tsOpen) / SEASON_PART_MICROS))
    for (let part = 0; part < parts; part++) {
      const time = Math.floor(tsOpen + ((part + 0.5) * (end - tsOpen)) / parts) as Micros
      if (calendar.phaseAt(time).status !== 'trading') continue
      sum += season.factorAt(time)
      trading++
    }
    return trading === 0 ? 1 : sum / trading
  }
}

/** A long bar's season is looked up in parts so long, in no more than so many. */
const SEASON_PART_MICROS = 15 * MICROS_PER_MINUTE
const MOST_SEASON_PARTS = 4

/** Where the intervals of an instrument begin. */
class Openings {
  private readonly dayStart: DayStart
  /** The day that was found last. */
  private dayFrom = Infinity
  private dayTo = -Infinity

  constructor(dayStart: DayStart) {
    this.dayStart = dayStart
  }

  /** Where the interval that holds `t` begins. */
  atOrBefore(t: number, interval: Interval): number {
    if (interval !== '1d') return t - (t % INTERVAL_MICROS[interval])
    if (t < this.dayFrom || t >= this.dayTo) {
      this.dayFrom = dayStartAtOrBefore(micros(t), this.dayStart)
      // a day is that long at least; asked beyond it, it is found again
      this.dayTo = this.dayFrom + SHORTEST_DAY_MICROS
    }
    return this.dayFrom
  }

  /** The first end of an interval that is not before `t`. Days are not skipped. */
  endAtOrAfter(t: number, interval: Interval): number {
    if (interval === '1d') return Infinity
    const opening = this.atOrBefore(t, interval)
    return opening === t ? t : opening + INTERVAL_MICROS[interval]
  }
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
  private readonly openings: Openings
  private readonly interval: Interval
  private readonly wanted: number
  private count = 0
  /** Where the earliest interval that is counted begins. */
  private earliest = Infinity

  constructor(openings: Openings, interval: Interval, wanted: number, newestFirst: readonly HistoryBar[]) {
    this.openings = openings
    this.interval = interval
    this.wanted = wanted
    for (const bar of newestFirst) this.add(bar.tsOpen)
  }

  get isEnough(): boolean {
    return this.count >= this.wanted
  }

  /** A bar of the counted interval itself. */
  addOwn(tsOpen: number): void {
    this.earliest = tsOpen
    this.count++
  }

  add(tsOpen: number): void {
    if (tsOpen >= this.earliest) return
    this.earliest = this.openings.atOrBefore(tsOpen, this.interval)
    this.count++
  }
}
