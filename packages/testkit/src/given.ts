/** Checks of what a test gives: spans of time, places on a tape, counts. */

import { micros, MICROS_PER_MILLISECOND, parseSpan, TapedeckError, type Micros } from '@tapedeck/protocol'
import { timeText } from './transport-timers.ts'

/** A span, given in milliseconds or as text such as `2.5s`, in whole microseconds. Throws `BAD_OPTION`. */
export function microsOf(span: number | string): number {
  if (typeof span === 'string') return parseSpan(span)
  const microseconds = Math.round(span * MICROS_PER_MILLISECOND)
  if (Number.isSafeInteger(microseconds) && microseconds >= 0) return microseconds
  throw new TapedeckError(
    'BAD_OPTION',
    `${span} is not a span of time in milliseconds: give a number from 0, or text such as 2.5s`,
    { span },
  )
}

/** Throws `BAD_OPTION` for what is no whole number from `least`; `name` is what it counts. */
export function checkCount(name: string, count: number, least: number): void {
  if (Number.isSafeInteger(count) && count >= least) return
  throw new TapedeckError('BAD_OPTION', `${name} is ${count}: it must be a whole number from ${least}`, {
    name,
    value: count,
  })
}

/** Tape time of a place, given as a span after `start` or in Unix microseconds. Throws `BAD_OPTION`, and `BAD_SEEK` for one that is not from `from` to `to`. */
export function timeOf(
  place: string | number,
  start: Micros,
  { from, to }: { readonly from: Micros; readonly to: Micros },
): Micros {
  const time = typeof place === 'string' ? start + parseSpan(place) : place
  if (Number.isSafeInteger(time) && time >= from && time <= to) return micros(time)
  throw new TapedeckError(
    'BAD_SEEK',
    `${typeof place === 'string' ? `${place} after the start` : `${place} µs`} is not on the tape: it goes from ${timeText(from)} (${from}) to ${timeText(to)}`,
    { place, from, to },
  )
}
