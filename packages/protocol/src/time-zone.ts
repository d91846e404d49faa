/** Clocks of the zones that days and sessions go by: committed rules in whole numbers, nothing of the machine. */

import { MICROS_PER_DAY, MICROS_PER_HOUR, MICROS_PER_MINUTE } from './units.ts'

/** Time zones in which days begin and venues trade. */
export const TIME_ZONES = ['UTC', 'America/New_York', 'Europe/London', 'Asia/Tokyo'] as const
export type TimeZone = (typeof TIME_ZONES)[number]

/** Daylight saving of an hour: from the first Sunday on or after a date to another, dates in days after 1 March, clocks in hours. */
interface SummerTime {
  readonly beginsFrom: number
  /** What the clocks show when they go forward. */
  readonly beginsAt: number
  readonly endsFrom: number
  /** What the clocks show when they go back. */
  readonly endsAt: number
}

interface ZoneRule {
  /** Hours ahead of UTC in winter. */
  readonly offset: number
  readonly summerTime: SummerTime | null
}

const DAYS_MARCH_TO_NOVEMBER = 245

/** The rules of today, applied to earlier years as well, which only simulated history reaches. */
const RULES: Readonly<Record<TimeZone, ZoneRule>> = {
  UTC: { offset: 0, summerTime: null },
  // Energy Policy Act of 2005, in force since 2007: second Sunday of March to first Sunday of November, at 02:00
  'America/New_York': {
    offset: -5,
    summerTime: { beginsFrom: 7, beginsAt: 2, endsFrom: DAYS_MARCH_TO_NOVEMBER, endsAt: 2 },
  },
  // Directive 2000/84/EC and the Summer Time Order 2002: last Sunday of March to last Sunday of October, at 01:00 UTC
  'Europe/London': {
    offset: 0,
    summerTime: { beginsFrom: 24, beginsAt: 1, endsFrom: DAYS_MARCH_TO_NOVEMBER - 7, endsAt: 2 },
  },
  'Asia/Tokyo': { offset: 9, summerTime: null },
}

/**
 * The instant at which the clocks of a zone show a time, in minutes since midnight, on a date in days since the Unix epoch. Of a
 * time that comes twice it is the first; a time that is skipped stands for the moment at which it is. So a later time is never
 * an earlier instant.
 */
export function instantOf(day: number, minutes: number, zone: TimeZone): number {
  const local = day * MICROS_PER_DAY + minutes * MICROS_PER_MINUTE
  const { offset, summerTime } = RULES[zone]
  const ahead = offset * MICROS_PER_HOUR
  if (summerTime === null) return local - ahead
  const march = marchFirst(yearOf(day))
  const begins = changeOf(march + summerTime.beginsFrom, summerTime.beginsAt)
  const ends = changeOf(march + summerTime.endsFrom, summerTime.endsAt)
  return local < begins || local >= ends ? local - ahead : Math.max(begins, local - MICROS_PER_HOUR) - ahead
}

/** The calendar year that a date lies in. */
export function yearOf(day: number): number {
  // exact to within a year by the mean length, then corrected; 1 January is 306 days after 1 March
  let year = Math.floor(((day + EPOCH_FROM_MARCH_OF_YEAR_0) * 400) / DAYS_IN_400_YEARS)
  while (marchFirst(year) + 306 <= day) year++
  while (marchFirst(year - 1) + 306 > day) year--
  return year
}

/** Days from the Unix epoch to 1 March of a year. Counting from March puts the leap day last. */
export function marchFirst(year: number): number {
  const leapDays = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400)
  return 365 * year + leapDays - EPOCH_FROM_MARCH_OF_YEAR_0
}

/** The day of the week of a date: 0 is Sunday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7
}

const DAYS_IN_400_YEARS = 146_097
/** Days from 1 March of year 0 (proleptic Gregorian) to 1 January 1970. */
const EPOCH_FROM_MARCH_OF_YEAR_0 = 719_468

/** The local time of a change on the first Sunday on or after a date. */
function changeOf(day: number, hours: number): number {
  return (day + ((7 - weekdayOf(day)) % 7)) * MICROS_PER_DAY + hours * MICROS_PER_HOUR
}
