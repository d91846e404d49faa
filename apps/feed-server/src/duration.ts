/** Spans of time as callers give them: a number of milliseconds, or text such as `2.5s`. */

import { MICROS_PER_MILLISECOND, parseSpan, TapedeckError } from '@tapedeck/protocol'

/** A span in whole microseconds. Throws `BAD_OPTION`. */
export function parseDuration(span: number | string): number {
  if (typeof span === 'string') return parseSpan(span)
  const microseconds = Math.round(span * MICROS_PER_MILLISECOND)
  if (!(microseconds >= 0 && microseconds <= Number.MAX_SAFE_INTEGER)) {
    throw new TapedeckError('BAD_OPTION', `${span} is not a span of time in milliseconds: it must be 0 or more`, {
      span,
    })
  }
  return microseconds
}
