/** Reads the timestamps that CSV files carry as microseconds, by integer arithmetic alone. */

import {
  MICROS_PER_DAY,
  MICROS_PER_HOUR,
  MICROS_PER_MILLISECOND,
  MICROS_PER_MINUTE,
  MICROS_PER_SECOND,
  micros,
  type Micros,
} from '@tapedeck/protocol'

/** Date, and optionally a time of day with a fraction, and an offset; without one it is UTC. */
const CALENDAR_TIME =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,12}))?)?)?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i
/** Seconds, milliseconds, microseconds or nanoseconds since the epoch; seconds and milliseconds may have a fraction. */
const EPOCH_TIME = /^(\d{1,19})(?:\.(\d{1,12}))?$/

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

/**
 * Microseconds of an ISO 8601 time, or of an integer whose magnitude tells its unit: below 10^11 seconds (to the year 5138),
 * below 10^14 milliseconds, below 10^17 microseconds, above nanoseconds. Digits finer than a microsecond are cut off.
 * Undefined when the text is neither.
 */
export function parseTimestamp(text: string): Micros | undefined {
  return parseCalendarTime(text) ?? parseEpochTime(text)
}

function parseCalendarTime(text: string): Micros | undefined {
  const match = CALENDAR_TIME.exec(text)
  if (match === null) return undefined
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', offset = 'Z'] = match
  const days = daysSinceEpoch(Number(year), Number(month), Number(day))
  if (days === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const time =
    Number(hour) * MICROS_PER_HOUR +
    Number(minute) * MICROS_PER_MINUTE +
    Number(second) * MICROS_PER_SECOND +
    fractionMicros(fraction, 6)
  const shift = parseOffset(offset)
  return shift === undefined ? undefined : micros(days * MICROS_PER_DAY + time - shift)
}

/** How far local time is ahead of UTC, in microseconds. */
function parseOffset(offset: string): number | undefined {
  if (!/^[+-]/.test(offset)) return 0
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0')
  const hours = Number(digits.slice(0, 2))
  const minutes = Number(digits.slice(2))
  if (hours > 23 || minutes > 59) return undefined
  const shift = hours * MICROS_PER_HOUR + minutes * MICROS_PER_MINUTE
  return offset.startsWith('-') ? -shift : shift
}

/** Days from 1970-01-01 in the Gregorian calendar; undefined when there is no such day. */
function daysSinceEpoch(year: number, month: number, day: number): number | undefined {
  const length = month === 2 && isLeap(year) ? 29 : MONTH_DAYS[month - 1]
  if (length === undefined || day < 1 || day > length) return undefined
  let days = day - 1
  for (let before = 1; before < month; before++)
    days += before === 2 && isLeap(year) ? 29 : (MONTH_DAYS[before - 1] ?? 0)
  const past = year - 1
  const leapDays = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400)
  // 719162 days lie between 0001-01-01 and 1970-01-01
  return past * 365 + leapDays + days - 719_162
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

function parseEpochTime(text: string): Micros | undefined {
  const match = EPOCH_TIME.exec(text)
  if (match === null) return undefined
  const [, digits = '', fraction = ''] = match
  const whole = digits.replace(/^0+(?=\d)/, '')
  if (whole.length <= 11) return micros(Number(whole) * MICROS_PER_SECOND + fractionMicros(fraction, 6))
  if (whole.length <= 14) return micros(Number(whole) * MICROS_PER_MILLISECOND + fractionMicros(fraction, 3))
  const inMicros = whole.length <= 17 ? Number(whole) : Number(whole.slice(0, -3))
  return Number.isSafeInteger(inMicros) ? micros(inMicros) : undefined
}

/** The first digits of a fraction as an integer of as many digits. */
function fractionMicros(fraction: string, digits: number): number {
  return Number(fraction.slice(0, digits).padEnd(digits, '0'))
}
