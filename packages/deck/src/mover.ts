/** Moves a deck to other places on its tape, one request after the other: seeks, loops, and the beginning of a window. */

import { MICROS_PER_MILLISECOND, TapedeckError, type Micros, type SeekTarget } from '@tapedeck/protocol'
import { isSeekable, type SeekableSource, type TapeSource } from '@tapedeck/tape'
import type { Clock } from './clock/clock.ts'
import { returnTo, takeAt, type Patience } from './fold-to.ts'
import { checkRange, spanOf, timeOf, type Span, type TapeWindow } from './place.ts'
import type { Player } from './player.ts'
import type { TakeOptions } from './take.ts'

/** Between the turns of a loop passes at least this, so that a short one at a high speed is no storm of resets. */
const LEAST_TURN_MS = 50

export interface MoverOptions {
  readonly source: TapeSource
  readonly clock: Clock
  readonly player: Player
  readonly takeOptions: TakeOptions
  readonly window: TapeWindow | undefined
  readonly end: Micros | null
  readonly tellStatus: () => void
}

export class Mover {
  #loop: TapeWindow | null = null
  readonly #options: MoverOptions
  readonly #patience: Patience
  /** Settled, well or not, when nothing that was asked is left to do. */
  #last: Promise<void> = Promise.resolve()
  #isClosed = false
  #isTurning = false
  #lastTurn = -Infinity

  constructor(options: MoverOptions) {
    this.#options = options
    this.#patience = { rest: () => options.player.reel.rest(), isClosed: () => this.#isClosed }
    this.#become(null)
  }

  get loop(): TapeWindow | null {
    return this.#loop
  }

  get span(): Span {
    const { source, window, end } = this.#options
    return spanOf(source, window, end)
  }

  /** Does it when everything that was asked before is done. On a deck that was closed it does nothing. */
  inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#last.then(() => (this.#isClosed ? undefined : work()))
    this.#last = done.catch(() => undefined)
    return done
  }

  /** Goes to the beginning of the window. Nothing is played before. */
  openWindow(from: Micros): void {
    const { player } = this.#options
    player.suspend()
    player.reel.take.position = from
    void this.inTurn(() => this.#moveTo(from, null, false)).catch((thrown: unknown) => {
      player.fail(thrown)
    })
  }

  seek(target: SeekTarget): Promise<void> {
    return this.inTurn(async () => {
      const { player } = this.#options
      const source = this.#seekable()
      const { span } = this
      const markers = source.markers.filter(({ tsRecv }) => isIn(tsRecv, span))
      const at = timeOf(target, span, markers, player.position)
      const loop = this.#loop
      // who goes somewhere else wants to be there
      await this.#moveTo(at, loop !== null && at >= loop.from && at < loop.to ? loop : null)
    })
  }

  setLoop(range: TapeWindow | null): Promise<void> {
    return this.inTurn(async () => {
      if (range === null) {
        if (this.#loop === null) return
        this.#become(null)
        this.#options.tellStatus()
        return
      }
      this.#seekable()
      checkRange(range, this.span)
      await this.#moveTo(range.from, { from: range.from, to: range.to })
    })
  }

  /** Begins the loop anew; only from within `inTurn`. */
  async turn(): Promise<void> {
    const { clock, player } = this.#options
    const waited = (clock.wall() - this.#lastTurn) / MICROS_PER_MILLISECOND
    if (clock.kind !== 'virtual' && waited < LEAST_TURN_MS) {
      await new Promise<void>((resolve) => void clock.later(LEAST_TURN_MS - waited, resolve))
    }
    if (this.#isClosed) return
    if (this.#loop === null) {
      // it was ended meanwhile
      player.resume(player.reel.take)
      return
    }
    this.#lastTurn = clock.wall()
    try {
      await this.#moveTo(this.#loop.from, this.#loop)
    } catch (thrown) {
      player.fail(thrown)
    }
  }

  /** Begins the loop anew when its turn comes; false where there is none. */
  turnSoon(): boolean {
    if (this.#loop === null) return false
    if (this.#isTurning) return true
    this.#isTurning = true
    const { reel } = this.#options.player
    const { take } = reel
    void this.inTurn(async () => {
      this.#isTurning = false
      // somebody may have gone elsewhere before
      if (take === reel.take) await this.turn()
    })
    return true
  }

  /** Resolves when nothing reads the source on behalf of somebody who waits. */
  async close(): Promise<void> {
    this.#isClosed = true
    if (this.#options.player.isMoving) await this.#last
  }

  /** Goes there, with or without a loop; stays as it was where that fails. */
  async #moveTo(at: Micros, loop: TapeWindow | null, isAsked = true): Promise<void> {
    const { source, player, takeOptions } = this.#options
    const before = player.reel.take
    player.suspend()
    await player.reel.idle()
    if (this.#isClosed) return
    const take = await takeAt(at, before.number + 1, takeOptions, this.#patience).catch(async (thrown: unknown) => {
      if (this.#isClosed) return undefined
      if (await returnTo(before, source, this.#patience)) player.resume(before)
      else player.fail(thrown)
      throw thrown
    })
    if (take === undefined || this.#patience.isClosed()) return
    this.#become(loop)
    take.begin()
    player.resume(take, isAsked)
  }

  #become(loop: TapeWindow | null): void {
    const { player, window } = this.#options
    this.#loop = loop
    player.stop = Math.min(loop?.to ?? Infinity, window?.to ?? Infinity)
  }

  #seekable(): SeekableSource {
    const { source, clock } = this.#options
    if (isSeekable(source) && clock.kind !== 'wall') return source
    throw new TapedeckError(
      'DECK_NOT_SEEKABLE',
      `the tape of ${source.header.name} cannot be gone back on; open a recording in the binary form, or rewind live`,
      { source: source.header.source },
    )
  }
}

function isIn(time: number, span: Span): boolean {
  return time >= span.from && time <= (span.to ?? Infinity)
}
