/**
 * Who takes liquidity, buyer or seller: large orders are worked in pieces, so that signs repeat for a long time
 * (Lillo, Mike & Farmer 2005). A pool of four such orders, of Pareto length, takes turns at random.
 */

import { dpow } from '../arithmetic/elementary.ts'
import type { Streams } from '../arithmetic/streams.ts'

/** Orders in the pool. A power of two, so that two bits of a draw pick one. */
export const POOL = 4
/** Lengths have the tail index 1.5, which makes the autocorrelation of signs fall as lag^-0.5. */
const LENGTH_INDEX = 1.5
const LONGEST = 1e6

/** Fields of a row: sum of the pool's signs, the last surprise, each order's sign and how many trades it has left. */
const SUM = 0
const SURPRISE = 1
const SIGNS = 2
const LEFT = SIGNS + POOL
/** Doubles a row. */
export const SIGNS_WIDTH: number = LEFT + POOL

export class OrderSigns {
  private readonly values: Float64Array
  private readonly stream: Streams

  constructor(values: Float64Array, stream: Streams) {
    this.values = values
    this.stream = stream
  }

  open(row: number): void {
    for (let k = 0; k < POOL; k++) this.renew(row, k, this.stream.uniform(row), this.stream.uniform(row))
  }

  /** The sign of the next trade: 1 when a buyer takes the ask, -1 when a seller takes the bid. Three draws. */
  next(row: number): number {
    const { values, stream } = this
    const at = row * SIGNS_WIDTH
    const k = stream.next(row) & (POOL - 1)
    const uSign = stream.uniform(row)
    const uLength = stream.uniform(row)
    const sign = values[at + SIGNS + k] as number
    values[at + SURPRISE] = sign - (values[at + SUM] as number) / POOL
    const left = (values[at + LEFT + k] as number) - 1
    values[at + LEFT + k] = left
    if (left <= 0) this.renew(row, k, uSign, uLength)
    return sign
  }

  /** What the last sign was beyond its expectation: the part of it that can move a price without making it predictable. */
  surprise(row: number): number {
    return this.values[row * SIGNS_WIDTH + SURPRISE] as number
  }

  private renew(row: number, k: number, uSign: number, uLength: number): void {
    const values = this.values
    const at = row * SIGNS_WIDTH
    const sign = uSign < 0.5 ? 1 : -1
    values[at + SUM] = (values[at + SUM] as number) + sign - (values[at + SIGNS + k] as number)
    values[at + SIGNS + k] = sign
    values[at + LEFT + k] = Math.min(LONGEST, Math.floor(dpow(uLength, -1 / LENGTH_INDEX)))
  }
}
