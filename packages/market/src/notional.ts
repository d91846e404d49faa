/** An exact running sum of price times size, in two limbs of base 10^15, without BigInt on the way. */

import { exactProduct, SCALED_LIMIT, TapedeckError, type Notional } from '@tapedeck/protocol'

/** Base of the two limbs; both factors of every product stay below it. */
const BASE = 1e15

/** `high * 10^15 + low` with 0 <= low < 10^15: the sign of the sum is that of `high`. */
export class NotionalSum {
  #high = 0
  #low = 0

  get high(): number {
    return this.#high
  }

  get low(): number {
    return this.#low
  }

  /**
   * Adds `price * size`, or takes it back with `sign` -1. |price| and |size| are below 10^15. Throws
   * `SCALED_OUT_OF_RANGE`, naming the `symbol`, and changes nothing.
   */
  add(price: number, size: number, sign: 1 | -1, symbol: string): void {
    const product = price * size * sign
    if (product < Number.MAX_SAFE_INTEGER && product > -Number.MAX_SAFE_INTEGER) {
      // rounding is monotonic: a product that came out in the exact range was not rounded
      this.addLimbs(0, product, symbol)
      return
    }
    const { high, low } = exactProduct(price, size * sign)
    this.addLimbs(high, low, symbol)
  }

  /** Adds `high * 10^15 + low`, where |high| is below 10^15 and |low| below 2^53. Throws `SCALED_OUT_OF_RANGE` and changes nothing. */
  addLimbs(high: number, low: number, symbol: string): void {
    const rest = low % BASE
    let newLow = this.#low + rest
    let newHigh = this.#high + high + (low - rest) / BASE
    if (newLow < 0) {
      newLow += BASE
      newHigh -= 1
    } else if (newLow >= BASE) {
      newLow -= BASE
      newHigh += 1
    }
    if (newHigh >= SCALED_LIMIT || newHigh < -SCALED_LIMIT) {
      throw new TapedeckError(
        'SCALED_OUT_OF_RANGE',
        `${symbol}: the notional of its day passes 10^30 units: lower its pricePrecision or sizePrecision under a new id`,
        { symbol },
      )
    }
    this.#high = newHigh
    this.#low = newLow
  }

  clear(): void {
    this.#high = 0
    this.#low = 0
  }

  /** The sum as data. */
  toNotional(): Notional {
    return { high: this.#high, low: this.#low }
  }
}
