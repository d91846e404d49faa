/** How much a series remembers of itself. */

import { mean, variance, type Series } from './moments.ts'

/** The sample autocorrelation at one lag, with the mean and variance of the whole series (Box & Jenkins). */
export function autocorrelation(xs: Series, lag: number): number {
  const [one = NaN] = autocorrelations(xs, [lag])
  return one
}

/** Sample autocorrelations at several lags. */
export function autocorrelations(xs: Series, lags: readonly number[]): readonly number[] {
  const centre = mean(xs)
  const spread = variance(xs) * xs.length
  return lags.map((lag) => {
    let sum = 0
    for (let i = lag; i < xs.length; i++) sum += ((xs[i] as number) - centre) * ((xs[i - lag] as number) - centre)
    return sum / spread
  })
}

/**
 * The portmanteau statistic n(n+2) sum(rho_k^2 / (n-k)) over lags 1 to `lags`; of a series without memory it is distributed as
 * chi-squared with as many degrees of freedom (Ljung & Box 1978, Biometrika 65:297).
 */
export function ljungBox(xs: Series, lags: number): number {
  const n = xs.length
  return autocorrelations(xs, lagsUpTo(lags)).reduce((sum, rho, i) => sum + (n * (n + 2) * rho * rho) / (n - i - 1), 0)
}

/** 1, 2, ... up to a lag. */
export function lagsUpTo(last: number): readonly number[] {
  return Array.from({ length: last }, (_, i) => i + 1)
}

/** Whole lags from one to another, evenly apart on a logarithmic scale, none twice. */
export function logSpacedLags(first: number, last: number, count: number): readonly number[] {
  const step = Math.log(last / first) / (count - 1)
  const lags = Array.from({ length: count }, (_, i) => Math.round(first * Math.exp(step * i)))
  return lags.filter((lag, i) => lag !== lags[i - 1])
}
