/** The bars of one chart, oldest first, each start once: history, older history before it, and what the market adds. */

import type { Bar } from '@tapedeck/protocol'

/** More are slow to draw; the oldest go. */
export const MOST_BARS = 10_000
/** Bars beyond the limit that are let go at once, so that it does not happen with every new one. */
const TRIM_SLACK = 1_000

export class BarList {
  #bars: Bar[] = []

  get bars(): readonly Bar[] {
    return this.#bars
  }

  get first(): Bar | undefined {
    return this.#bars[0]
  }

  get last(): Bar | undefined {
    return this.#bars.at(-1)
  }

  get isFull(): boolean {
    return this.#bars.length >= MOST_BARS
  }

  clear(): void {
    this.#bars = []
  }

  /**
   * Takes the newest history. Older bars stay where the two meet; across a hole they would tell of a calm that was none.
   */
  takeNewest(newest: readonly Bar[]): void {
    const begin = newest[0]
    const last = this.last
    const meets = begin !== undefined && last !== undefined && last.tsOpen >= begin.tsOpen
    this.#bars = meets ? [...this.#bars.slice(0, this.#indexFrom(begin.tsOpen)), ...newest] : [...newest]
  }

  /** Takes bars of before the first one. */
  takeOlder(older: readonly Bar[]): void {
    const begin = this.first
    const before = begin === undefined ? older : older.filter((bar) => bar.tsOpen < begin.tsOpen)
    this.#bars = [...before, ...this.#bars]
  }

  /** Takes a bar of the market: a new one, the running one, or a correction of one that is known. */
  take(bar: Bar): void {
    const index = this.#indexFrom(bar.tsOpen)
    if (this.#bars[index]?.tsOpen === bar.tsOpen) this.#bars[index] = bar
    else if (index === this.#bars.length) this.#bars.push(bar)
    // a bar between two others, or before all, was without events until now: it comes with the next history
  }

  /** Lets the oldest bars go where there are too many; says whether it did. */
  trim(): boolean {
    if (this.#bars.length < MOST_BARS + TRIM_SLACK) return false
    this.#bars = this.#bars.slice(-MOST_BARS)
    return true
  }

  /** The bar that begins at a time. */
  at(tsOpen: number): Bar | undefined {
    const bar = this.#bars[this.#indexFrom(tsOpen)]
    return bar?.tsOpen === tsOpen ? bar : undefined
  }

  /** Index of the first bar that begins at or after a time. */
  #indexFrom(tsOpen: number): number {
    // the newest bars are asked for most
    let low = 0
    let high = this.#bars.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const bar = this.#bars[middle]
      if (bar !== undefined && bar.tsOpen < tsOpen) low = middle + 1
      else high = middle
    }
    return low
  }
}
