/** The page held still for who reads slower than it moves, by Braille or by ear: what comes meanwhile waits, and is drawn all at once. */

import { untrack } from 'svelte'
import { nowMs } from './clock.ts'
import type { DeckClock } from './deck-clock.svelte.ts'
import type { FrameLoop } from './frame-loop.ts'

/** So long a page that is held draws what its reader has turned to. */
const GLANCE_MS = 1_000

export class Freeze {
  isOn = $state.raw(false)
  /** Whole seconds that the page has stood still. */
  seconds = $state.raw(0)
  /** Updates that came meanwhile, counted anew each second. */
  waiting = $state.raw(0)
  readonly #frames: FrameLoop
  readonly #clock: DeckClock
  #sinceMs = 0
  #count = 0

  /** `clock`: the one that the page shows. */
  constructor(frames: FrameLoop, clock: DeckClock) {
    this.#frames = frames
    this.#clock = clock
  }

  toggle(): void {
    if (this.isOn) this.end()
    else this.#begin(nowMs())
  }

  /** Draws what has waited, and everything from now on. */
  end(): void {
    this.isOn = false
    this.#hold(false)
  }

  /** The reader turns to something else: the page shows how that stands now, and stands still again. */
  turn(): void {
    untrack(() => {
      if (this.isOn) this.#begin(nowMs() + GLANCE_MS)
    })
  }

  /** An update has come. */
  count(): void {
    this.#count++
  }

  /** To be called several times a second. */
  tick(now: number): void {
    if (!this.isOn) return
    const stoodMs = now - this.#sinceMs
    this.#hold(stoodMs >= 0)
    if (stoodMs < 0) this.#count = 0
    const seconds = Math.max(0, Math.floor(stoodMs / 1_000))
    if (seconds === this.seconds) return
    this.seconds = seconds
    this.waiting = this.#count
  }

  #begin(sinceMs: number): void {
    this.isOn = true
    this.#sinceMs = sinceMs
    this.#count = 0
    this.seconds = 0
    this.waiting = 0
    this.tick(nowMs())
  }

  #hold(isHeld: boolean): void {
    this.#clock.isHeld = isHeld
    this.#frames.hold(isHeld)
  }
}
