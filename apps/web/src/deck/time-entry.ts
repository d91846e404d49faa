/** A tape time that somebody writes: `14:30`, `14:30:05.250`, `2026-01-05 14:30`; UTC, as all times on the page. */

import { MICROS_PER_DAY } from '@tapedeck/protocol'

const FORM = /^(?:(\d{4}-\d\d-\d\d)[T ]+)?(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,6}))?)?Z?$/

/** Unix microseconds; undefined where it is no time. Without a date it is on the day of `near`. */
export function parseTimeEntry(text: string, near: number): number | undefined {
  const parts = FORM.exec(text.trim())
  if (parts === null) return undefined
  const [, date, hours = '', minutes = '', seconds = '0', fraction = ''] = parts
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined
  const day = date === undefined ? near - (near % MICROS_PER_DAY) : Date.parse(`${date}T00:00:00Z`) * 1_000
  if (Number.isNaN(day)) return undefined
  const wholeSeconds = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)
  return day + wholeSeconds * 1_000_000 + Number(fraction.padEnd(6, '0'))
}
