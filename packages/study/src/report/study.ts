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

export const DAY_SECONDS = 86_400
