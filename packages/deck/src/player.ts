/** Paces a deck: plays what is due by its clock, waits for what is not, and stops where it is told. */

import { MICROS_PER_SECOND, micros, toErrorBody, type DeckState, type Micros } from '@tapedeck/protocol'
import type { TapeSource } from '@tapedeck/tape'
import type { Cancel, Clock } from './clock/clock.ts'
import type { Listeners } from './listeners.ts'
import { MissedSpan } from './missed-span.ts'
import { SLICE_EVENTS, type Halt, type Reel } from './reel.ts'
import { newSettling, type Settling } from './settling.ts'
import type { Take } from './take.ts'

export interface PlayerOptions {
  readonly source: TapeSource
  readonly clock: Clock
  readonly listeners: Listeners
  /** Whether it waits for more at the end of the tape. */
  readonly follow: boolean
  /** Tells listeners the deck's status. */
  readonly tellStatus: () => void
  /** Called where what is played ends: goes on elsewhere, or answers false. */
  readonly turnSoon: () => boolean
}

export class Player {
  readonly reel: Reel
  /** Tape time at which it stops: the end of a loop or a window. */
  stop: number = Infinity
  /** On its way to another place; nothing is played until it is there. */
  isMoving = false
  /** It ended where the tape ends, and not its window or in a failure. */
  isTapePlayed = false
  readonly #options: PlayerOptions
  readonly #clock: Clock
  readonly #listeners: Listeners
  readonly #missed = new MissedSpan()
  #state: DeckState = 'waiting'
  #ending: Settling = newSettling()
  #isClosed = false
  /** It stands at the end of a tape that is being written. */
  #isAtEnd = false
  /** Events until other work gets its turn, however often the source is awaited meanwhile. */
  #slice = SLICE_EVENTS
  #cancelWake: Cancel = () => undefined
  #cancelBeat: Cancel = () => undefined

  constructor(reel: Reel, options: PlayerOptions) {
    this.reel = reel
    this.#options = options
    this.#clock = options.clock
    this.#listeners = options.listeners
  }

  get state(): DeckState {
    return this.#state
  }

  get ended(): Promise<void> {
    return this.#ending.promise
  }

  /** Tape time now: runs with the clock between events. */
  get position(): Micros {
    const { position } = this.reel.take
    if (!this.#isRunning() || this.#isAtEnd || this.#clock.speed === 'max') return position
    return micros(Math.max(position, Math.min(this.#clock.now(), this.stop)))
  }

  play(): void {
    if (this.#isClosed || this.#state === 'playing' || this.#state === 'ended') return
    this.start()
    if (!this.#isRunning() || this.#clock.kind === 'virtual') return
    // whoever plays on from within an event is not told the next one inside of it
    if (this.reel.isPumping) this.#wakeSoon()
    else this.#wakeAnew()
  }

  /** Becomes playing without playing anything yet. */
  start(): void {
    this.#interrupt()
    this.#state = 'playing'
    if (!this.isMoving) this.#clock.start(this.reel.take.position)
    this.#beat()
    this.#options.tellStatus()
  }

  pause(): void {
    if (this.#isClosed || this.#state !== 'playing') return
    this.#catchUp()
    if (!this.#isPlaying()) return
    this.#standStill()
    this.#options.tellStatus()
  }

  /** Stands still without a word, to be moved by hand. False where it has ended. */
  hold(): boolean {
    this.#catchUp()
    if (this.#isClosed || this.#state === 'ended') return false
    this.#standStill()
    this.#beat()
    return true
  }

  setSpeed(speed: number | 'max'): void {
    const { position } = this
    this.#clock.setSpeed(speed)
    if (this.#isRunning()) {
      this.#interrupt()
      this.#clock.start(position)
      this.#wakeSoon()
    }
    this.#options.tellStatus()
  }

  /** Plays nothing until `resume`. */
  suspend(): void {
    this.#catchUp()
    this.isMoving = true
    this.#interrupt()
  }

  /** Goes on in another take, or in the same one where it could not be moved. Whoever asked for it has it no longer waiting. */
  resume(take: Take, isAsked = false): void {
    const isMoved = take !== this.reel.take
    this.isMoving = false
    this.#isAtEnd = false
    this.#interrupt()
    this.reel.take = take
    if (isMoved && this.#state === 'ended') {
      this.#state = 'paused'
      this.isTapePlayed = false
      this.#ending = newSettling()
    }
    if (isAsked && this.#state === 'waiting') this.#state = 'paused'
    this.#clock.start(take.position)
    if (this.#state === 'playing' || this.#state === 'paused') this.#beat()
    const { control } = this.reel
    if (isMoved) this.#listeners.reset(take.number)
    this.#options.tellStatus()
    if (control === this.reel.control && this.#isRunning() && this.#clock.kind !== 'virtual') this.#wakeSoon()
  }

  /** What is played has been played. */
  end(isTapePlayed: boolean): void {
    if (this.#isClosed) return
    this.isTapePlayed = isTapePlayed
    this.#toEnded()
    this.#listeners.settled()
    this.#options.tellStatus()
    this.#ending.resolve()
  }

  /** The tape cannot be read further. */
  fail(thrown: unknown): void {
    this.isMoving = false
    if (this.#isClosed || this.#state === 'ended') return
    this.#toEnded()
    this.#listeners.failed(toErrorBody(thrown))
    this.#options.tellStatus()
    this.#ending.reject(thrown)
  }

  /** Nothing is played any more. */
  close(): void {
    this.#isClosed = true
    this.#interrupt()
    this.#cancelBeat()
  }

  #isPlaying(): boolean {
    return this.#state === 'playing'
  }

  #isRunning(): boolean {
    return this.#state === 'playing' && !this.isMoving && !this.#isClosed
  }

  #interrupt(): void {
    this.reel.interrupt()
    this.#cancelWake()
  }

  #standStill(): void {
    this.#interrupt()
    this.#isAtEnd = false
    this.#state = 'paused'
  }

  #toEnded(): void {
    this.#interrupt()
    this.#cancelBeat()
    this.#state = 'ended'
  }

  /** Plays what is due by the clock, so that the deck stands where it showed to be. */
  #catchUp(): void {
    const clock = this.#clock
    if (!this.#isRunning() || this.#isAtEnd || this.reel.isPumping) return
    // a live market that is stopped misses what comes, and a virtual one has nothing due
    if (clock.kind !== 'scaled' || clock.speed === 'max') return
    try {
      this.#playUpTo(clock.now())
      this.#listeners.settled()
    } catch (thrown) {
      this.fail(thrown)
    }
  }

  #playUpTo(time: number): Halt {
    const { take } = this.reel
    const before = take.events
    const halt = this.reel.pump(Math.min(time, this.stop - 1), this.#slice)
    this.#slice = Math.max(1, this.#slice - (take.events - before))
    const reached = Math.min(time, this.stop)
    if (halt === 'due' && reached !== Infinity) take.passTime(reached)
    return halt
  }

  #wakeSoon(): void {
    this.#cancelWake()
    this.#cancelWake = this.#clock.yield(this.#wakeAnew)
  }

  readonly #wakeAnew = (): void => {
    this.#slice = SLICE_EVENTS
    this.#wake()
  }

  #wake(): void {
    if (!this.#isRunning()) return
    try {
      this.#playDue()
    } catch (thrown) {
      this.fail(thrown)
    }
  }

  #playDue(): void {
    const { reel } = this
    const { source } = this.#options
    const clock = this.#clock
    const { control } = reel
    const now = clock.now()
    const until = clock.speed === 'max' ? Infinity : now
    if (clock.kind === 'wall') {
      const missed = this.#missed.drop(now, reel.take.position, source, SLICE_EVENTS)
      if (missed === 'more') {
        this.#wakeSoon()
        return
      }
      if (missed !== undefined) reel.take.insert(missed)
    }
    const halt = this.#playUpTo(until)
    this.#listeners.settled()
    // a listener may have asked for something else
    if (control !== reel.control) return
    if (halt === 'starved') void this.#refill()
    else if (halt === 'enough') this.#wakeSoon()
    else if (until >= this.stop) this.#arrive(false)
    else if (until === Infinity) this.#isAtEnd = true
    else {
      // a bar closes on the second even when no event comes
      const second = (Math.floor(now / MICROS_PER_SECOND) + 1) * MICROS_PER_SECOND
      const next = Math.min(source.nextTime ?? Infinity, second, this.stop)
      this.#cancelWake = clock.schedule(micros(next), this.#wakeAnew)
    }
  }

  async #refill(): Promise<void> {
    const { control } = this.reel
    const isOurs = (): boolean => control === this.reel.control && this.#isRunning()
    try {
      const more = await this.reel.fill()
      if (!isOurs()) return
      if (more) {
        // what comes late is played at the pace of the clock, not all at once
        if (this.#isAtEnd) this.#clock.start(this.reel.take.position)
        this.#isAtEnd = false
        this.#wake()
      } else if (this.#options.follow) this.#isAtEnd = true
      else this.#arrive(true)
    } catch (thrown) {
      if (isOurs()) this.fail(thrown)
    }
  }

  #arrive(isTapePlayed: boolean): void {
    if (!this.#options.turnSoon()) this.end(isTapePlayed)
  }

  /** Once a second of listeners' time, from the first play to the end. */
  #beat(): void {
    this.#cancelBeat()
    this.#cancelBeat = this.#clock.everySecond(() => {
      if (this.#isAtEnd && this.#isRunning()) void this.#refill()
      this.#options.tellStatus()
    })
  }
}
