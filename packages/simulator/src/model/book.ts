/**
 * The order book, market by price: up to 25 levels a side. Limit orders arrive and are cancelled at rates that depend on the
 * level and on what rests there (Cont, Stoikov & Talreja 2010); trades eat into the best levels; the quote is its top.
 * A side is a ring that begins at its best level, so that levels come and go at either end without moving the others.
 */

import type { Streams } from '../arithmetic/streams.ts'

/** Levels a side at most. */
export const DEPTH = 25
/** Slots of a ring: a power of two that holds the levels. */
const SLOTS = 32
const RING_WIDTH = 2 * SLOTS
/** Prices of both rings, then sizes of both. */
export const BOOK_WIDTH: number = 2 * RING_WIDTH

/**
 * Rates by level from the best, those of the first five from Cont, Stoikov & Talreja 2010, table 2 (Sky Perfect, read second-hand): limit
 * orders at lambda, cancellations at theta for each limit order's size that rests there. Beyond, lambda goes on as their power law
 * 1.92 i^-0.52; theta falls a little more slowly, so that the mean book has a hump.
 */
export const LIMIT_RATES: readonly number[] = [
  1.85, 1.51, 1.09, 0.88, 0.77, 0.7562, 0.698, 0.6512, 0.6125, 0.5798, 0.5518, 0.5274, 0.5059, 0.4868, 0.4696, 0.4541,
  0.44, 0.4271, 0.4153, 0.4044, 0.3942, 0.3848, 0.376, 0.3678, 0.3601,
]
export const CANCEL_RATES: readonly number[] = [
  0.71, 0.81, 0.68, 0.56, 0.47, 0.4369, 0.4108, 0.3894, 0.3715, 0.3562, 0.3429, 0.3311, 0.3207, 0.3113, 0.3029, 0.2951,
  0.2881, 0.2816, 0.2755, 0.2699, 0.2647, 0.2598, 0.2553, 0.251, 0.2469,
]
/** Market orders of one side, in the same unit of time. */
export const MARKET_RATE = 0.94

const LIMITS = Float64Array.from(LIMIT_RATES)
const CANCELS = Float64Array.from(CANCEL_RATES)
/** Sums of the limit rates of the first levels. */
const LIMIT_SUMS = Float64Array.from({ length: DEPTH + 1 }, (_, n) =>
  LIMIT_RATES.slice(0, n).reduce((sum, rate) => sum + rate, 0),
)
/** Events a unit of time of a full book in which as much is cancelled as arrives. */
export const EVENTS_PER_UNIT: number = 4 * (LIMIT_SUMS[DEPTH] as number)

/** The sides of the book. */
export const BID = 0
export const ASK = 1
export type Side = typeof BID | typeof ASK

/** Both sides gone and made anew, and room to spare. */
const MOST_CHANGES = 8 * DEPTH

/** Fields of a row, for each side: where the ring begins, how many levels it has, the rate at which they are cancelled. */
const HEAD = 0
const COUNT = 2
const CANCEL_WEIGHT = 4
/** Doubles a row. */
export const BOOK_SIDES_WIDTH = 6

export class Book {
  /** How many changes of levels were noted since `clearChanges`, and of each its side, price and size. */
  changes = 0
  readonly changedSides: Uint8Array = new Uint8Array(MOST_CHANGES)
  readonly changedPrices: Float64Array = new Float64Array(MOST_CHANGES)
  readonly changedSizes: Float64Array = new Float64Array(MOST_CHANGES)
  /** Where `pick` points. */
  pickedSide: Side = BID
  pickedLevel = 0
  pickedIsLimit = false
  private readonly levels: Float64Array
  private readonly sides: Float64Array
  private readonly stream: Streams

  constructor(levels: Float64Array, sides: Float64Array, stream: Streams) {
    this.levels = levels
    this.sides = sides
    this.stream = stream
  }

  count(row: number, side: Side): number {
    return this.sides[row * BOOK_SIDES_WIDTH + COUNT + side] as number
  }

  price(row: number, side: Side, level: number): number {
    return this.levels[this.slot(row, side, level)] as number
  }

  size(row: number, side: Side, level: number): number {
    return this.levels[this.slot(row, side, level) + RING_WIDTH] as number
  }

  clearChanges(): void {
    this.changes = 0
  }

  /** Empties a side. */
  clear(row: number, side: Side): void {
    this.sides[row * BOOK_SIDES_WIDTH + COUNT + side] = 0
    this.sides[row * BOOK_SIDES_WIDTH + CANCEL_WEIGHT + side] = 0
  }

  /** Puts a level before the best. The last one falls out of a full side. */
  pushBest(row: number, side: Side, price: number, size: number): void {
    const at = row * BOOK_SIDES_WIDTH
    if ((this.sides[at + COUNT + side] as number) === DEPTH) this.popLast(row, side)
    this.sides[at + HEAD + side] = ((this.sides[at + HEAD + side] as number) + SLOTS - 1) & (SLOTS - 1)
    this.sides[at + COUNT + side] = (this.sides[at + COUNT + side] as number) + 1
    this.write(row, side, 0, price, size)
  }

  /** Puts a level behind the last. */
  pushLast(row: number, side: Side, price: number, size: number): void {
    const at = row * BOOK_SIDES_WIDTH
    const count = this.sides[at + COUNT + side] as number
    this.sides[at + COUNT + side] = count + 1
    this.write(row, side, count, price, size)
  }

  popBest(row: number, side: Side): void {
    const at = row * BOOK_SIDES_WIDTH
    this.noteChange(side, this.price(row, side, 0), 0)
    this.sides[at + HEAD + side] = ((this.sides[at + HEAD + side] as number) + 1) & (SLOTS - 1)
    this.sides[at + COUNT + side] = (this.sides[at + COUNT + side] as number) - 1
  }

  popLast(row: number, side: Side): void {
    const at = row * BOOK_SIDES_WIDTH
    const last = (this.sides[at + COUNT + side] as number) - 1
    this.noteChange(side, this.price(row, side, last), 0)
    this.sides[at + COUNT + side] = last
  }

  /** Gives a level another size; `unit` is the size of a limit order. */
  resize(row: number, side: Side, level: number, size: number, unit: number): void {
    const slot = this.slot(row, side, level)
    const weight = row * BOOK_SIDES_WIDTH + CANCEL_WEIGHT + side
    const change = size - (this.levels[slot + RING_WIDTH] as number)
    this.levels[slot + RING_WIDTH] = size
    this.sides[weight] = (this.sides[weight] as number) + ((CANCELS[level] as number) * change) / unit
    this.noteChange(side, this.levels[slot] as number, size)
  }

  /** To be called when levels of a side have come, gone or moved up. */
  reweigh(row: number, side: Side, unit: number): void {
    let weight = 0
    const count = this.count(row, side)
    for (let level = 0; level < count; level++) weight += (CANCELS[level] as number) * this.size(row, side, level)
    this.sides[row * BOOK_SIDES_WIDTH + CANCEL_WEIGHT + side] = weight / unit
  }

  /** Limit orders and cancellations a unit of time, as the book stands. */
  rate(row: number): number {
    const at = row * BOOK_SIDES_WIDTH
    const limits =
      (LIMIT_SUMS[this.sides[at + COUNT] as number] as number) +
      (LIMIT_SUMS[this.sides[at + COUNT + 1] as number] as number)
    return limits + (this.sides[at + CANCEL_WEIGHT] as number) + (this.sides[at + CANCEL_WEIGHT + 1] as number)
  }

  /** Draws what happens next: a limit order or a cancellation, on which side, at which level. One draw. */
  pick(row: number, unit: number): void {
    const at = row * BOOK_SIDES_WIDTH
    const bids = this.sides[at + COUNT] as number
    const asks = this.sides[at + COUNT + 1] as number
    let left = this.stream.uniform(row) * this.rate(row)
    const limitBids = LIMIT_SUMS[bids] as number
    const limitAsks = LIMIT_SUMS[asks] as number
    this.pickedIsLimit = left < limitBids + limitAsks
    if (this.pickedIsLimit) {
      this.pickedSide = left < limitBids ? BID : ASK
      if (left >= limitBids) left -= limitBids
      let level = 0
      const last = (this.pickedSide === BID ? bids : asks) - 1
      for (; level < last && left >= (LIMITS[level] as number); level++) left -= LIMITS[level] as number
      this.pickedLevel = level
      return
    }
    left -= limitBids + limitAsks
    const bidWeight = this.sides[at + CANCEL_WEIGHT] as number
    this.pickedSide = left < bidWeight ? BID : ASK
    if (left >= bidWeight) left -= bidWeight
    left *= unit
    const side = this.pickedSide
    const last = (side === BID ? bids : asks) - 1
    let level = 0
    for (; level < last; level++) {
      const weight = (CANCELS[level] as number) * this.size(row, side, level)
      if (left < weight) break
      left -= weight
    }
    this.pickedLevel = level
  }

  private write(row: number, side: Side, level: number, price: number, size: number): void {
    const slot = this.slot(row, side, level)
    this.levels[slot] = price
    this.levels[slot + RING_WIDTH] = size
    this.noteChange(side, price, size)
  }

  private slot(row: number, side: Side, level: number): number {
    const head = this.sides[row * BOOK_SIDES_WIDTH + HEAD + side] as number
    return row * BOOK_WIDTH + side * SLOTS + ((head + level) & (SLOTS - 1))
  }

  private noteChange(side: Side, price: number, size: number): void {
    const change = this.changes++
    this.changedSides[change] = side
    this.changedPrices[change] = price
    this.changedSizes[change] = size
  }
}
