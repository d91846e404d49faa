/** Clocks of the zones that days and sessions go by: committed rules in whole numbers, nothing of the machine. */

import { MICROS_PER_DAY, MICROS_PER_HOUR, MICROS_PER_MINUTE } from './units.ts'

/** Time zones in which days begin and venues trade. */
export const TIME_ZONES = ['UTC', 'America/New_York', 'Europe/London'] as const
export type TimeZone = (typeof TIME_ZONES)[number]

/** The instant at which the clocks of a zone show a time, in minutes since midnight, on a date in days since the Unix epoch. */
export function instantOf(day: number, minutes: number, zone: TimeZone): number {
  const local = day * MICROS_PER_DAY + minutes * MICROS_PER_MINUTE
  switch (zone) {
    case 'UTC':
      return local
    case 'America/New_York':
      return local + (isNewYorkSummer(local, day) ? 4 : 5) * MICROS_PER_HOUR
    case 'Europe/London':
      return local - (isEuropeanSummer(local, day) ? MICROS_PER_HOUR : 0)
  }
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

/**
 * Whether New York keeps daylight saving time at a local time. The rule is that of the Energy Policy Act of 2005, in force
 * since 2007: from 02:00 on the second Sunday of March to 02:00 on the first Sunday of November. It is applied to earlier
 * years as well, which only simulated history reaches. The hour that comes twice counts as the first, the hour that is
 * skipped as summer time.
 */
function isNewYorkSummer(local: number, day: number): boolean {
  const march = marchFirst(yearOf(day))
  const clock = 2 * MICROS_PER_HOUR
  const begins = firstSundayFrom(march + 7) * MICROS_PER_DAY + clock
  const ends = firstSundayFrom(march + DAYS_MARCH_TO_NOVEMBER) * MICROS_PER_DAY + clock
  return local >= begins && local < ends
}

/**
 * The same for London, by Directive 2000/84/EC and the Summer Time Order 2002: from 01:00 GMT on the last Sunday of March to
 * 01:00 GMT on the last Sunday of October.
 */
function isEuropeanSummer(local: number, day: number): boolean {
  const march = marchFirst(yearOf(day))
  const begins = firstSundayFrom(march + 24) * MICROS_PER_DAY + MICROS_PER_HOUR
  const ends = firstSundayFrom(march + DAYS_MARCH_TO_NOVEMBER - 7) * MICROS_PER_DAY + 2 * MICROS_PER_HOUR
  return local >= begins && local < ends
}

const DAYS_MARCH_TO_NOVEMBER = 245
const DAYS_IN_400_YEARS = 146_097
/** Days from 1 March of year 0 (proleptic Gregorian) to 1 January 1970. */
const EPOCH_FROM_MARCH_OF_YEAR_0 = 719_468

/** The first Sunday on or after a date. */
function firstSundayFrom(day: number): number {
  return day + ((7 - weekdayOf(day)) % 7)
}
