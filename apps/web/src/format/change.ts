/** Text and direction of a change of price. */

import { formatDecimal } from '@tapedeck/protocol'
import { signDigits, UNKNOWN } from './decimal.ts'

/** Where something moved. `none` is also what is not known. */
export type Direction = 'up' | 'down' | 'none'

const PERCENT_PRECISION = 2

/** A change in price with its sign: `+412.10`. */
export function formatChange(change: number | null, pricePrecision: number): string {
  return change === null ? UNKNOWN : signDigits(formatDecimal(change, pricePrecision))
}

/** A change in percent with its sign: `+0.65%`. */
export function formatPercent(percent: number | null): string {
  return percent === null ? UNKNOWN : `${signDigits(formatDecimal(percent, PERCENT_PRECISION))}%`
}

/** The direction of a change. */
export function directionOf(change: number | null): Direction {
  if (change === null || change === 0) return 'none'
  return change > 0 ? 'up' : 'down'
}
