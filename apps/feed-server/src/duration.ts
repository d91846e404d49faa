/** Reads spans of time as people write them: `250ms`, `2.5s`, `1m`, `4h`. */

import {
  MICROS_PER_HOUR,
  MICROS_PER_MILLISECOND,
  MICROS_PER_MINUTE,
  MICROS_PER_SECOND,
  TapedeckError,
} from '@tapedeck/protocol'

const UNITS: Readonly<Record<string, number>> = {
  us: 1,
  ms: MICROS_PER_MILLISECOND,
  s: MICROS_PER_SECOND,
  m: MICROS_PER_MINUTE,
  h: MICROS_PER_HOUR,
}

/** A span in whole microseconds: a number of milliseconds, or text with a unit. Throws `BAD_OPTION`. */
export function parseDuration(span: number | string): number {
  const match = typeof span === 'string' ? /^(\d+(?:\.\d+)?)(us|ms|s|m|h)$/.exec(span) : null
  const value = typeof span === 'number' ? span : Number(match?.[1] ?? Number.NaN)
  const unit = typeof span === 'number' ? MICROS_PER_MILLISECOND : (UNITS[match?.[2] ?? ''] ?? Number.NaN)
  const microseconds = Math.round(value * unit)
  if (!(microseconds >= 0 && microseconds <= Number.MAX_SAFE_INTEGER)) {
    throw new TapedeckError(
      'BAD_OPTION',
      `${JSON.stringify(span)} is not a span of time such as 250ms, 2.5s, 1m or 4h`,
      { span },
    )
  }
  return microseconds
}
