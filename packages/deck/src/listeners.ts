/** Whom a deck tells, in the order in which they came. What nobody hears costs nothing. */

import type { BarState, DeckStatus, ErrorBody, SourceEvent } from '@tapedeck/protocol'
import type { DeckListener } from './deck-face.ts'

type Told = keyof DeckListener

export class Listeners {
  /** Never changed in place: who comes or goes while something is told does so from the next telling on. */
  #all: readonly DeckListener[] = []
  #ofEvents: readonly DeckListener[] = []
  #ofStats: readonly DeckListener[] = []
  #ofBars: readonly DeckListener[] = []

  /** Returns what takes it out again. */
  add(listener: DeckListener): () => void {
    if (!this.#all.includes(listener)) this.#become([...this.#all, listener])
    return () => this.#become(this.#all.filter((each) => each !== listener))
  }

  clear(): void {
    this.#become([])
  }

  event(event: SourceEvent): void {
    for (const listener of this.#ofEvents) listener.event?.(event)
  }

  statsChanged(instrumentId: number): void {
    for (const listener of this.#ofStats) listener.statsChanged?.(instrumentId)
  }

  barsChanged(instrumentId: number): void {
    for (const listener of this.#ofBars) listener.barsChanged?.(instrumentId)
  }

  barClosed(bar: BarState): void {
    for (const listener of this.#all) listener.barClosed?.(bar)
  }

  settled(): void {
    for (const listener of this.#all) listener.settled?.()
  }

  reset(take: number): void {
    for (const listener of this.#all) listener.reset?.(take)
  }

  status(status: DeckStatus): void {
    for (const listener of this.#all) listener.status?.(status)
  }

  failed(error: ErrorBody): void {
    for (const listener of this.#all) listener.failed?.(error)
  }

  #become(all: readonly DeckListener[]): void {
    const hearing = (what: Told): readonly DeckListener[] => all.filter((listener) => listener[what] !== undefined)
    this.#all = all
    this.#ofEvents = hearing('event')
    this.#ofStats = hearing('statsChanged')
    this.#ofBars = hearing('barsChanged')
  }
}
