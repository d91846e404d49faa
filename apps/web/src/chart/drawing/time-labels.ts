/** Labels of the chart's time axis and crosshair, in the zone that was chosen. The chart counts seconds. */

import {
  INTERVAL_MICROS,
  MICROS_PER_DAY,
  MICROS_PER_HOUR,
  MICROS_PER_MINUTE,
  MICROS_PER_SECOND,
  type InstrumentInfo,
  type Interval,
} from '@tapedeck/protocol'
import { formatDate, formatDay, formatMinute, formatMonth, formatTime, formatYear } from '../../format/time.ts'
import type { TimeZoneChoice } from '../settings.ts'

/** What a tick mark of the axis marks the beginning of, in UTC. */
export type MarkKind = 'year' | 'month' | 'day' | 'minute' | 'second'

/** Moves a time so that its text in UTC is what the clocks of a zone show. */
export type ZoneShift = (micros: number) => number

/** The name of the zone that a choice means for an instrument. */
export function zoneNameOf(choice: TimeZoneChoice, { dayStart }: InstrumentInfo): string {
  if (choice === 'exchange') return dayStart.timeZone
  return choice === 'UTC' ? 'UTC' : new Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** The shift into a zone, by the machine's table of zones. */
export function zoneShift(timeZone: string): ZoneShift {
  if (timeZone === 'UTC') return (micros) => micros
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    ...({ year: 'numeric', month: 'numeric', day: 'numeric' } as const),
    ...({ hour: 'numeric', minute: 'numeric', second: 'numeric' } as const),
  })
  return (micros) => {
    const ms = Math.floor(micros / 1000)
    const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
    const shown = Date.UTC(year, month - 1, day, hour, minute, second)
    return micros + (shown - Math.floor(ms / 1000) * 1000) * 1000
  }
}

/**
 * The label of a mark. The axis chooses its marks by the days of UTC; where the zone's day has not begun with them, the mark tells the
 * time, and the zone's own midnight tells the date. A market that opens later in the day has no bar at midnight: its first one tells it.
 */
export function markLabel(seconds: number, kind: MarkKind, interval: Interval, shift: ZoneShift): string {
  const time = seconds * MICROS_PER_SECOND
  const micros = shift(time)
  const sinceMidnight = micros % MICROS_PER_DAY
  if (kind !== 'second' && interval !== '1d') {
    // the first bar of a day of UTC is the first of the zone's as well, where that began no earlier
    const isFirst = sinceMidnight === 0 || (kind !== 'minute' && sinceMidnight <= time % MICROS_PER_DAY)
    if (!isFirst) return formatMinute(micros)
    if (kind === 'minute') return formatDay(micros)
  }
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
export function crosshairLabel(seconds: number, interval: Interval, shift: ZoneShift): string {
  const micros = shift(seconds * MICROS_PER_SECOND)
  const length = INTERVAL_MICROS[interval]
  if (length < MICROS_PER_MINUTE) return formatTime(micros)
  return length < MICROS_PER_HOUR * 4
    ? `${formatDay(micros)} ${formatMinute(micros)}`
    : `${formatDate(micros)} ${formatMinute(micros)}`
}
