/** Text of prices and sizes, with exactly the digits that the venue's integers have. */

import { formatDecimal } from '@tapedeck/protocol'
import { groupDigits, UNKNOWN } from './decimal.ts'

/** A price at its instrument's precision: `64,218.50`; a dash where there is none. */
export function formatPrice(price: number | null, pricePrecision: number): string {
  return price === null ? UNKNOWN : groupDigits(formatDecimal(price, pricePrecision))
}

/** A size or volume at its instrument's precision. */
export function formatSize(size: number | null, sizePrecision: number): string {
  return size === null ? UNKNOWN : groupDigits(formatDecimal(size, sizePrecision))
}

/** How many leading characters two texts share; none where their lengths differ, since digits have then moved. */
export function sharedPrefix(before: string, after: string): number {
  if (before.length !== after.length) return 0
  let length = 0
  while (length < after.length && before[length] === after[length]) length++
  return length
}
