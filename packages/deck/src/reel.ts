/** Hands the events of a source to a take: synchronously while its buffer has some, with others' turns in between. */

import type { TapeSource } from '@tapedeck/tape'
import type { Clock } from './clock/clock.ts'
import type { Listeners } from './listeners.ts'
import type { Take } from './take.ts'

/** Events applied before other work gets its turn. */
export const SLICE_EVENTS = 5_000

/** Why it goes no further: the rest is later, the source has to be awaited, it was enough, or somebody interfered. */
export type Halt = 'due' | 'starved' | 'enough' | 'interrupted'

export class Reel {
  take: Take
  readonly #source: TapeSource
  readonly #clock: Clock
  readonly #listeners: Listeners
  /** Another number after everything that is asked of the deck: what waited sees by it that its turn is gone. */
  #control = 0
  #isPumping = false
  #filling: Promise<boolean> | undefined

  constructor(take: Take, source: TapeSource, clock: Clock, listeners: Listeners) {
    this.take = take
    this.#source = source
    this.#clock = clock
    this.#listeners = listeners
  }

  get control(): number {
    return this.#control
  }

  /** Whether somebody asks from within an event. */
  get isPumping(): boolean {
    return this.#isPumping
  }

  /** Ends what plays or waits to play. */
  interrupt(): void {
    this.#control++
  }

  /** Plays what is due up to `limit`, at most so many events. The hot path of every deck. */
  pump(limit: number, most: number): Halt {
    const source = this.#source
    const { take } = this
    const control = this.#control
    const hasInstants = this.#clock.kind === 'virtual'
    this.#isPumping = true
    try {
      for (let count = 0; count < most; count++) {
        const time = source.nextTime
        if (time === undefined) return 'starved'
        // nothing will come where the time is Infinity
        if (time > limit || time === Infinity) return 'due'
        const event = source.next(limit)
        if (event === undefined) continue
        if (hasInstants && event.tsRecv > take.position) this.#listeners.settled()
        take.play(event)
        if (control !== this.#control) return 'interrupted'
      }
      return 'enough'
    } finally {
      this.#isPumping = false
    }
  }

  /** Waits for more events; false at the end of the tape. Asking twice waits for one answer. */
  fill(): Promise<boolean> {
    this.#filling ??= this.#source.fill().finally(() => (this.#filling = undefined))
    return this.#filling
  }

  /** Resolves when the source is not being read. */
  async idle(): Promise<void> {
    await this.#filling?.catch(() => undefined)
  }

  /** Resolves when other work had its turn. */
  rest(): Promise<void> {
    return new Promise((resolve) => void this.#clock.yield(resolve))
  }

  /** Plays every event up to `limit`, at most so many, without pacing. Answers `end` at the end of the tape. */
  async run(limit: number, most: number = Infinity): Promise<'due' | 'enough' | 'interrupted' | 'end'> {
    const control = this.#control
    const { take } = this
    const enough = take.events + most
    let slice = SLICE_EVENTS
    while (control === this.#control) {
      const before = take.events
      const halt = this.pump(limit, Math.min(slice, enough - before))
      slice -= take.events - before
      if (halt === 'due' || halt === 'interrupted') return halt
      if (take.events >= enough) return 'enough'
      if (halt === 'starved' && !(await this.fill())) return control === this.#control ? 'end' : 'interrupted'
      if (halt === 'enough' || slice <= 0) {
        await this.rest()
        slice = SLICE_EVENTS
      }
    }
    return 'interrupted'
  }
}
