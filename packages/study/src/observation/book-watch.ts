/**
 * The book as its events tell it: how much rests at each level on average, how often limit orders arrive there and how
 * often they are cancelled. What is counted is what the estimator of Cont, Stoikov & Talreja 2010 (Oper. Res. 58:549, section
 * 4.2) needs: arrivals and cancellations by level from the best of their own side, and the size that stood there over time.
 */

import type { BookEvent, BookLevel } from '@tapedeck/protocol'
import { BookSide } from './book-side.ts'

/** Sums by level, the best first, over both sides. */
export interface BookObservation {
  /** Seconds that both sides of a book were seen, twice over: once for each side. */
  readonly sideSeconds: number
  /** Seconds at which a level was there. */
  readonly levelSeconds: Float64Array
  /** Size that rested at a level, times the seconds that it did. */
  readonly sizeSeconds: Float64Array
  /** How often the size at a level grew, and how often it shrank without a trade. */
  readonly arrivals: Float64Array
  readonly cancellations: Float64Array
}

export class BookWatch {
  private readonly depth: number
  private readonly sides = [new BookSide('bid'), new BookSide('ask')] as const
  private readonly levelSeconds: Float64Array
  private readonly sizeSeconds: Float64Array
  private readonly arrivals: Float64Array
  private readonly cancellations: Float64Array
  private sideSeconds = 0
  private lastTime = NaN
  private tradeTime = NaN

  /** Looks at so many levels a side. */
  constructor(depth: number) {
    this.depth = depth
    this.levelSeconds = new Float64Array(depth)
    this.sizeSeconds = new Float64Array(depth)
    this.arrivals = new Float64Array(depth)
    this.cancellations = new Float64Array(depth)
  }

  /** A trade at a time in seconds: what changes in the book at that instant is its doing. */
  trade(time: number): void {
    this.tradeTime = time
  }

  take(event: BookEvent, time: number): void {
    this.passTo(time)
    const [bids, asks] = this.sides
    if (event.action === 'snapshot') {
      bids.replace(event.bids)
      asks.replace(event.asks)
      return
    }
    this.change(bids, event.bids, time)
    this.change(asks, event.asks, time)
  }

  /** The venue does not trade from now on: what it shows then is not the book of its trading. */
  pause(time: number): void {
    this.passTo(time)
    this.lastTime = NaN
    for (const side of this.sides) side.replace([])
  }

  finish(end: number): BookObservation {
    this.passTo(end)
    const { sideSeconds, levelSeconds, sizeSeconds, arrivals, cancellations } = this
    return { sideSeconds, levelSeconds, sizeSeconds, arrivals, cancellations }
  }

  /** The book stood as it is until now. */
  private passTo(time: number): void {
    const elapsed = Number.isNaN(this.lastTime) ? 0 : time - this.lastTime
    this.lastTime = time
    if (elapsed <= 0) return
    for (const { sizes } of this.sides) {
      if (sizes.length > 0) this.sideSeconds += elapsed
      const levels = Math.min(this.depth, sizes.length)
      for (let level = 0; level < levels; level++) {
        this.levelSeconds[level] = (this.levelSeconds[level] as number) + elapsed
        this.sizeSeconds[level] = (this.sizeSeconds[level] as number) + elapsed * (sizes[level] as number)
      }
    }
  }

  private change(side: BookSide, changes: readonly BookLevel[], time: number): void {
    if (changes.length === 0) return
    // a side whose best price moves has new levels at every rank: its changes are no single orders
    const counts = time !== this.tradeTime && !movesBest(side, changes)
    for (const { price, size } of changes) {
      const level = side.levelOf(price)
      const before = side.sizeAt(price, level)
      side.set(price, size, level)
      if (!counts || level >= this.depth) continue
      if (size > before) this.arrivals[level] = (this.arrivals[level] as number) + 1
      else if (size < before) this.cancellations[level] = (this.cancellations[level] as number) + 1
    }
  }
}

/** Whether changes give a side another best price. */
function movesBest(side: BookSide, changes: readonly BookLevel[]): boolean {
  const { best } = side
  return (
    best === undefined || changes.some(({ price, size }) => (price === best ? size === 0 : side.levelOf(price) === 0))
  )
}
