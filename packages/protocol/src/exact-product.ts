/** Price times size without rounding, in two limbs of base 10^15, without BigInt on the way. */

import type { Notional } from './derived.ts'

/** A product is cut from two numbers of three digits each, in base 10^5: sums of three such products are exact. */
const DIGIT = 1e5
const BASE = 1e15

/** `high * 10^15 + low` of two integers below 10^15 in magnitude; 0 <= low < 10^15, the sign is that of `high`. */
export function exactProduct(price: number, size: number): Notional {
  const product = price * size
  if (product <= Number.MAX_SAFE_INTEGER && product >= -Number.MAX_SAFE_INTEGER) {
    // rounding is monotonic: a product that came out in the exact range was not rounded
    const high = Math.floor(product / BASE)
    return { high, low: product - high * BASE }
  }
  const p = Math.abs(price)
  const s = Math.abs(size)
  const p0 = p % DIGIT
  const p1 = Math.floor(p / DIGIT) % DIGIT
  const p2 = Math.floor(p / (DIGIT * DIGIT))
  const s0 = s % DIGIT
  const s1 = Math.floor(s / DIGIT) % DIGIT
  const s2 = Math.floor(s / (DIGIT * DIGIT))
  const square = p0 * s2 + p1 * s1 + p2 * s0
  const lowest = p0 * s0 + (p0 * s1 + p1 * s0) * DIGIT + (square % DIGIT) * (DIGIT * DIGIT)
  const carry = Math.floor(lowest / BASE)
  const low = lowest - carry * BASE
  const high = Math.floor(square / DIGIT) + (p1 * s2 + p2 * s1) + p2 * s2 * DIGIT + carry
  if (product > 0) return { high, low }
  return low === 0 ? { high: -high, low: 0 } : { high: -high - 1, low: BASE - low }
}
