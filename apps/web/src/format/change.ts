/** Text and direction of a change of price. */

import { formatDecimal } from '@tapedeck/protocol'
import { groupDigits, MINUS, percentSign, UNKNOWN } from './decimal.ts'

/** Where something moved. `none` is also what is not known. */
export type Direction = 'up' | 'down' | 'none'

const PERCENT_PRECISION = 2

/** A change in price with its sign: `+412.10`. */
export function formatChange(change: number | null, pricePrecision: number): string {
  if (change === null) return UNKNOWN
  return `${signOf(change)}${groupDigits(formatDecimal(Math.abs(change), pricePrecision))}`
}

/** A change in percent with its sign: `+0.65%`. */
export function formatPercent(percent: number | null): string {
  if (percent === null) return UNKNOWN
  const size = formatDecimal(Math.abs(percent), PERCENT_PRECISION)
  // a change too small for the digits keeps its sign
  return `${signOf(percent)}${groupDigits(size)}${percentSign()}`
}

/** A percentage beside an axis, where what is above zero needs no sign: `0.65%`. */
export function formatPercentMark(percent: number): string {
  return `${groupDigits(percent.toFixed(PERCENT_PRECISION))}${percentSign()}`
}

/** The direction of a change. */
export function directionOf(change: number | null): Direction {
  if (change === null || change === 0) return 'none'
  return change > 0 ? 'up' : 'down'
}

function signOf(change: number): string {
  if (change === 0) return ''
  return change > 0 ? '+' : MINUS
}
