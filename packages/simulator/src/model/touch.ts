/** Where the best bid and ask stand, in ticks, given the efficient price: always bid < ask, and never below one tick. */

import type { Spread } from '../instruments/simulated-instrument.ts'

/** A side keeps its price while its distance from the efficient price is within these multiples of the half-spread. */
const NEAREST = 0.4
const FARTHEST = 1.7
/** A side that moves takes a place between these. */
const PLACE_NEAR = 0.7
const PLACE_SPAN = 0.6

/** The bid of a fresh quote at an efficient price. */
export function freshBid(spread: Spread, price: number): number {
  return spread.kind === 'zone' ? Math.floor(price) : Math.max(1, Math.floor(price - spread.ticks))
}

/** The ask of a fresh quote at an efficient price. */
export function freshAsk(spread: Spread, price: number): number {
  return Math.floor(spread.kind === 'zone' ? price : price + spread.ticks) + 1
}

export class Touch {
  bid: number
  ask: number
  private readonly spread: Spread

  constructor(spread: Spread, price: number) {
    this.spread = spread
    this.bid = freshBid(spread, price)
    this.ask = freshAsk(spread, price)
  }

  /** Follows the efficient price, with a spread `width` times the usual one; the uniforms say where a moved side goes. */
  follow(price: number, width: number, uBid: number, uAsk: number): void {
    if (this.spread.kind === 'zone') {
      if (price >= this.bid - this.spread.eta && price <= this.ask + this.spread.eta) return
      this.bid = Math.floor(price)
      this.ask = this.bid + 1
      return
    }
    // below half a tick the rounding alone makes the spread
    const half = Math.max(0.5, this.spread.ticks * width)
    const below = price - this.bid
    if (below < NEAREST * half || below > FARTHEST * half + 1) {
      this.bid = Math.max(1, Math.floor(price - half * (PLACE_NEAR + PLACE_SPAN * uBid)))
    }
    const above = this.ask - price
    if (above < NEAREST * half || above > FARTHEST * half + 1) {
      this.ask = Math.floor(price + half * (PLACE_NEAR + PLACE_SPAN * uAsk)) + 1
    }
  }
}
