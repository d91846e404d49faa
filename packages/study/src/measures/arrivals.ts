/** How trades come: the waits between them, their counts, and how many bring about others. */

import { deviation, mean, variance, type Series } from './moments.ts'

/** Differences of neighbours, but for those that come before one of the `firsts`: places, in order, at which a stretch begins. */
export function differences(xs: Series, firsts: readonly number[] = []): Float64Array {
  const found = new Float64Array(Math.max(0, xs.length - 1))
  let count = 0
  let next = 0
  for (let i = 1; i < xs.length; i++) {
    while ((firsts[next] ?? Infinity) < i) next++
    if (firsts[next] !== i) found[count++] = (xs[i] as number) - (xs[i - 1] as number)
  }
  return found.subarray(0, count)
}

/** Standard deviation over mean: 1 for the waits of a Poisson process, more where events cluster. */
export function coefficientOfVariation(xs: Series): number {
  return deviation(xs) / mean(xs)
}

/** How many times fall into each interval of a width from 0 on; what lies beyond the last whole interval is left out. */
export function countsPerInterval(times: Series, width: number, length: number): Float64Array {
  return sumsPerInterval(times, undefined, width, length)
}

/** The sum of weights in each interval of a width from 0 on, where each time weighs 1 if nothing is said. */
export function sumsPerInterval(
  times: Series,
  weights: Series | undefined,
  width: number,
  length: number,
): Float64Array {
  const sums = new Float64Array(Math.floor(length / width))
  for (let i = 0; i < times.length; i++) {
    const interval = Math.floor((times[i] as number) / width)
    if (interval < sums.length) sums[interval] = (sums[interval] as number) + (weights?.[i] ?? 1)
  }
  return sums
}

/**
 * The share of events that others bring about, n = 1 - sqrt(mean / variance) of counts in intervals much longer than the
 * memory (Hardiman & Bouchaud 2014, Phys. Rev. E 90:062807). Regimes that change make it too high (Filimonov & Sornette 2013).
 */
export function branchingRatio(counts: Series): number {
  return 1 - Math.sqrt(mean(counts) / variance(counts))
}

/** The share of all that falls into the first and last `edge` intervals of each day, by the sums of a day's intervals. */
export function edgeShare(profile: Series, edge: number): number {
  let total = 0
  let edges = 0
  for (let i = 0; i < profile.length; i++) {
    const x = profile[i] as number
    total += x
    if (i < edge || i >= profile.length - edge) edges += x
  }
  return edges / total
}

/** Sums over days of what falls into each interval of the day. */
export function dayProfile(sums: Series, intervalsPerDay: number): Float64Array {
  const profile = new Float64Array(intervalsPerDay)
  for (let i = 0; i < sums.length; i++) {
    const place = i % intervalsPerDay
    profile[place] = (profile[place] as number) + (sums[i] as number)
  }
  return profile
}
