/** How warm the boxes of a heat map are: each is looked at once a second. */

import type { FrameLoop } from '../feed/frame-loop.ts'
import { Round } from '../feed/round.ts'
import type { Figures } from './columns.ts'
import { warmthOf, type Warmth } from './heat.ts'

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

export class Warmths {
  readonly #known = new Map<string, Warm>()
  readonly #round: Round<Warm>
  #scale = 1

  constructor(frames: FrameLoop) {
    this.#round = new Round(frames, (each) => {
      each.warmth = warmthOf(each.item, this.#scale)
    })
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
    this.#round.begin([...this.#known.values()])
  }
}
