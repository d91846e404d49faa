/** Labels of the chart's time axis and crosshair, in UTC. The chart counts seconds. */

import {
  INTERVAL_MICROS,
  MICROS_PER_HOUR,
  MICROS_PER_MINUTE,
  MICROS_PER_SECOND,
  type Interval,
} from '@tapedeck/protocol'
import { formatDate, formatDay, formatMinute, formatMonth, formatTime, formatYear } from '../format/time.ts'

/** What a tick mark of the axis marks the beginning of. */
export type MarkKind = 'year' | 'month' | 'day' | 'minute' | 'second'

export function markLabel(seconds: number, kind: MarkKind): string {
  const micros = seconds * MICROS_PER_SECOND
  switch (kind) {
    case 'year':
      return formatYear(micros)
    case 'month':
      return formatMonth(micros)
    case 'day':
      return formatDay(micros)
    case 'minute':
      return formatMinute(micros)
    case 'second':
      return formatTime(micros)
  }
}

/** The crosshair's label: as fine as the interval. */
export function crosshairLabel(seconds: number, interval: Interval): string {
  const micros = seconds * MICROS_PER_SECOND
  const length = INTERVAL_MICROS[interval]
  if (length < MICROS_PER_MINUTE) return formatTime(micros)
  return length < MICROS_PER_HOUR * 4
    ? `${formatDay(micros)} ${formatMinute(micros)}`
    : `${formatDate(micros)} ${formatMinute(micros)}`
}
