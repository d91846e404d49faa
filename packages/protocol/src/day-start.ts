/** When an instrument's day begins: the instants of its `dayStart`, in whole microseconds, by committed rules of daylight saving. */

import type { DayStart } from './instrument.ts'
import { instantOf } from './time-zone.ts'
import { MICROS_PER_DAY, micros, type Micros } from './units.ts'

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
  // where clocks are ahead of UTC a day begins on the UTC date before
  let day = Math.floor(t / MICROS_PER_DAY) + 1
  while (beginningOf(day, dayStart) > t) day--
  return day
}

/** The instant at which the clocks of the zone show the day's start on a date, given in days since the Unix epoch. */
function beginningOf(day: number, { time, timeZone }: DayStart): number {
  return instantOf(day, Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5)), timeZone)
}
