/** What is done for many things once a second: every frame takes its share of them, so that none is long. */

import type { Flushable, FrameLoop } from './frame-loop.ts'

/** Frames over which a round is spread: at sixty a second it is over before the next begins. */
const FRAMES_A_ROUND = 40

export class Round<Item> implements Flushable {
  readonly #frames: FrameLoop
  readonly #work: (item: Item) => void
  /** Those of the round that are still to be done. */
  #waiting: readonly Item[] = []
  #share = 0

  constructor(frames: FrameLoop, work: (item: Item) => void) {
    this.#frames = frames
    this.#work = work
  }

  /** Begins a round; where frames are too few, what is left of the one before comes first. */
  begin(items: readonly Item[]): void {
    this.#waiting = [...new Set([...this.#waiting, ...items])]
    this.#share = Math.ceil(this.#waiting.length / FRAMES_A_ROUND)
    if (this.#waiting.length > 0) this.#frames.mark(this)
  }

  flush(quiet: boolean): void {
    // who comes back to the page sees it whole
    const count = quiet ? this.#waiting.length : this.#share
    for (const item of this.#waiting.slice(0, count)) this.#work(item)
    this.#waiting = this.#waiting.slice(count)
    if (this.#waiting.length > 0) this.#frames.mark(this)
  }
}
