/** How one series goes with another. */

import { mean, type Series } from './moments.ts'

/** Pearson's correlation of two series; the longer one's end is left out. */
export function correlation(xs: Series, ys: Series): number {
  const { xx, xy, yy } = products(xs, ys)
  return xy / Math.sqrt(xx * yy)
}

export interface Line {
  readonly slope: number
  readonly intercept: number
  /** The share of the variance that the line explains. */
  readonly rSquared: number
}

/** The line of least squares through points. */
export function leastSquares(xs: Series, ys: Series): Line {
  const { xx, xy, yy, meanX, meanY } = products(xs, ys)
  const slope = xy / xx
  return { slope, intercept: meanY - slope * meanX, rSquared: (xy * xy) / (xx * yy) }
}

/** The line of least squares through logarithms; points that have none are left out. */
export function logLogLine(xs: Series, ys: Series): Line {
  const logX: number[] = []
  const logY: number[] = []
  for (let i = 0; i < Math.min(xs.length, ys.length); i++) {
    const x = xs[i] as number
    const y = ys[i] as number
    if (!(x > 0 && y > 0)) continue
    logX.push(Math.log(x))
    logY.push(Math.log(y))
  }
  return leastSquares(logX, logY)
}

/**
 * Leverage: how a return goes with the square of the next one, corr(r_t, r_{t+1}^2). Below 0 where falls make markets nervous
 * (Black 1976; Bouchaud, Matacz & Potters 2001).
 */
export function leverage(returns: Series): number {
  const next = Float64Array.from({ length: Math.max(0, returns.length - 1) }, (_, i) => (returns[i + 1] as number) ** 2)
  return correlation(returns, next)
}

/** The root of the mean squared distance of two curves. */
export function rootMeanSquareError(xs: Series, ys: Series): number {
  return Math.sqrt(mean(Float64Array.from(xs, (x, i) => (x - (ys[i] as number)) ** 2)))
}

/** Sums of squares and products around the means, over the points that both have. */
function products(xs: Series, ys: Series) {
  const length = Math.min(xs.length, ys.length)
  let meanX = 0
  let meanY = 0
  for (let i = 0; i < length; i++) {
    meanX += (xs[i] as number) / length
    meanY += (ys[i] as number) / length
  }
  let xx = 0
  let xy = 0
  let yy = 0
  for (let i = 0; i < length; i++) {
    const x = (xs[i] as number) - meanX
    const y = (ys[i] as number) - meanY
    xx += x * x
    xy += x * y
    yy += y * y
  }
  return { xx, xy, yy, meanX, meanY }
}
