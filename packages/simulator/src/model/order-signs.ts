/**
 * Who takes liquidity, buyer or seller: large orders are worked in pieces, so that signs repeat for a long time
 * (Lillo, Mike & Farmer 2005). A pool of four such orders, of Pareto length, takes turns at random.
 */

import { dpow } from '../arithmetic/elementary.ts'
import type { RandomStream } from '../arithmetic/random-stream.ts'

/** Orders in the pool. A power of two, so that two bits of a draw pick one. */
export const POOL = 4
/** Lengths have the tail index 1.5, which makes the autocorrelation of signs fall as lag^-0.5. */
const LENGTH_INDEX = 1.5
const LONGEST = 1e6

export class OrderSigns {
  /** What the last sign was beyond its expectation: the part of it that can move a price without making it predictable. */
  surprise = 0
  private readonly stream: RandomStream
  private readonly signs = new Float64Array(POOL)
  private readonly left = new Float64Array(POOL)
  private sum = 0

  constructor(stream: RandomStream) {
    this.stream = stream
    for (let k = 0; k < POOL; k++) this.renew(k, stream.uniform(), stream.uniform())
  }

  /** The sign of the next trade: 1 when a buyer takes the ask, -1 when a seller takes the bid. Three draws. */
  next(): number {
    const k = this.stream.next() & (POOL - 1)
    const uSign = this.stream.uniform()
    const uLength = this.stream.uniform()
    const sign = this.signs[k] as number
    this.surprise = sign - this.sum / POOL
    const left = (this.left[k] as number) - 1
    this.left[k] = left
    if (left <= 0) this.renew(k, uSign, uLength)
    return sign
  }

  private renew(k: number, uSign: number, uLength: number): void {
    const sign = uSign < 0.5 ? 1 : -1
    this.sum += sign - (this.signs[k] as number)
    this.signs[k] = sign
    this.left[k] = Math.min(LONGEST, Math.floor(dpow(uLength, -1 / LENGTH_INDEX)))
  }
}
