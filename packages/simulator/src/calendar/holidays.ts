/** Days on which venues do not trade, or only in the morning: rules that hold for every year, and lists of a user's own. */

import { marchFirst, weekdayOf, yearOf } from '@tapedeck/protocol'

/** Rules that a calendar can name. */
export const HOLIDAY_RULES = ['none', 'us-equity', 'london', 'fx'] as const
export type HolidayRule = (typeof HOLIDAY_RULES)[number]

/** Those that have half days too. */
export const HALF_DAY_RULES: readonly HolidayRule[] = ['us-equity', 'london']

/** What a date is: undefined for a day like others. Dates are days since the Unix epoch. */
export interface SpecialDay {
  readonly name: string
  /** Half: it closes early. */
  readonly kind: 'holiday' | 'half'
}

const SUNDAY = 0
const MONDAY = 1
const THURSDAY = 4
const FRIDAY = 5
const SATURDAY = 6

/** What a date is by a rule. */
export function specialDay(rule: HolidayRule, day: number): SpecialDay | undefined {
  return rule === 'none' ? undefined : daysOf(rule, yearOf(day)).get(day)
}

const known = new Map<string, ReadonlyMap<number, SpecialDay>>()

/** A year's days are found once. */
function daysOf(rule: Exclude<HolidayRule, 'none'>, year: number): ReadonlyMap<number, SpecialDay> {
  const key = `${rule} ${year}`
  const days = known.get(key) ?? RULES[rule](year)
  known.set(key, days)
  return days
}

const RULES: Readonly<Record<Exclude<HolidayRule, 'none'>, (year: number) => ReadonlyMap<number, SpecialDay>>> = {
  'us-equity': usEquityDays,
  london: londonDays,
  fx: (year) => holidays([dateOf(year, 1, 1), 'New Year’s Day'], [dateOf(year, 12, 25), 'Christmas Day']),
}

/**
 * NYSE Rule 7.2: ten holidays; one on a Saturday is kept the Friday before (but not New Year's Day, which would end
 * the year's accounts early), one on a Sunday the Monday after. Juneteenth since 2022. Trading ends at 13:00 on the day after
 * Thanksgiving, on Christmas Eve and on 3 July, where they are no holiday and, for 3 July, the next day is one.
 */
function usEquityDays(year: number): ReadonlyMap<number, SpecialDay> {
  const thanksgiving = nthWeekday(year, 11, THURSDAY, 4)
  const newYear = dateOf(year, 1, 1)
  const days = holidays(
    ...(weekdayOf(newYear) === SATURDAY ? [] : [[observed(newYear), 'New Year’s Day'] as const]),
    [nthWeekday(year, 1, MONDAY, 3), 'Martin Luther King Jr. Day'],
    [nthWeekday(year, 2, MONDAY, 3), 'Washington’s Birthday'],
    [easterSunday(year) - 2, 'Good Friday'],
    [lastWeekday(year, 5, MONDAY), 'Memorial Day'],
    ...(year < 2022 ? [] : [[observed(dateOf(year, 6, 19)), 'Juneteenth'] as const]),
    [observed(dateOf(year, 7, 4)), 'Independence Day'],
    [nthWeekday(year, 9, MONDAY, 1), 'Labor Day'],
    [thanksgiving, 'Thanksgiving Day'],
    [observed(dateOf(year, 12, 25)), 'Christmas Day'],
  )
  const half = (day: number, name: string): void => {
    if (isWeekday(day) && !days.has(day)) days.set(day, { name, kind: 'half' })
  }
  half(thanksgiving + 1, 'day after Thanksgiving')
  half(dateOf(year, 12, 24), 'Christmas Eve')
  if (days.has(dateOf(year, 7, 4))) half(dateOf(year, 7, 3), 'eve of Independence Day')
  return days
}

/**
 * Bank holidays of England by the Banking and Financial Dealings Act 1971, without those proclaimed for single years. The London
 * exchange closes early on the last weekdays up to 24 and 31 December.
 */
function londonDays(year: number): ReadonlyMap<number, SpecialDay> {
  const easter = easterSunday(year)
  const christmas = dateOf(year, 12, 25)
  const weekday = weekdayOf(christmas)
  // where either falls on a weekend, the next days that are none stand in for them
  const boxing = christmas + (weekday === FRIDAY ? 3 : weekday === SATURDAY ? 3 : 1)
  const days = holidays(
    [afterWeekend(dateOf(year, 1, 1)), 'New Year’s Day'],
    [easter - 2, 'Good Friday'],
    [easter + 1, 'Easter Monday'],
    [nthWeekday(year, 5, MONDAY, 1), 'Early May bank holiday'],
    [lastWeekday(year, 5, MONDAY), 'Spring bank holiday'],
    [lastWeekday(year, 8, MONDAY), 'Summer bank holiday'],
    [weekday === SATURDAY ? christmas + 2 : weekday === SUNDAY ? christmas + 2 : christmas, 'Christmas Day'],
    [boxing, 'Boxing Day'],
  )
  days.set(lastWeekdayUpTo(dateOf(year, 12, 24)), { name: 'Christmas Eve', kind: 'half' })
  days.set(lastWeekdayUpTo(dateOf(year, 12, 31)), { name: 'New Year’s Eve', kind: 'half' })
  return days
}

function holidays(...list: readonly (readonly [number, string])[]): Map<number, SpecialDay> {
  return new Map(list.map(([day, name]) => [day, { name, kind: 'holiday' }]))
}

function isWeekday(day: number): boolean {
  return weekdayOf(day) !== SATURDAY && weekdayOf(day) !== SUNDAY
}

/** Saturdays go back to Friday, Sundays on to Monday. */
function observed(day: number): number {
  const weekday = weekdayOf(day)
  return weekday === SATURDAY ? day - 1 : weekday === SUNDAY ? day + 1 : day
}

function lastWeekdayUpTo(day: number): number {
  const weekday = weekdayOf(day)
  return weekday === SATURDAY ? day - 1 : weekday === SUNDAY ? day - 2 : day
}

function afterWeekend(day: number): number {
  const weekday = weekdayOf(day)
  return weekday === SATURDAY ? day + 2 : weekday === SUNDAY ? day + 1 : day
}

/** A date in days since the Unix epoch. Months count from 1. */
export function dateOf(year: number, month: number, dayOfMonth: number): number {
  // months from March have fixed lengths, the leap day being last
  const fromMarch = (month + 9) % 12
  return marchFirst(month < 3 ? year - 1 : year) + Math.floor((153 * fromMarch + 2) / 5) + dayOfMonth - 1
}

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/

/** The date that `2026-12-25` means, in days since the Unix epoch; undefined where the text is not one. */
export function dateIn(text: string): number | undefined {
  const [year = 0, month = 0, dayOfMonth = 0] = DATE.exec(text)?.slice(1).map(Number) ?? []
  if (month < 1 || month > 12 || dayOfMonth < 1) return undefined
  const date = dateOf(year, month, dayOfMonth)
  const nextMonth = month === 12 ? dateOf(year + 1, 1, 1) : dateOf(year, month + 1, 1)
  return date < nextMonth ? date : undefined
}

function nthWeekday(year: number, month: number, weekday: number, n: number): number {
  const first = dateOf(year, month, 1)
  return first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (n - 1)
}

function lastWeekday(year: number, month: number, weekday: number): number {
  const last = dateOf(month === 12 ? year + 1 : year, (month % 12) + 1, 1) - 1
  return last - ((weekdayOf(last) - weekday + 7) % 7)
}

/** Easter of the Gregorian calendar (the anonymous computus of 1876, as Meeus gives it). */
function easterSunday(year: number): number {
  const a = year % 19
  const century = Math.floor(year / 100)
  const c = year % 100
  const f = Math.floor((century + 8) / 25)
  const g = Math.floor((century - f + 1) / 3)
  const h = (19 * a + century - Math.floor(century / 4) - g + 15) % 30
  const l = (32 + 2 * (century % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const sum = h + l - 7 * m + 114
  return dateOf(year, Math.floor(sum / 31), (sum % 31) + 1)
}
