/** Other clocks that go with a feed's: the timers of a test, or a page's in a browser. */

import { MICROS_PER_MILLISECOND, MICROS_PER_SECOND } from '@tapedeck/protocol'

export interface Companion {
  /** Whether no clock goes with it yet: then time passes in one go. */
  readonly isIdle: boolean
  /** Runs it by milliseconds, a second at the most, that pass on the tape after this. */
  before(ms: number): Promise<void>
  /** Clients have handled what came. */
  after(): Promise<void>
  /** The tape stands elsewhere: no time has passed, and it is another. */
  moved(): Promise<void>
}

/** The tape that a companion goes with. */
export interface Led {
  /** Events that were played. */
  readonly played: () => number
  /** Lets milliseconds pass. */
  readonly advance: (ms: number) => Promise<void>
  /** Resolves when clients have handled what came. */
  readonly clientsHandled: () => Promise<void>
}

/** Clocks run ahead of the tape by no more than this: a heartbeat comes as often. */
const SLICE_MICROS = MICROS_PER_SECOND

/** Lets tape time pass, and a companion's clock with it. */
export class Passage {
  readonly #tape: Led
  readonly #companion: Companion | undefined
  /** Microseconds by which the companion ran while clients were waited for, and the tape did not. */
  #ahead = 0

  constructor(tape: Led, companion: Companion | undefined) {
    this.#tape = tape
    this.#companion = companion
  }

  /** Lets microseconds pass; of 0 or less, what stands on the tape at this very time is played. */
  async pass(microseconds: number): Promise<void> {
    const [tape, companion] = [this.#tape, this.#companion]
    let left = Math.max(0, microseconds)
    if (companion === undefined || companion.isIdle) return tape.advance(left / MICROS_PER_MILLISECOND)
    for (;;) {
      const slice = Math.min(left, SLICE_MICROS)
      const run = Math.min(slice, this.#ahead)
      this.#ahead -= run
      if (run < slice) await companion.before((slice - run) / MICROS_PER_MILLISECOND)
      const before = tape.played()
      await tape.advance(slice / MICROS_PER_MILLISECOND)
      left -= slice
      if (left === 0) return
      await tape.clientsHandled()
      if (tape.played() > before) await companion.after()
    }
  }

  /** The companion's clock runs on while the tape stands, and stands later while the tape catches up. */
  async meanwhile(ms: number): Promise<void> {
    if (this.#companion === undefined || this.#companion.isIdle) return
    await this.#companion.before(ms)
    this.#ahead += ms * MICROS_PER_MILLISECOND
  }

  /** The tape stands elsewhere. */
  async moved(): Promise<void> {
    await this.#companion?.moved()
  }

  /** Resolves when clients have handled what came, and the companion what follows from it. */
  async handled(): Promise<void> {
    await this.#tape.clientsHandled()
    await this.#companion?.after()
  }
}
