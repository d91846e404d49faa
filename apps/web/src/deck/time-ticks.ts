/** Round times to write along a line. */

import { MICROS_PER_DAY, MICROS_PER_HOUR, MICROS_PER_MINUTE, MICROS_PER_SECOND } from '@tapedeck/protocol'
import type { SeekSpan } from './seek-span.ts'

const STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * MICROS_PER_SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MICROS_PER_MINUTE),
  ...[1, 2, 4, 8, 12].map((hours) => hours * MICROS_PER_HOUR),
  ...[1, 2, 7, 14, 28].map((days) => days * MICROS_PER_DAY),
]

export interface TimeTicks {
  readonly times: readonly number[]
  /** Between two of them, in microseconds. */
  readonly step: number
}

/** At most `most` whole multiples of the finest step that gives so few. */
export function timeTicks({ from, to }: SeekSpan, most: number): TimeTicks {
  const step = STEPS.find((each) => (to - from) / each <= most) ?? Infinity
  const times: number[] = []
  if (to > from && step !== Infinity) {
    for (let time = Math.ceil(from / step) * step; time <= to; time += step) times.push(time)
  }
  return { times: times.slice(0, most), step }
}
