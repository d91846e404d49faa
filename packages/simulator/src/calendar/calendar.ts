/** When a venue trades: the phases of its days, as instants of tape time. */

import {
  instantOf,
  MICROS_PER_DAY,
  MICROS_PER_HOUR,
  type Micros,
  type TimeZone,
  type TradingStatus,
  weekdayOf,
} from '@tapedeck/protocol'
import { dateOf, specialDay, type HolidayRule } from './holidays.ts'

/** Days of the week as calendars name them. */
export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** A part of a day, local times `HH:MM` from 00:00 to 24:00. What no part covers is closed. */
export interface DayPhase {
  readonly status: TradingStatus
  readonly from: string
  readonly to: string
}

/** A calendar as data. */
export interface CalendarDefinition {
  readonly name: string
  readonly timeZone: TimeZone
  /** A day that is left out is closed. */
  readonly week: Readonly<Partial<Record<Weekday, readonly DayPhase[]>>>
  /** A rule, or dates such as `2026-12-25`. */
  readonly holidays: HolidayRule | readonly string[]
  /** Days that close early: those of the rule, or dates; and how they go. Null: none do. */
  readonly halfDays: { readonly dates: 'of-rule' | readonly string[]; readonly phases: readonly DayPhase[] } | null
}

/** A stretch of tape time in which an instrument's trading status is the same. */
export interface Phase {
  readonly status: TradingStatus
  readonly from: Micros
  /** Where the next phase begins; null when there is none. */
  readonly to: Micros | null
  /** In words, for status events: `opening auction`, `Independence Day`. */
  readonly reason: string
}

export interface Calendar {
  /** `24/7`, `fx`, `us-equity`, ... */
  readonly name: string
  /** Seconds of trading in a usual day. */
  readonly tradingSecondsPerDay: number
  /** The phase that holds `t`. Fast for times near those that were asked before. */
  phaseAt(t: Micros): Phase
}

/** Looked through for the phase before and after. */
const MOST_DAYS = 40

/** A part of a certain day. */
interface Part {
  readonly status: TradingStatus
  readonly from: number
  readonly to: number
  readonly reason: string
}

/** Phases by a definition that has been checked. */
export class SessionCalendar implements Calendar {
  readonly name: string
  readonly tradingSecondsPerDay: number
  private readonly definition: CalendarDefinition
  private readonly holidays: ReadonlySet<number>
  private readonly halfDays: ReadonlySet<number>
  private last: Phase | undefined

  constructor(definition: CalendarDefinition) {
    this.name = definition.name
    this.definition = definition
    this.holidays = dates(definition.holidays)
    this.halfDays = dates(definition.halfDays?.dates ?? [])
    this.tradingSecondsPerDay = Math.max(...WEEKDAYS.map((weekday) => tradingSeconds(definition.week[weekday] ?? [])))
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
      for (const part of this.partsOf(day)) if (part.from <= t && t < part.to) return this.merged(part, day)
    }
    return this.closedAt(t, today)
  }

  /** A part with those before and after that are of its status and leave no hole. */
  private merged(part: Part, day: number): Phase {
    let { from, to } = part
    for (let before = day; before > day - MOST_DAYS; before--) {
      const parts = this.partsOf(before)
      const touching = parts.findLast((each) => each.to === from && each.status === part.status)
      if (touching !== undefined) from = touching.from
      else if (before < day) break
    }
    for (let next = day; next < day + MOST_DAYS; next++) {
      const touching = this.partsOf(next).find((each) => each.from === to && each.status === part.status)
      if (touching !== undefined) to = touching.to
      else if (next > day) break
    }
    return { status: part.status, from: from as Micros, to: to as Micros, reason: part.reason }
  }

  private closedAt(t: number, today: number): Phase {
    let from = 0
    let to: number | null = null
    for (let day = today + 1; day > today - MOST_DAYS; day--) {
      const before = this.partsOf(day).findLast((part) => part.to <= t)
      if (before === undefined) continue
      from = before.to
      break
    }
    for (let day = today - 1; day < today + MOST_DAYS; day++) {
      const next = this.partsOf(day).find((part) => part.from > t)
      if (next === undefined) continue
      to = next.from
      break
    }
    return { status: 'closed', from: from as Micros, to: to as Micros | null, reason: this.closedFor(from, to ?? t) }
  }

  /** The reason of a closed stretch does not depend on where in it one asks. */
  private closedFor(from: number, to: number): string {
    let reason = 'after hours'
    for (let day = Math.floor(from / MICROS_PER_DAY); day * MICROS_PER_DAY < to; day++) {
      const noon = instantOf(day, 12 * 60, this.definition.timeZone)
      if (noon < from || noon >= to) continue
      const holiday = this.holidayName(day)
      if (holiday !== undefined) return holiday
      if (weekdayOf(day) === 0 || weekdayOf(day) === 6) reason = 'weekend'
    }
    return reason
  }

  private partsOf(day: number): readonly Part[] {
    const { week, timeZone, halfDays } = this.definition
    if (this.holidayName(day) !== undefined) return []
    const weekday = WEEKDAYS[weekdayOf(day)]
    const usual = weekday === undefined ? [] : (week[weekday] ?? [])
    const phases = usual.length > 0 && halfDays !== null && this.isHalf(day) ? halfDays.phases : usual
    let hasTraded = false
    return phases.map(({ status, from, to }) => {
      const reason = reasonOf(status, hasTraded)
      if (status === 'trading') hasTraded = true
      return {
        status,
        from: instantOf(day, minutesOf(from), timeZone),
        to: instantOf(day, minutesOf(to), timeZone),
        reason,
      }
    })
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

/** Always open. */
export const ROUND_THE_CLOCK: Calendar = {
  name: '24/7',
  tradingSecondsPerDay: 86_400,
  phaseAt: () => ALWAYS,
}

const ALWAYS: Phase = { status: 'trading', from: 0 as Micros, to: null, reason: 'always open' }

/** Minutes since midnight of `HH:MM`. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}

function tradingSeconds(phases: readonly DayPhase[]): number {
  return phases.reduce(
    (sum, { status, from, to }) => sum + (status === 'trading' ? 60 * (minutesOf(to) - minutesOf(from)) : 0),
    0,
  )
}

function reasonOf(status: TradingStatus, hasTraded: boolean): string {
  if (status === 'auction') return hasTraded ? 'closing auction' : 'opening auction'
  if (status === 'pre-open') return 'before the open'
  return status === 'trading' ? 'continuous trading' : status
}

function dates(list: HolidayRule | 'of-rule' | readonly string[]): ReadonlySet<number> {
  if (typeof list === 'string') return new Set()
  return new Set(
    list.map((text) => dateOf(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10)))),
  )
}

/** The longest session that a season can rise and fall within. */
export const LONGEST_SESSION_MICROS: number = 16 * MICROS_PER_HOUR
