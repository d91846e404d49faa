/** Sizes of trades and of what rests at the touch: log-normal in the middle, with a Pareto tail (Maslov & Mills 2001). */

import { dexp, dpow } from '../arithmetic/elementary.ts'
import { normalQuantile } from '../arithmetic/normal.ts'
import type { RandomStream } from '../arithmetic/random-stream.ts'
import type { SimulatedInstrument } from '../instruments/simulated-instrument.ts'

/** Trades beyond the log-normal, and the tail index of their sizes. */
const LARGE_SHARE = 0.03
const LARGE_INDEX = 1.4
const LARGE_LEAST = 3
const ROUND_LOT_SHARE = 0.6
/** What rests at the touch: median in typical trades, and deviation of its logarithm. */
const RESTING_MEDIAN = 4
const RESTING_DEVIATION = 0.8

export class Sizes {
  private readonly trades: RandomStream
  private readonly increment: number
  private readonly lot: number
  private readonly typical: number

  constructor({ instrument, parameters }: SimulatedInstrument, trades: RandomStream) {
    this.trades = trades
    this.increment = instrument.sizeIncrement
    this.lot = instrument.lotSize
    this.typical = parameters.typicalSize
  }

  /** Size of a trade that finds `displayed` at the touch: a multiple of the increment, from one up to `displayed`. Three draws. */
  trade(displayed: number): number {
    const uKind = this.trades.uniform()
    const u = this.trades.uniform()
    const uRound = this.trades.uniform()
    const multiple = uKind < LARGE_SHARE ? LARGE_LEAST * dpow(u, -1 / LARGE_INDEX) : dexp(normalQuantile(u))
    const size = Math.min(displayed, this.increment * Math.ceil((this.typical * multiple) / this.increment))
    return size >= this.lot && uRound < ROUND_LOT_SHARE ? size - (size % this.lot) : size
  }

  /** What rests at a price that has just become the best, in whole lots. */
  resting(u: number): number {
    const size = RESTING_MEDIAN * this.typical * dexp(RESTING_DEVIATION * normalQuantile(u))
    return this.lot * Math.ceil(size / this.lot)
  }

  /** What rests after some orders came and others were cancelled: half of what was there and half anew, in whole lots. */
  changed(size: number, u: number): number {
    const next = this.lot * Math.ceil((size + this.resting(u)) / (2 * this.lot))
    return next === size ? next + this.lot : next
  }

  /** What a trade leaves at the touch; never nothing, for a new order takes the place of the last one. */
  left(displayed: number, traded: number): number {
    return Math.max(this.increment, displayed - traded)
  }
}
