/** When a venue trades: what a calendar is as data, and what it answers about tape time. */

import { MICROS_PER_DAY, type Micros, type TimeZone, type TradingStatus } from '@tapedeck/protocol'
import type { HolidayRule } from './holidays.ts'

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

/** A stretch of tape time. */
export interface Stretch {
  readonly from: Micros
  readonly to: Micros
}

/** A stretch of tape time in which an instrument's trading status is the same; another follows where it ends. */
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
  /** The sessions of a usual week, from Sunday on: one without special days, while clocks are on winter time. */
  readonly usualWeek: readonly Stretch[]
  /** The phase that holds `t`. Fast for times near those that were asked before. */
  phaseAt(t: Micros): Phase
}

/** 11 January 2026, a Sunday: what happens in the week after it stands for any other. */
export const USUAL_SUNDAY = 20_464

const ALWAYS: Phase = { status: 'trading', from: 0 as Micros, to: null, reason: 'always open' }

/** Always open. */
export const ROUND_THE_CLOCK: Calendar = {
  name: '24/7',
  tradingSecondsPerDay: 86_400,
  usualWeek: [{ from: (USUAL_SUNDAY * MICROS_PER_DAY) as Micros, to: ((USUAL_SUNDAY + 7) * MICROS_PER_DAY) as Micros }],
  phaseAt: () => ALWAYS,
}

/** Minutes since midnight of `HH:MM`. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}
