/** The gaps in the data of the deck that the page follows, as they were told since it does: a chart that is opened later marks those as well. */

import type { DeckHandle } from '@tapedeck/client'
import type { Gap } from '@tapedeck/protocol'

/** More are not worth keeping; the oldest go. */
const MOST = 200

export class KnownGaps {
  /** Oldest first. */
  gaps: readonly Gap[] = []
  readonly #listeners = new Set<(gap: Gap) => void>()
  #epoch: string | undefined
  #leave: readonly (() => void)[] = []

  /** Takes those of a deck from now on, and forgets those of the one before. */
  follow(source: DeckHandle): void {
    for (const leave of this.#leave) leave()
    this.gaps = []
    this.#epoch = source.status?.epoch
    this.#leave = [
      source.onStatus(({ epoch }) => {
        // what another market lacked is none of this one's
        if (epoch !== this.#epoch) this.gaps = []
        this.#epoch = epoch
      }),
      source.onGap((gap) => {
        this.gaps = [...this.gaps, gap].slice(-MOST)
        for (const listener of this.#listeners) listener(gap)
      }),
    ]
  }

  /** Hears of each that is told from now on; returns what ends that. */
  onGap(listener: (gap: Gap) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }
}
