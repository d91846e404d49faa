/** The deck's clock on the page: tape time carried on from the last heartbeat, and how long there has been none. */

import type { DeckStatus } from '@tapedeck/protocol'
import { positionAfter } from './deck-position.ts'

export class DeckClock {
  /** Tape time now, undefined before the first heartbeat. */
  position: number | undefined = $state.raw()
  /** Whole seconds since the last heartbeat of a deck that plays, otherwise 0. */
  silentSeconds = $state.raw(0)
  #status: DeckStatus | undefined
  #arrivedMs = 0

  /** A heartbeat has come. */
  hear(status: DeckStatus, nowMs: number): void {
    this.#status = status
    this.#arrivedMs = nowMs
    this.tick(nowMs)
  }

  /** Moves on; to be called several times a second. */
  tick(nowMs: number): void {
    const status = this.#status
    if (status === undefined) return
    const elapsedMs = nowMs - this.#arrivedMs
    this.position = positionAfter(status, elapsedMs)
    // only a deck that plays has a heartbeat
    this.silentSeconds = status.state === 'playing' ? Math.floor(elapsedMs / 1000) : 0
  }
}
