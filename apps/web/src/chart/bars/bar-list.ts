/** The bars of one chart, oldest first, each start once: history, older history before it, and what the market adds. */

import { OLDER_BARS } from '@tapedeck/client'
import type { Bar } from '@tapedeck/protocol'

/** More are slow to draw. */
export const MOST_BARS = 5_000
/** What is left when the market has added one too many, so that bars are not let go with every new one. */
const TRIMMED_BARS = 4_500

export class BarList {
  #bars: Bar[] = []
  #isCut = false

  get bars(): readonly Bar[] {
    return this.#bars
  }

  get first(): Bar | undefined {
    return this.#bars[0]
  }

  get last(): Bar | undefined {
    return this.#bars.at(-1)
  }

  /** Whether the newest bars were let go for older ones; the market then adds nothing, until the newest history is taken. */
  get isCut(): boolean {
    return this.#isCut
  }

  /** Whether older bars cost newer ones. */
  get isFull(): boolean {
    return this.#bars.length + OLDER_BARS > MOST_BARS
  }

  clear(): void {
    this.#bars = []
    this.#isCut = false
  }

  /**
   * Takes the newest history. Older bars stay where the two meet; across a hole they would tell of a calm that was none.
   */
  takeNewest(newest: readonly Bar[]): void {
    const begin = newest[0]
    const last = this.last
    const meets = begin !== undefined && last !== undefined && last.tsOpen >= begin.tsOpen
    const kept = meets ? this.#bars.slice(0, this.indexFrom(begin.tsOpen)) : []
    this.#bars = [...kept, ...newest].slice(-MOST_BARS)
    this.#isCut = false
  }

  /** Takes bars of before the first one. Where there are too many then, the newest are let go. */
  takeOlder(older: readonly Bar[]): void {
    const begin = this.first
    const before = begin === undefined ? older : older.filter((bar) => bar.tsOpen < begin.tsOpen)
    const all = [...before, ...this.#bars]
    this.#isCut ||= all.length > MOST_BARS
    this.#bars = all.slice(0, MOST_BARS)
  }

  /** Takes a bar of the market: a new one, the running one, or a correction of one that is known. */
  take(bar: Bar): void {
    const index = this.indexFrom(bar.tsOpen)
    if (this.#bars[index]?.tsOpen === bar.tsOpen) this.#bars[index] = bar
    else if (index === this.#bars.length && !this.#isCut) this.#bars.push(bar)
    // a bar between two others, or before all, was without events until now: it comes with the next history
  }

  /** Lets the oldest bars go where the market has added too many; says whether it did. */
  trim(): boolean {
    if (this.#bars.length <= MOST_BARS) return false
    this.#bars = this.#bars.slice(-TRIMMED_BARS)
    return true
  }

  /** The bar that begins at a time. */
  at(tsOpen: number): Bar | undefined {
    const bar = this.#bars[this.indexFrom(tsOpen)]
    return bar?.tsOpen === tsOpen ? bar : undefined
  }

  /** The bar that a time lies in. */
  around(ts: number): Bar | undefined {
    const bar = this.#bars[this.indexFrom(ts + 1) - 1]
    return bar !== undefined && ts < bar.tsClose ? bar : undefined
  }

  /**
   * The bar that tells where its market stood when another symbol's bar closed: of the same time, or, where the days of the two begin at different
   * hours, the last one that overlaps and was no later. A running bar is met by what runs now.
   */
  beside({ tsOpen, tsClose, closed }: Pick<Bar, 'tsOpen' | 'tsClose' | 'closed'>): Bar | undefined {
    for (let index = this.indexFrom(tsClose) - 1; index >= 0; index--) {
      const bar = this.#bars[index]
      if (bar === undefined || bar.tsClose <= tsOpen) return undefined
      if (!closed || bar.tsClose <= tsClose) return bar
    }
    return undefined
  }

  /** Index of the first bar that begins at or after a time. */
  indexFrom(tsOpen: number): number {
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
