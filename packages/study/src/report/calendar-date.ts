/** Dates as people write them, of days since the Unix epoch. */

import { marchFirst, MICROS_PER_DAY, yearOf, type Micros } from '@tapedeck/protocol'

const MONTHS = [
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
  'January',
  'February',
] as const

/** `5 January 2026`, in UTC. */
export function dateText(time: Micros): string {
  const day = Math.floor(time / MICROS_PER_DAY)
  const year = yearOf(day)
  // years that begin in March have their leap day at the end
  const since = day - marchFirst(day < marchFirst(year) ? year - 1 : year)
  // 153 days in every five months from March on (Zeller 1882)
  const month = Math.floor((5 * since + 2) / 153)
  const ofMonth = since - Math.floor((153 * month + 2) / 5) + 1
  return `${ofMonth} ${MONTHS[month] ?? ''} ${year}`
}
