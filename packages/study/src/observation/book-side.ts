/** One side of a book as its deltas leave it: prices and sizes, best first. */

import type { BookLevel } from '@tapedeck/protocol'

export class BookSide {
  /** Best first. */
  readonly prices: number[] = []
  readonly sizes: number[] = []
  private readonly away: 1 | -1

  /** Prices get worse upwards (asks) or downwards (bids). */
  constructor(side: 'bid' | 'ask') {
    this.away = side === 'bid' ? -1 : 1
  }

  get best(): number | undefined {
    return this.prices[0]
  }

  replace(levels: readonly BookLevel[]): void {
    this.prices.length = 0
    this.sizes.length = 0
    for (const { price, size } of levels) {
      this.prices.push(price)
      this.sizes.push(size)
    }
  }

  /** The level at or behind which a price stands: its own, or the one that it would push back. */
  levelOf(price: number): number {
    let level = 0
    while (level < this.prices.length && ((this.prices[level] as number) - price) * this.away < 0) level++
    return level
  }

  sizeAt(price: number, level: number): number {
    return this.prices[level] === price ? (this.sizes[level] as number) : 0
  }

  /** Gives a price a size; 0 removes it. `level` is what `levelOf` says. */
  set(price: number, size: number, level: number): void {
    if (this.prices[level] === price) {
      if (size > 0) this.sizes[level] = size
      else {
        this.prices.splice(level, 1)
        this.sizes.splice(level, 1)
      }
    } else if (size > 0) {
      this.prices.splice(level, 0, price)
      this.sizes.splice(level, 0, size)
    }
  }
}
