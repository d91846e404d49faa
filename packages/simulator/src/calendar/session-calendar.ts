/** The phases of a calendar that closes: days of parts, joined where they touch. */

import { instantOf, MICROS_PER_DAY, type Micros, type TradingStatus, weekdayOf } from '@tapedeck/protocol'
import {
  minutesOf,
  USUAL_SUNDAY,
  WEEKDAYS,
  type Calendar,
  type CalendarDefinition,
  type DayPhase,
  type Phase,
  type Stretch,
} from './calendar.ts'
import { dateIn, specialDay } from './holidays.ts'

/** A part of a certain day. */
interface Part {
  readonly day: number
  readonly status: TradingStatus
  readonly from: number
  readonly to: number
  readonly reason: string
}

/** Days that are kept at a time: those about the times that are asked for. */
const KEPT_DAYS = 16

/** Phases by a definition that has been checked. */
export class SessionCalendar implements Calendar {
  readonly name: string
  readonly tradingSecondsPerDay: number
  readonly usualWeek: readonly Stretch[]
  private readonly definition: CalendarDefinition
  private readonly holidays: ReadonlySet<number>
  private readonly halfDays: ReadonlySet<number>
  /** Before the one and after the other it trades without an end. */
  private readonly openBefore: number
  private readonly openAfter: number
  private readonly days = new Map<number, readonly Part[]>()
  private last: Phase | undefined

  constructor(definition: CalendarDefinition) {
    const { name, week, holidays, halfDays } = definition
    this.name = name
    this.definition = definition
    this.holidays = datesOf(holidays)
    this.halfDays = datesOf(halfDays?.dates ?? [])
    this.tradingSecondsPerDay = Math.max(...WEEKDAYS.map((weekday) => tradingSeconds(week[weekday] ?? [])))
    this.usualWeek = usualWeekOf(definition)
    const special = [...this.holidays, ...this.halfDays]
    const isOpenUsually = WEEKDAYS.every((weekday) => isAllDay(week[weekday] ?? []))
    // a rule has days in every year; where clocks are ahead or behind, days are less than one off
    const isOpenBeyond = isOpenUsually && (typeof holidays !== 'string' || holidays === 'none')
    this.openBefore = isOpenBeyond ? (Math.min(...special) - 1) * MICROS_PER_DAY : -Infinity
    this.openAfter = isOpenBeyond ? (Math.max(...special) + 2) * MICROS_PER_DAY : Infinity
  }

  phaseAt(t: Micros): Phase {
    const { last } = this
    if (last !== undefined && t >= last.from && (last.to === null || t < last.to)) return last
    this.last = this.find(t)
    return this.last
  }

  private find(t: number): Phase {
    const today = Math.floor(t / MICROS_PER_DAY)
    // clocks differ from UTC by less than a day
    for (let day = today - 1; day <= today + 1; day++) {
      for (const part of this.partsOf(day)) if (part.from <= t && t < part.to) return this.joined(part)
    }
    const before = this.partBefore(t, today + 1)
    const after = this.partAfter(t, today - 1)
    return {
      status: 'closed',
      from: before.to as Micros,
      to: after.from as Micros,
      reason: this.closedFor(before, after),
    }
  }

  /** A part with those before and after that are of its status and leave no hole. */
  private joined(part: Part): Phase {
    let first = part
    while (first.from >= this.openBefore) {
      const before = this.partBefore(first.from, first.day)
      if (before.to !== first.from || before.status !== first.status) break
      first = before
    }
    let last = part
    while (last.to <= this.openAfter) {
      const after = this.partAfter(last.to, last.day)
      if (after.from !== last.to || after.status !== last.status) break
      last = after
    }
    return {
      status: part.status,
      from: (first.from < this.openBefore ? 0 : first.from) as Micros,
      to: last.to > this.openAfter ? null : (last.to as Micros),
      reason: first.reason,
    }
  }

  /** The last part that ends by `t`, on a day or before it. There is one: every week has trading, and special days are few. */
  private partBefore(t: number, latestDay: number): Part {
    for (let day = latestDay; ; day--) {
      const part = this.partsOf(day).findLast(({ to }) => to <= t)
      if (part !== undefined) return part
    }
  }

  /** The first part that begins at `t` or later, on a day or after it. */
  private partAfter(t: number, earliestDay: number): Part {
    for (let day = earliestDay; ; day++) {
      const part = this.partsOf(day).find(({ from }) => from >= t)
      if (part !== undefined) return part
    }
  }

  /** The reason of a closed stretch does not depend on where in it one asks. */
  private closedFor(before: Part, after: Part): string {
    if (before.day === after.day) return 'daily break'
    let reason = 'after hours'
    for (let { day } = before; day <= after.day; day++) {
      const noon = instantOf(day, 12 * 60, this.definition.timeZone)
      if (noon < before.to || noon >= after.from) continue
      const holiday = this.holidayName(day)
      if (holiday !== undefined) return holiday
      const isWeekend = weekdayOf(day) === 0 || weekdayOf(day) === 6
      if (isWeekend && this.partsOf(day).length === 0) reason = 'weekend'
    }
    return reason
  }

  /** What a local date has that is not closed, in order. */
  private partsOf(day: number): readonly Part[] {
    const kept = this.days.get(day)
    if (kept !== undefined) return kept
    if (this.days.size >= KEPT_DAYS) this.days.clear()
    const parts = this.makeParts(day)
    this.days.set(day, parts)
    return parts
  }

  private makeParts(day: number): readonly Part[] {
    const { week, timeZone, halfDays } = this.definition
    const weekday = WEEKDAYS[weekdayOf(day)]
    const usual = weekday === undefined ? [] : (week[weekday] ?? [])
    if (usual.length === 0 || this.holidayName(day) !== undefined) return []
    const phases = halfDays !== null && this.isHalf(day) ? halfDays.phases : usual
    const parts: Part[] = []
    phases.forEach((phase, i) => {
      const from = instantOf(day, minutesOf(phase.from), timeZone)
      const to = instantOf(day, minutesOf(phase.to), timeZone)
      // nothing is left of what lies within the hour that clocks skip
      if (phase.status === 'closed' || from === to) return
      parts.push({ day, status: phase.status, from, to, reason: reasonOf(phases, i) })
    })
    return parts
  }

  private holidayName(day: number): string | undefined {
    const { holidays } = this.definition
    if (typeof holidays !== 'string') return this.holidays.has(day) ? 'holiday' : undefined
    const special = specialDay(holidays, day)
    return special?.kind === 'holiday' ? special.name : undefined
  }

  private isHalf(day: number): boolean {
    const { holidays, halfDays } = this.definition
    if (halfDays?.dates !== 'of-rule') return this.halfDays.has(day)
    return typeof holidays === 'string' && specialDay(holidays, day)?.kind === 'half'
  }
}

/** Whether a day is trading from midnight to midnight. */
function isAllDay(phases: readonly DayPhase[]): boolean {
  let end = '00:00'
  for (const { status, from, to } of phases) {
    if (status !== 'trading' || from !== end) return false
    end = to
  }
  return end === '24:00'
}

/** Sessions that go on past midnight are joined. */
function usualWeekOf({ week, timeZone }: CalendarDefinition): readonly Stretch[] {
  const sessions: Stretch[] = []
  WEEKDAYS.forEach((weekday, i) => {
    for (const phase of week[weekday] ?? []) {
      if (phase.status !== 'trading') continue
      const from = instantOf(USUAL_SUNDAY + i, minutesOf(phase.from), timeZone) as Micros
      const to = instantOf(USUAL_SUNDAY + i, minutesOf(phase.to), timeZone) as Micros
      const before = sessions.at(-1)
      if (before?.to === from) sessions[sessions.length - 1] = { from: before.from, to }
      else sessions.push({ from, to })
    }
  })
  return sessions
}

function tradingSeconds(phases: readonly DayPhase[]): number {
  return phases.reduce(
    (sum, { status, from, to }) => sum + (status === 'trading' ? 60 * (minutesOf(to) - minutesOf(from)) : 0),
    0,
  )
}

/** Why a phase of a day is what it is. */
function reasonOf(phases: readonly DayPhase[], index: number): string {
  const status = phases[index]?.status
  if (status === 'pre-open') return 'before the open'
  if (status === 'trading') return 'continuous trading'
  if (status !== 'auction') return String(status)
  const isTrading = (phase: DayPhase): boolean => phase.status === 'trading'
  if (!phases.slice(0, index).some(isTrading)) return 'opening auction'
  return phases.slice(index).some(isTrading) ? 'intraday auction' : 'closing auction'
}

function datesOf(list: string | readonly string[]): ReadonlySet<number> {
  return typeof list === 'string' ? new Set() : new Set(list.flatMap((text) => dateIn(text) ?? []))
}
