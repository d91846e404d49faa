/** The book of one instrument, folded from snapshots and changes with absolute sizes. */

import type { BookEvent, Micros, Seq } from '@tapedeck/protocol'
import { BookSide } from './book-side.ts'
import type { BookState } from './market-face.ts'

export class Book {
  /** 0 before the first event. */
  #seq = 0 as Seq
  #ts = 0 as Micros
  #tsRecv = 0 as Micros
  #begun = false
  readonly #bids = new BookSide(-1)
  readonly #asks = new BookSide(1)

  /** Hot path: most events of a market change books. A change before any snapshot builds the book from nothing. */
  apply({ action, bids, asks, seq, ts, tsRecv }: BookEvent): void {
    if (action === 'snapshot') {
      this.#bids.clear()
      this.#asks.clear()
    }
    for (let index = 0; index < bids.length; index++) {
      const level = bids[index]
      if (level !== undefined) this.#bids.set(level)
    }
    for (let index = 0; index < asks.length; index++) {
      const level = asks[index]
      if (level !== undefined) this.#asks.set(level)
    }
    this.#seq = seq
    this.#ts = ts
    this.#tsRecv = tsRecv
    this.#begun = true
  }

  /** The best levels of each side; undefined before the first event. */
  toState(instrumentId: number, depth: number): BookState | undefined {
    if (!this.#begun) return undefined
    return {
      instrumentId,
      seq: this.#seq,
      ts: this.#ts,
      tsRecv: this.#tsRecv,
      bids: this.#bids.levels(depth),
      asks: this.#asks.levels(depth),
    }
  }
}
