/** Where the best bid and ask want to stand, in ticks, given the efficient price: always bid < ask. */

import type { Spread } from '../instruments/simulated-instrument.ts'

/** A side keeps its price while its distance from the efficient price is within these multiples of the half-spread. */
const NEAREST = 0.4
const FARTHEST = 1.7
/** A side that moves takes a place between these. */
const PLACE_NEAR = 0.7
const PLACE_SPAN = 0.6
/** A large tick's spread opens when it is to be so many times as wide. */
const WIDE = 1.5

/** Fields of a row: half-spread in ticks (0 for a large tick), how far the price leaves a large tick's quote behind, the floor of prices. */
const HALF = 0
const ETA = 1
const FLOOR = 2
/** Doubles a row. */
export const TOUCH_WIDTH = 3

/** The bid of a fresh quote at an efficient price. */
export function freshBid(spread: Spread, price: number): number {
  return spread.kind === 'zone' ? Math.floor(price) : Math.max(1, Math.floor(price - spread.ticks))
}

/** The ask of a fresh quote at an efficient price. */
export function freshAsk(spread: Spread, price: number): number {
  return Math.floor(spread.kind === 'zone' ? price : price + spread.ticks) + 1
}

export class Touch {
  /** The sides: where they are when `follow` is called, and where it puts them. */
  bid = 0
  ask = 0
  private readonly values: Float64Array

  constructor(values: Float64Array) {
    this.values = values
  }

  /** `floor` is the lowest price that anything can have, -Infinity where prices may be negative. */
  open(row: number, spread: Spread, floor: number): void {
    const at = row * TOUCH_WIDTH
    this.values[at + HALF] = spread.kind === 'half' ? spread.ticks : 0
    this.values[at + ETA] = spread.kind === 'zone' ? spread.eta : 0
    this.values[at + FLOOR] = floor
  }

  /** Ticks become so many times as small. */
  rescale(row: number, times: number): void {
    const at = row * TOUCH_WIDTH
    const half = this.values[at + HALF] as number
    if (half > 0) this.values[at + HALF] = Math.max(0.5, half * times)
  }

  setFloor(row: number, floor: number): void {
    this.values[row * TOUCH_WIDTH + FLOOR] = floor
  }

  floor(row: number): number {
    return this.values[row * TOUCH_WIDTH + FLOOR] as number
  }

  /** Mean distance between levels of the book, in ticks. */
  levelGap(row: number): number {
    return Math.max(1, 0.5 * (this.values[row * TOUCH_WIDTH + HALF] as number))
  }

  /** Sides at their usual distance from a price, or `times` that. */
  fresh(row: number, price: number, times: number): void {
    const half = this.halfSpread(row, 1, times)
    this.bid = this.above(row, Math.floor(half === 0 ? price : price - half))
    this.ask = Math.max(this.bid + 1, Math.floor(half === 0 ? price : price + half) + 1)
  }

  /**
   * Follows the efficient price from where the sides are. The spread is `width` times the usual one, as volatility has it, but
   * for a large tick; and `times` that, for all. The uniforms say where a moved side goes.
   */
  follow(row: number, price: number, width: number, times: number, uBid: number, uAsk: number): void {
    const { bid, ask } = this
    const half = this.halfSpread(row, width, times)
    if (half === 0) this.followZone(row, price)
    else {
      const below = price - bid
      if (below < NEAREST * half || below > FARTHEST * half + 1) {
        this.bid = this.above(row, Math.floor(price - half * (PLACE_NEAR + PLACE_SPAN * uBid)))
      }
      const above = ask - price
      if (above < NEAREST * half || above > FARTHEST * half + 1) {
        this.ask = Math.floor(price + half * (PLACE_NEAR + PLACE_SPAN * uAsk)) + 1
      }
      // at the floor of prices the bid may stand above the efficient price
      if (this.ask <= this.bid) this.ask = this.bid + 1
    }
  }

  /** The quote of a large tick is one tick wide and moves when the price leaves it by eta (after Robert & Rosenbaum 2011). */
  private followZone(row: number, price: number): void {
    const eta = this.values[row * TOUCH_WIDTH + ETA] as number
    if (price < this.bid - eta || price > this.ask + eta) {
      this.bid = this.above(row, Math.floor(price))
      this.ask = this.bid + 1
    } else if (this.ask - this.bid > 1) {
      // a swept side comes back next to the one that stayed nearer to the price
      if (price <= this.bid + 1 + eta) this.ask = this.bid + 1
      else if (price >= this.ask - 1 - eta) this.bid = this.ask - 1
      else {
        this.bid = Math.floor(price)
        this.ask = this.bid + 1
      }
    }
  }

  /** 0 for a large tick with its spread of one. */
  private halfSpread(row: number, width: number, times: number): number {
    const half = this.values[row * TOUCH_WIDTH + HALF] as number
    if (half === 0) return times > WIDE ? times / 2 : 0
    // below half a tick the rounding alone makes the spread
    return Math.max(0.5, half * width * times)
  }

  private above(row: number, price: number): number {
    return Math.max(this.values[row * TOUCH_WIDTH + FLOOR] as number, price)
  }
}
