/** Text of tape times, ages and countdowns. Times are Unix microseconds and always shown in UTC. */

import { MICROS_PER_DAY, MICROS_PER_HOUR, MICROS_PER_MINUTE, MICROS_PER_SECOND } from '@tapedeck/protocol'
import { m } from '../paraglide/messages.js'
import { getLocale } from '../paraglide/runtime.js'
import { UNKNOWN } from './decimal.ts'

/** `2026-01-05T14:30:00.250Z` of a tape time. */
function isoOf(micros: number): string {
  return new Date(Math.floor(micros / 1000)).toISOString()
}

/** `14:30:00` */
export function formatTime(micros: number): string {
  return isoOf(micros).slice(11, 19)
}

/** `14:30` */
export function formatMinute(micros: number): string {
  return isoOf(micros).slice(11, 16)
}

/** `14:30:00.250` */
export function formatTimeMs(micros: number): string {
  return isoOf(micros).slice(11, 23)
}

/** `5 Jan 2026`, `5. Jan. 2026` */
export function formatDate(micros: number): string {
  return dateFormat('date').format(micros / 1000)
}

/** `5 Jan 2026 14:30:00` */
export function formatMoment(micros: number): string {
  return `${formatDate(micros)} ${formatTime(micros)}`
}

/** `5 Jan` */
export function formatDay(micros: number): string {
  return dateFormat('day').format(micros / 1000)
}

/** `Jan` */
export function formatMonth(micros: number): string {
  return dateFormat('month').format(micros / 1000)
}

const DATES = {
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  day: { day: 'numeric', month: 'short' },
  month: { month: 'short' },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>

const formats = new Map<keyof typeof DATES, Intl.DateTimeFormat>()

/** Made once each: the language is settled before the first is needed. */
function dateFormat(kind: keyof typeof DATES): Intl.DateTimeFormat {
  const made = formats.get(kind)
  if (made !== undefined) return made
  const language = getLocale()
  // the day before the month, as in all other languages
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { ...DATES[kind], timeZone: 'UTC' })
  formats.set(kind, format)
  return format
}

/** `2026` */
export function formatYear(micros: number): string {
  return isoOf(micros).slice(0, 4)
}

/** How long ago, in the largest whole unit: `3 s`, `2 m`, `4 h`, `5 d`. Never negative. */
export function formatAge(micros: number | null): string {
  if (micros === null) return UNKNOWN
  const age = Math.max(0, micros)
  if (age < MICROS_PER_MINUTE) return `${Math.floor(age / MICROS_PER_SECOND)} ${m.app_unit_second()}`
  if (age < MICROS_PER_HOUR) return `${Math.floor(age / MICROS_PER_MINUTE)} ${m.app_unit_minute()}`
  if (age < MICROS_PER_DAY) return `${Math.floor(age / MICROS_PER_HOUR)} ${m.app_unit_hour()}`
  return `${Math.floor(age / MICROS_PER_DAY)} ${m.app_unit_day()}`
}

/** What is left until an instant, in started seconds: `00:33`, `3:59:07`. */
export function formatCountdown(micros: number): string {
  const seconds = Math.max(0, Math.ceil(micros / MICROS_PER_SECOND))
  const two = (n: number): string => String(n).padStart(2, '0')
  const minutes = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return seconds < 3600 ? minutes : `${Math.floor(seconds / 3600)}:${minutes}`
}

/** How long something lasts, in its two largest units: `42 s`, `3 m 05 s`, `1 h 02 m`, `2 d 04 h`. */
export function formatDuration(micros: number): string {
  const seconds = Math.max(0, Math.round(micros / MICROS_PER_SECOND))
  const two = (n: number): string => String(n).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  const [s, min, h, d] = [m.app_unit_second(), m.app_unit_minute(), m.app_unit_hour(), m.app_unit_day()]
  if (minutes === 0) return `${seconds} ${s}`
  if (hours === 0) return `${minutes} ${min} ${two(seconds % 60)} ${s}`
  return hours < 24
    ? `${hours} ${h} ${two(minutes % 60)} ${min}`
    : `${Math.floor(hours / 24)} ${d} ${two(hours % 24)} ${h}`
}
