/** Points in time as people write them: `2026-03-08T06:59:00Z`. */

import {
  micros,
  MICROS_PER_DAY,
  MICROS_PER_HOUR,
  MICROS_PER_MINUTE,
  MICROS_PER_SECOND,
  type Micros,
} from '@tapedeck/protocol'
import { dateOf } from '../calendar/holidays.ts'

const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?Z$/
/** The instant that a UTC date and time mean, from 1970 on; undefined where the text is not one. */
export function parseInstant(text: string): Micros | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] =
    INSTANT.exec(text)
      ?.slice(1)
      .map((digits: string | undefined) => Number(digits ?? 0)) ?? []
  if (year < 1970 || month < 1 || month > 12) return undefined
  const date = dateOf(year, month, day)
  const nextMonth = month === 12 ? dateOf(year + 1, 1, 1) : dateOf(year, month + 1, 1)
  if (day < 1 || date >= nextMonth) return undefined
  const time = hour * MICROS_PER_HOUR + minute * MICROS_PER_MINUTE + second * MICROS_PER_SECOND
  return micros(date * MICROS_PER_DAY + time)
}
