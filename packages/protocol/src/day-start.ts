/** When an instrument's day begins: the instants of its `dayStart`, in whole microseconds, by committed rules of daylight saving. */

import type { DayStart } from './instrument.ts'
import { MICROS_PER_DAY, MICROS_PER_HOUR, MICROS_PER_MINUTE, micros, type Micros } from './units.ts'

/** The latest beginning of a day that is not after `t`. */
export function dayStartAtOrBefore(t: Micros, dayStart: DayStart): Micros {
  return micros(beginningOf(dayNumberAt(t, dayStart), dayStart))
}

/** The first beginning of a day after `t`. Days last 24 hours, and 23 or 25 where daylight saving begins or ends. */
export function nextDayStart(t: Micros, dayStart: DayStart): Micros {
  return micros(beginningOf(dayNumberAt(t, dayStart) + 1, dayStart))
}

/** The local date, in days since the Unix epoch, of the day that `t` belongs to. */
function dayNumberAt(t: number, dayStart: DayStart): number {
  // no zone of ours is ahead of UTC, so that a day never begins before its UTC date
  let day = Math.floor(t / MICROS_PER_DAY)
  while (beginningOf(day, dayStart) > t) day--
  return day
}

/** The instant at which the clocks of the zone show the day's start on a date, given in days since the Unix epoch. */
function beginningOf(day: number, dayStart: DayStart): number {
  const hours = Number(dayStart.time.slice(0, 2))
  const minutes = Number(dayStart.time.slice(3, 5))
  const local = day * MICROS_PER_DAY + hours * MICROS_PER_HOUR + minutes * MICROS_PER_MINUTE
  if (dayStart.timeZone === 'UTC') return local
  return local + (isNewYorkSummer(local, day) ? 4 : 5) * MICROS_PER_HOUR
}

/**
 * Whether New York keeps daylight saving time at a local time. The rule is that of the Energy Policy Act of 2005, in force
 * since 2007: from 02:00 on the second Sunday of March to 02:00 on the first Sunday of November. It is applied to earlier
 * years as well, which only simulated history reaches. The hour that comes twice counts as the first, the hour that is
 * skipped as summer time.
 */
function isNewYorkSummer(local: number, day: number): boolean {
  const year = yearOf(day)
  const clock = 2 * MICROS_PER_HOUR
  const begins = firstSundayFrom(marchFirst(year) + 7) * MICROS_PER_DAY + clock
  const ends = firstSundayFrom(marchFirst(year) + DAYS_MARCH_TO_NOVEMBER) * MICROS_PER_DAY + clock
  return local >= begins && local < ends
}

const DAYS_MARCH_TO_NOVEMBER = 245
const DAYS_IN_400_YEARS = 146_097
/** Days from 1 March of year 0 (proleptic Gregorian) to 1 January 1970. */
const EPOCH_FROM_MARCH_OF_YEAR_0 = 719_468

/** Days from the Unix epoch to 1 March of a year. Counting from March puts the leap day last. */
function marchFirst(year: number): number {
  const leapDays = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400)
  return 365 * year + leapDays - EPOCH_FROM_MARCH_OF_YEAR_0
}

/** The calendar year that a day since the Unix epoch lies in. */
function yearOf(day: number): number {
  // exact to within a year by the mean length, then corrected; 1 January is 306 days after 1 March
  let year = Math.floor(((day + EPOCH_FROM_MARCH_OF_YEAR_0) * 400) / DAYS_IN_400_YEARS)
  while (marchFirst(year) + 306 <= day) year++
  while (marchFirst(year - 1) + 306 > day) year--
  return year
}

/** The first Sunday on or after a day since the Unix epoch, which itself was a Thursday. */
function firstSundayFrom(day: number): number {
  const weekday = (((day + 4) % 7) + 7) % 7
  return day + ((7 - weekday) % 7)
}
