/** The normal distribution, to hold a market against. */

/** Density at so many standard deviations. */
export function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
}

/**
 * P(|Z| > z) for z above 0, by the continued fraction of Laplace for large z and the series of the distribution for small (Abramowitz &
 * Stegun 1964, 26.2.11 and 26.2.14).
 */
export function normalTail(z: number): number {
  if (z > 3) {
    let fraction = z
    for (let k = 40; k >= 1; k--) fraction = z + k / fraction
    return (2 * normalDensity(z)) / fraction
  }
  let term = z
  let sum = z
  for (let k = 1; k < 60; k++) {
    term *= (z * z) / (2 * k + 1)
    sum += term
  }
  return 1 - 2 * normalDensity(z) * sum
}
