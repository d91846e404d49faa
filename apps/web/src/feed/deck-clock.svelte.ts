/** The deck's clock on the page: tape time carried on from the last heartbeat, and how long there has been none. */

import type { DeckStatus } from '@tapedeck/protocol'
import { positionAfter } from './deck-position.ts'

export class DeckClock {
  /** Tape time now, undefined before the first heartbeat. */
  position: number | undefined = $state.raw()
  /** Whole seconds since the last heartbeat of a deck that plays, otherwise 0. */
  silentSeconds = $state.raw(0)
  /** Whether the position that is shown stands still, whatever the deck does. */
  isHeld = false
  #now: number | undefined
  #status: DeckStatus | undefined
  #arrivedMs = 0

  /** Tape time now, also while the one that is shown stands still; no signal. */
  get now(): number | undefined {
    return this.#now
  }

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
    this.#now = positionAfter(status, elapsedMs)
    if (!this.isHeld) this.position = this.#now
    // only a deck that plays has a heartbeat
    this.silentSeconds = status.state === 'playing' ? Math.floor(elapsedMs / 1000) : 0
  }
}
