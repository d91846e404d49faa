/** Gathers bars that are found from the newest block of a tape backwards. */

import type { BarState } from '@tapedeck/protocol'
import type { TapeBarsQuery } from '../source.ts'

export class NewestBars {
  readonly #query: TapeBarsQuery
  readonly #found = new Map<number, BarState>()
  /** No bar that is told for the first time in an earlier block opens at or after this. */
  #reached = Infinity

  constructor(query: TapeBarsQuery) {
    this.#query = query
  }

  /** Takes the bars of the next older block, oldest first. Whether there are enough. */
  add(bars: readonly BarState[]): boolean {
    const { from, limit } = this.#query
    for (const bar of bars.toReversed()) {
      // what was found before stands later on the tape: it is the last form
      if (!this.#found.has(bar.tsOpen)) this.#found.set(bar.tsOpen, bar)
      if (!bar.corrected) this.#reached = Math.min(this.#reached, bar.tsOpen)
    }
    if (this.#reached <= from) return true
    let count = 0
    for (const { tsOpen } of this.#found.values()) if (this.#isAsked(tsOpen) && tsOpen >= this.#reached) count++
    return count >= limit
  }

  /** What was asked for, oldest first. */
  get bars(): readonly BarState[] {
    const { limit } = this.#query
    const asked = [...this.#found.values()].filter(({ tsOpen }) => this.#isAsked(tsOpen))
    return asked.sort((a, b) => a.tsOpen - b.tsOpen).slice(limit === 0 ? asked.length : -limit)
  }

  #isAsked(tsOpen: number): boolean {
    return tsOpen >= this.#query.from && tsOpen < this.#query.to
  }
}
