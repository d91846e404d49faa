/** Reads spans of time as people write them: `250ms`, `2.5s`, `1m`, `4h`, `1d`. */

import { TapedeckError } from './errors.ts'
import {
  MICROS_PER_DAY,
  MICROS_PER_HOUR,
  MICROS_PER_MILLISECOND,
  MICROS_PER_MINUTE,
  MICROS_PER_SECOND,
} from './units.ts'

const UNITS: Readonly<Record<string, number>> = {
  us: 1,
  ms: MICROS_PER_MILLISECOND,
  s: MICROS_PER_SECOND,
  m: MICROS_PER_MINUTE,
  h: MICROS_PER_HOUR,
  d: MICROS_PER_DAY,
}

const SPAN = /^(\d+(?:\.\d+)?)(us|ms|s|m|h|d)$/

/** A span in whole microseconds, 0 or more. Throws `BAD_OPTION`. */
export function parseSpan(text: string): number {
  const match = SPAN.exec(text)
  const unit = UNITS[match?.[2] ?? ''] ?? Number.NaN
  const microseconds = Math.round(Number(match?.[1]) * unit)
  if (!(microseconds <= Number.MAX_SAFE_INTEGER)) {
    throw new TapedeckError(
      'BAD_OPTION',
      `${JSON.stringify(text)} is not a span of time such as 250ms, 2.5s, 1m, 4h or 1d`,
      { span: text },
    )
  }
  return microseconds
}
