/** How warm the boxes of a heat map are: each is looked at once a second, and every frame takes its share of them, so that none is long. */

import type { Flushable, FrameLoop } from '../feed/frame-loop.ts'
import type { Figures } from './columns.ts'
import { warmthOf, type Warmth } from './heat.ts'

/** Frames over which a round is spread: at sixty a second it is over before the next begins. */
const FRAMES_A_ROUND = 40

/** One symbol's, as it is drawn. */
interface Warm {
  readonly item: Figures
  warmth: Warmth
}

function warm(item: Figures, scale: number): Warm {
  let warmth = $state.raw(warmthOf(item, scale))
  return {
    item,
    get warmth() {
      return warmth
    },
    set warmth(newest) {
      // most have not moved by as much as is shown
      if (newest.percent !== warmth.percent || newest.intensity !== warmth.intensity) warmth = newest
    },
  }
}

export class Warmths implements Flushable {
  readonly #frames: FrameLoop
  readonly #known = new Map<string, Warm>()
  #scale = 1
  /** Those of the round that are still to be looked at. */
  #waiting: readonly Warm[] = []
  #share = 0

  constructor(frames: FrameLoop) {
    this.#frames = frames
  }

  /** How warm a symbol is; a signal. */
  of(item: Figures, scale: number): Warmth {
    const { symbol } = item.info
    let known = this.#known.get(symbol)
    if (known?.item !== item) {
      known = warm(item, scale)
      this.#known.set(symbol, known)
    }
    return known.warmth
  }

  /** Begins a round over the symbols that were asked for. */
  refresh(scale: number): void {
    this.#scale = scale
    this.#waiting = [...this.#known.values()]
    this.#share = Math.ceil(this.#waiting.length / FRAMES_A_ROUND)
    if (this.#waiting.length > 0) this.#frames.mark(this)
  }

  flush(quiet: boolean): void {
    // who comes back to the page sees it whole
    const count = quiet ? this.#waiting.length : this.#share
    for (const each of this.#waiting.slice(0, count)) each.warmth = warmthOf(each.item, this.#scale)
    this.#waiting = this.#waiting.slice(count)
    if (this.#waiting.length > 0) this.#frames.mark(this)
  }
}
