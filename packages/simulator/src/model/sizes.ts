/** Sizes of trades and of limit orders: log-normal in the middle, with a Pareto tail for trades (Maslov & Mills 2001). */

import { dexp, dpow } from '../arithmetic/elementary.ts'
import { normalQuantile } from '../arithmetic/normal.ts'
import type { Streams } from '../arithmetic/streams.ts'

/** Trades beyond the log-normal, the tail index of their sizes, and bounds, in typical trades. */
const LARGE_SHARE = 0.03
const LARGE_INDEX = 1.4
const LARGE_LEAST = 3
const LARGE_MOST = 300
const ROUND_LOT_SHARE = 0.6
/** Deviation of the logarithm of a limit order's size. */
const ORDER_DEVIATION = 0.8
/** What rests at a price that has become a level: at least and on average beyond it, in limit orders. Small is likeliest (Bouchaud, Mezard & Potters 2002). */
const LEVEL_LEAST = 0.2
const LEVEL_MEAN = 1.4
/** No level holds less than this share of a limit order: what is left is taken or cancelled with the rest. */
const LEAST_OF_ORDER = 0.02

/** Fields of a row: increment, board lot, median size of a trade, mean size of a limit order. */
const INCREMENT = 0
const LOT = 1
const TYPICAL = 2
const ORDER = 3
/** Doubles a row. */
export const SIZES_WIDTH = 4

export class Sizes {
  private readonly values: Float64Array
  private readonly trades: Streams
  private readonly orders: Streams

  constructor(values: Float64Array, trades: Streams, orders: Streams) {
    this.values = values
    this.trades = trades
    this.orders = orders
  }

  open(row: number, increment: number, lot: number, typical: number, order: number): void {
    this.values.set([increment, lot, typical, order], row * SIZES_WIDTH)
  }

  /** Sizes become so many times as large: a split. */
  scale(row: number, times: number): void {
    const at = row * SIZES_WIDTH
    for (const field of [TYPICAL, ORDER]) {
      const size = Math.round((this.values[at + field] as number) * times)
      this.values[at + field] = Math.max(this.values[at + INCREMENT] as number, size)
    }
  }

  /** The mean size of a limit order, which the book counts its levels in. */
  orderUnit(row: number): number {
    return this.values[row * SIZES_WIDTH + ORDER] as number
  }

  /** The least that a level holds, in whole lots. */
  least(row: number): number {
    const at = row * SIZES_WIDTH
    return this.inLots(at, LEAST_OF_ORDER * (this.values[at + ORDER] as number))
  }

  /** How much somebody takes: a multiple of the increment. Three draws. */
  trade(row: number): number {
    const at = row * SIZES_WIDTH
    const uKind = this.trades.uniform(row)
    const u = this.trades.uniform(row)
    const uRound = this.trades.uniform(row)
    const multiple =
      uKind < LARGE_SHARE ? Math.min(LARGE_MOST, LARGE_LEAST * dpow(u, -1 / LARGE_INDEX)) : dexp(normalQuantile(u))
    const size = this.ofTypical(row, multiple)
    const lot = this.values[at + LOT] as number
    return size >= lot && uRound < ROUND_LOT_SHARE ? size - (size % lot) : size
  }

  /** So many typical trades, rounded up to the increment. */
  ofTypical(row: number, multiple: number): number {
    const at = row * SIZES_WIDTH
    const increment = this.values[at + INCREMENT] as number
    return increment * Math.ceil(((this.values[at + TYPICAL] as number) * multiple) / increment)
  }

  /** A size in whole lots. */
  rounded(row: number, size: number): number {
    return this.inLots(row * SIZES_WIDTH, size)
  }

  /** The size of one limit order, in whole lots. One draw. */
  order(row: number, depth: number): number {
    const at = row * SIZES_WIDTH
    const z = this.orders.normal(row)
    const multiple = dexp(ORDER_DEVIATION * z - (ORDER_DEVIATION * ORDER_DEVIATION) / 2)
    return this.inLots(at, (this.values[at + ORDER] as number) * multiple * depth)
  }

  /** What rests at a new level, in whole lots. One draw. */
  level(row: number, depth: number): number {
    const at = row * SIZES_WIDTH
    const multiple = LEVEL_LEAST + LEVEL_MEAN * this.orders.exponential(row)
    return this.inLots(at, (this.values[at + ORDER] as number) * multiple * depth)
  }

  private inLots(at: number, size: number): number {
    const lot = this.values[at + LOT] as number
    return lot * Math.max(1, Math.ceil(size / lot))
  }
}
