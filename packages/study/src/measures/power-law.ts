/** Power laws: in the tails of a distribution, and in the decay of a memory. */

import { autocorrelations } from './autocorrelation.ts'
import { magnitudes, type Series } from './moments.ts'
import { logLogLine } from './relation.ts'

/**
 * The tail index of a distribution, P(|x| > u) ~ u^-alpha, by Hill's estimator over the largest `share` of magnitudes: the
 * reciprocal of their mean logarithm over the largest one that is left out (Hill 1975, Ann. Stat. 3:1163).
 */
export function hillIndex(xs: Series, share: number): number {
  const sorted = magnitudes(xs).sort()
  const count = Math.floor(sorted.length * share)
  const threshold = sorted[sorted.length - count - 1] ?? NaN
  let sum = 0
  for (let i = sorted.length - count; i < sorted.length; i++) sum += Math.log((sorted[i] as number) / threshold)
  return count / sum
}

/** The exponent b of an autocorrelation that falls as lag^-b: a line of least squares through its logarithm at the lags. */
export function decayExponent(xs: Series, lags: readonly number[]): number {
  return -logLogLine(lags, autocorrelations(xs, lags)).slope
}

export interface TailPoint {
  readonly size: number
  /** The share of magnitudes that are larger. */
  readonly share: number
}

/** The complementary distribution of magnitudes at places evenly apart in the logarithm of the rank, most frequent first. */
export function tailPoints(xs: Series, count: number): readonly TailPoint[] {
  const sorted = magnitudes(xs).sort()
  const n = sorted.length
  const points: TailPoint[] = []
  let before = Infinity
  for (let i = 0; i < count; i++) {
    const rank = Math.round(n * Math.exp((-Math.log(n) * i) / (count - 1)))
    const size = sorted[n - rank] ?? NaN
    if (rank === before || !(size > 0)) continue
    before = rank
    points.push({ size, share: rank / n })
  }
  return points
}
