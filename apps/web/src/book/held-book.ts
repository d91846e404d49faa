/** The book of one symbol as it is heard from a deck: put together, compared with the server's checksum, and asked for anew where it differs. */

import { BookView, type MarketView } from '@tapedeck/client'
import type { Book, InstrumentInfo } from '@tapedeck/protocol'
import { after } from '../feed/clock.ts'
import type { Levels } from './ladder.ts'

/** Whether there is a book: `waiting` for the deck's answer, `none` on its tape, `held`, or `refused` and why. */
export type BookPresence =
  { readonly kind: 'waiting' | 'none' | 'held' } | { readonly kind: 'refused'; readonly message: string }

export const WAITING: BookPresence = { kind: 'waiting' }
const NONE: BookPresence = { kind: 'none' }
const HELD: BookPresence = { kind: 'held' }
const NO_LEVELS: Levels = { bids: [], asks: [] }
/** Grouping works on what the channel has: always the deepest. */
const CHANNEL = 'book:20'
/** The first time at once; where that did not help, with a pause. */
const RETRY_MS = 1000

export interface BookListener {
  /** The server has sent a change; it is told before `changed`. */
  updated(): void
  /** Anything of it is another now. */
  changed(): void
}

export class HeldBook {
  readonly #source: Pick<MarketView, 'subscribe'>
  readonly #info: InstrumentInfo
  readonly #listener: BookListener
  #presence: BookPresence = WAITING
  #view: BookView | undefined
  #newest: Book | undefined
  #isSound = true
  #mismatches = 0
  #leave: () => void
  #stopWaiting: () => void = () => undefined

  constructor(source: Pick<MarketView, 'subscribe'>, info: InstrumentInfo, listener: BookListener) {
    this.#source = source
    this.#info = info
    this.#listener = listener
    this.#leave = this.#join()
  }

  get presence(): BookPresence {
    return this.#presence
  }

  get levels(): Levels {
    const view = this.#view
    return view === undefined ? NO_LEVELS : { bids: view.bids, asks: view.asks }
  }

  /** The newest change, undefined before the first. */
  get newest(): Book | undefined {
    return this.#newest
  }

  /** Whether the levels are the server's, by its checksum. */
  get isSound(): boolean {
    return this.#isSound
  }

  /** Times that they were not, so that they were asked for anew. */
  get mismatches(): number {
    return this.#mismatches
  }

  close(): void {
    this.#stopWaiting()
    this.#leave()
  }

  #join(): () => void {
    const subscription = this.#source.subscribe(
      { symbols: [this.#info.symbol], channels: [CHANNEL] },
      {
        snapshot: (snapshot) => {
          if (snapshot.channel !== CHANNEL) return
          this.#view = undefined
          this.#newest = undefined
          this.#isSound = true
          this.#presence = NONE
          if (snapshot.data !== null) this.#take(snapshot.data)
          this.#listener.changed()
        },
        book: (book) => {
          this.#listener.updated()
          this.#take(book)
          this.#listener.changed()
        },
        refused: ({ message }) => {
          this.#presence = { kind: 'refused', message }
          this.#listener.changed()
        },
      },
    )
    return () => subscription.unsubscribe()
  }

  #take(book: Book): void {
    const wasSound = this.#isSound
    this.#view ??= new BookView(this.#info)
    this.#newest = book
    this.#presence = HELD
    this.#isSound = this.#view.apply(book)
    if (this.#isSound || !wasSound) return
    this.#mismatches++
    this.#stopWaiting = after(this.#mismatches === 1 ? 0 : RETRY_MS, () => {
      this.#leave()
      this.#leave = this.#join()
    })
  }
}
