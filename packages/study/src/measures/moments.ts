/** Moments and quantiles of a series. Of an empty series every one is not a number. */

/** Numbers in order. */
export type Series = ArrayLike<number>

export function mean(xs: Series): number {
  let sum = 0
  for (let i = 0; i < xs.length; i++) sum += xs[i] as number
  return sum / xs.length
}

/** Mean of the deviations from the mean, each to the power `order`. */
function centralMoment(xs: Series, order: 2 | 3 | 4): number {
  const centre = mean(xs)
  let sum = 0
  for (let i = 0; i < xs.length; i++) {
    const deviation = (xs[i] as number) - centre
    const square = deviation * deviation
    sum += order === 2 ? square : order === 3 ? square * deviation : square * square
  }
  return sum / xs.length
}

/** The variance of the series itself: its sum of squares over its length. */
export function variance(xs: Series): number {
  return centralMoment(xs, 2)
}

export function deviation(xs: Series): number {
  return Math.sqrt(variance(xs))
}

/** m3 / m2^(3/2): below 0 where falls are larger than rises. */
export function skewness(xs: Series): number {
  const second = centralMoment(xs, 2)
  return centralMoment(xs, 3) / (second * Math.sqrt(second))
}

/** m4 / m2^2, which is 3 for a normal distribution (not the excess over 3). */
export function kurtosis(xs: Series): number {
  const second = centralMoment(xs, 2)
  return centralMoment(xs, 4) / (second * second)
}

/** The value below which a share of the series lies, between its neighbours by their distance. */
export function quantile(xs: Series, share: number): number {
  const sorted = Float64Array.from(xs).sort()
  const place = share * (sorted.length - 1)
  const below = sorted[Math.floor(place)] ?? NaN
  const above = sorted[Math.ceil(place)] ?? NaN
  return below + (above - below) * (place - Math.floor(place))
}

export function median(xs: Series): number {
  return quantile(xs, 0.5)
}

/** Each number's distance from 0. */
export function magnitudes(xs: Series): Float64Array {
  return Float64Array.from(xs, Math.abs)
}
