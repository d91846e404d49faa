/** Statistics that need more days than one seed has. */

import { deviation, kurtosis } from '../measures/moments.ts'
import type { Measured } from './sample.ts'

const pool = (measured: readonly Measured[], of: 'sessions' | 'days'): Float64Array =>
  Float64Array.from(measured.flatMap((one) => [...one[of]]))

interface Pooled {
  readonly meaning: string
  readonly measure: (measured: readonly Measured[]) => number
}

export const POOLED = {
  kurtosisSession: { meaning: 'kurtosis, 6½ h', measure: (measured) => kurtosis(pool(measured, 'sessions')) },
  kurtosisDay: { meaning: 'kurtosis, 1 day', measure: (measured) => kurtosis(pool(measured, 'days')) },
  deviationDay: {
    meaning: 'standard deviation of a day, %',
    measure: (measured) => 100 * deviation(pool(measured, 'days')),
  },
} as const satisfies Readonly<Record<string, Pooled>>
export type PooledName = keyof typeof POOLED
