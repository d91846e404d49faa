/** What all pictures of a report are drawn from. */

import { powerOfTen } from '@tapedeck/protocol'
import type { SimulationParameters } from '@tapedeck/simulator'
import type { Measured, Sample } from '../acceptance/sample.ts'
import type { Observation } from '../observation/observe.ts'

export interface Study {
  readonly observation: Observation
  readonly sample: Sample
  readonly measured: Measured
  readonly parameters: SimulationParameters
}

/** A scaled price or size as people write it. */
export function inDecimals(scaled: number, precision: number): number {
  return scaled / powerOfTen(precision)
}

/** Mean of what falls into each half hour of the UTC day, with its middle in hours; not a number where nothing does. */
export interface DayPoint {
  readonly hour: number
  readonly value: number
}

/** Means by time of day of a series at even distances from the start; what is not a number counts for nothing. */
export function meansByTimeOfDay(
  values: Float64Array,
  { startSeconds, stepSeconds, bins }: { startSeconds: number; stepSeconds: number; bins: number },
): readonly DayPoint[] {
  const sums = new Float64Array(bins)
  const counts = new Float64Array(bins)
  const width = DAY_SECONDS / bins
  values.forEach((value, i) => {
    if (Number.isNaN(value)) return
    const bin = Math.floor(((startSeconds + (i + 0.5) * stepSeconds) % DAY_SECONDS) / width)
    sums[bin] = (sums[bin] as number) + value
    counts[bin] = (counts[bin] as number) + 1
  })
  return Array.from(sums, (sum, bin) => ({
    hour: ((bin + 0.5) * width) / 3_600,
    value: sum / (counts[bin] as number),
  }))
}

export const DAY_SECONDS = 86_400
