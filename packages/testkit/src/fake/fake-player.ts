/** Plays a tape without a clock, a server or a promise: each event is folded into a market, and told to who listens before the next one. */

import { createSequencer, type Sequencer } from '@tapedeck/deck'
import { createMarket, type Market } from '@tapedeck/market'
import { micros, TapedeckError, type BarState, type SourceEvent } from '@tapedeck/protocol'
import type { MemoryTape } from '../tape/memory-tape.ts'

export interface PlayerListener {
  event(event: SourceEvent): void
  statsChanged(instrumentId: number): void
  barsChanged(instrumentId: number): void
  barClosed(bar: BarState): void
  /** Tape time has moved. */
  moved(): void
}

export class FakePlayer {
  readonly tape: MemoryTape
  readonly market: Market
  readonly #sequencer: Sequencer
  readonly #listener: PlayerListener
  #position: number

  /** Throws `BAD_OPTION` for a tape that begins in the midst of a market. */
  constructor(tape: MemoryTape, listener: PlayerListener) {
    const { header, history, opening } = tape
    if (opening !== null) {
      throw new TapedeckError(
        'BAD_OPTION',
        'this tape begins in the midst of a market: play it by replayFeed, or cut it from its beginning',
      )
    }
    this.tape = tape
    this.#listener = listener
    this.#sequencer = createSequencer(header.instruments)
    this.#position = header.start
    this.market = createMarket(header.instruments, {}, listener)
    this.market.loadHistory(history, header.start)
  }

  get position(): number {
    return this.#position
  }

  /** Plays everything up to a tape time, and stands there. */
  playTo(to: number): void {
    for (let event = this.tape.next(to); event !== undefined; event = this.tape.next(to)) this.#play(event)
    this.market.advanceTo(micros(to))
    this.#position = Math.max(this.#position, to)
    this.#listener.moved()
  }

  /** Plays the next event, and what stands on the tape at the very same time. Whether there was one. */
  playNext(): boolean {
    const { nextTime } = this.tape
    if (nextTime === Infinity) return false
    this.playTo(nextTime)
    return true
  }

  #play(event: SourceEvent): void {
    const numbered = this.#sequencer.number(event)
    this.market.apply(numbered)
    this.#position = numbered.tsRecv
    this.#listener.event(numbered)
  }
}
