/** Tape time as people read it. */

import {
  marchFirst,
  MICROS_PER_DAY,
  MICROS_PER_HOUR,
  MICROS_PER_MINUTE,
  MICROS_PER_SECOND,
  yearOf,
} from '@tapedeck/protocol'

/** Tape time as ISO 8601 with microseconds, UTC. */
export function timeText(time: number): string {
  const date = Math.floor(time / MICROS_PER_DAY)
  const inDay = time - date * MICROS_PER_DAY
  const year = yearOf(date)
  // years that begin in March have their leap day last, and months whose lengths follow one line
  const sinceMarch = date - marchFirst(date < marchFirst(year) ? year - 1 : year)
  const marchMonth = Math.floor((5 * sinceMarch + 2) / 153)
  const day = sinceMarch - Math.floor((153 * marchMonth + 2) / 5) + 1
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  const digits = (n: number, length: number): string => String(Math.floor(n)).padStart(length, '0')
  return (
    `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}T${digits(inDay / MICROS_PER_HOUR, 2)}` +
    `:${digits((inDay / MICROS_PER_MINUTE) % 60, 2)}:${digits((inDay / MICROS_PER_SECOND) % 60, 2)}` +
    `.${digits(inDay % MICROS_PER_SECOND, 6)}Z`
  )
}
