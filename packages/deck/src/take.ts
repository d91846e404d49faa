/** One take of a deck: market, numbering and digest, folded without a break from one place on the tape on. */

import { createMarket, type Market, type MarketSelection } from '@tapedeck/market'
import { micros, type Micros, type SourceEvent } from '@tapedeck/protocol'
import type { Digest, Keyframe, TapeSource } from '@tapedeck/tape'
import { lateBustOf, type LateBust } from './late-busts.ts'
import type { Listeners } from './listeners.ts'
import { decodeState, encodeState } from './saved-state.ts'
import { createSequencer, type Sequencer } from './sequencer.ts'

export interface TakeOptions {
  readonly source: TapeSource
  readonly maxBars: number
  readonly listeners: Listeners
  readonly createDigest: (() => Digest) | undefined
}

export class Take {
  /** From 1. */
  readonly number: number
  readonly market: Market
  /** Whether it began with saved state: the market has no bars that had closed before. */
  readonly isResumed: boolean
  /** Tape time up to which everything has been applied. */
  position: Micros
  /** Events of the tape before the position. */
  place: number
  /** Events that were told. */
  events = 0
  /** Of a take that began at the start of the tape, where one is wanted. */
  digest: Digest | undefined
  /** Of a resumed take: busts since, whose bars its market may not hold. */
  readonly lateBusts: LateBust[] = []
  readonly #listeners: Listeners
  readonly #sequencer: Sequencer
  readonly #createDigest: (() => Digest) | undefined
  /** Nothing is told while what is before the take is folded. */
  #isTold = false

  /** Begins with a keyframe, or at the start of the tape. Throws `TAPE_CORRUPT` or `TAPE_VERSION`. */
  constructor(number: number, { source, maxBars, listeners, createDigest }: TakeOptions, keyframe: Keyframe | null) {
    const { header } = source
    this.number = number
    this.position = keyframe?.tsRecv ?? header.start
    this.place = keyframe?.events ?? 0
    this.#listeners = listeners
    this.#createDigest = createDigest
    this.#sequencer = createSequencer(header.instruments)
    this.market = createMarket(
      header.instruments,
      { maxBars },
      {
        statsChanged: (instrumentId) => {
          if (this.#isTold) listeners.statsChanged(instrumentId)
        },
        barsChanged: (instrumentId) => {
          if (this.#isTold) listeners.barsChanged(instrumentId)
        },
        barClosed: (bar) => {
          if (this.#isTold) listeners.barClosed(bar)
        },
      },
    )
    const state = keyframe?.state ?? source.opening
    this.isResumed = state !== null
    if (state === null) {
      this.market.loadHistory(source.history, header.start)
    } else {
      const { numbers, market } = decodeState(state)
      this.#sequencer.load(numbers)
      this.market.load(market)
    }
  }

  /** From here on everything is told, and summed if this is the start of the tape. */
  begin(): void {
    this.#isTold = true
    if (this.place === 0) this.digest = this.#createDigest?.()
  }

  /** Applies an event that is before the take, and tells nobody. */
  fold(event: SourceEvent): void {
    this.#apply(this.#sequencer.number(event))
  }

  /** Applies the next event and tells it. */
  play(unnumbered: SourceEvent): void {
    const event = this.#sequencer.number(unnumbered)
    this.#apply(event)
    this.digest?.add(event)
    this.events++
    this.#listeners.event(event)
  }

  /** Plays an event that does not come from the tape. */
  insert(event: SourceEvent): void {
    this.play(event)
    this.place--
  }

  /** Lets time pass on the market, so that bars close without an event. */
  passTime(to: number): void {
    this.market.advanceTo(micros(to))
    if (to > this.position) this.position = micros(to)
  }

  save(selection?: MarketSelection): Uint8Array {
    return encodeState({ numbers: this.#sequencer.save(selection), market: this.market.save(selection) })
  }

  #apply(event: SourceEvent): void {
    this.market.apply(event)
    this.place++
    this.position = event.tsRecv
    if (event.type === 'trade-bust' && this.isResumed) this.lateBusts.push(lateBustOf(event, this.market))
  }
}
