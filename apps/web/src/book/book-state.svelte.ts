/** The order book of one symbol: heard from a deck, checked, and drawn once a frame. */

import { BookView, type DeckHandle } from '@tapedeck/client'
import type { Book, Gap, InstrumentInfo } from '@tapedeck/protocol'
import { after, nowMs } from '../feed/clock.ts'
import { LIVE } from '../feed/connection-face.ts'
import type { Feed } from '../feed/feed.svelte.ts'
import type { Flushable } from '../feed/frame-loop.ts'
import { spreadFigures } from '../feed/symbol-view.ts'
import type { BookSettings } from './book-settings.ts'
import { EMPTY_LADDER, nextLadder, type Ladder, type Levels } from './ladder.ts'

/** Whether there is a book: `waiting` for the deck's answer, `none` on its tape, `held`, or `refused` and why. */
export type BookPresence =
  { readonly kind: 'waiting' | 'none' | 'held' } | { readonly kind: 'refused'; readonly message: string }

export interface BookSpread {
  readonly absolute: number | null
  readonly basisPoints: number | null
}

/** Grouping works on what the channel has: always the deepest. */
const CHANNEL = 'book:20'
/** The depth chart is looked at, not read: four times a second. */
const DEPTH_MS = 250
/** The first time at once; where that did not help, with a pause. */
const RETRY_MS = 1000
const WAITING: BookPresence = { kind: 'waiting' }
const HELD: BookPresence = { kind: 'held' }
const NO_LEVELS: Levels = { bids: [], asks: [] }

export class BookState implements Flushable {
  presence: BookPresence = $state.raw(WAITING)
  ladder: Ladder = $state.raw(EMPTY_LADDER)
  spread: BookSpread = $state.raw({ absolute: null, basisPoints: null })
  /** All levels, for the depth chart: behind the ladder by up to {@link DEPTH_MS}. */
  depth: Levels = $state.raw(NO_LEVELS)
  /** Number and tape time of the newest change. */
  seq: number | undefined = $state.raw()
  tsRecv: number | undefined = $state.raw()
  /** Whether the levels are the server's, by its checksum. */
  isSound = $state.raw(true)
  /** Times that they were not, so that they were asked for anew. */
  mismatches = $state.raw(0)
  /** The newest hole in the data since the symbol is followed. */
  gap: Gap | undefined = $state.raw()
  readonly #feed: Feed
  readonly #settings: () => BookSettings
  #info: InstrumentInfo | undefined
  #book: BookView | undefined
  #newest: Book | undefined
  #isTrue = true
  #mismatches = 0
  #gap: Gap | undefined
  #askAnew: (() => void) | undefined
  #presence: BookPresence = WAITING
  #depthDueMs = 0
  #isDepthWaiting = false

  constructor(feed: Feed, settings: () => BookSettings) {
    this.#feed = feed
    this.#settings = settings
  }

  /** Follows the book of a symbol; returns what ends that. */
  follow(source: DeckHandle, info: InstrumentInfo): () => void {
    this.#info = info
    this.#mismatches = 0
    this.#gap = undefined
    this.#begin()
    // the former symbol's levels go with the next frame
    this.#feed.frames.mark(this)
    let leave = this.#subscribe(source, info)
    this.#askAnew = () => {
      leave()
      leave = this.#subscribe(source, info)
    }
    const leaveGaps = this.#feed.client.on('gap', (gap) => {
      if ((gap.deck ?? LIVE) !== source.name || (gap.symbol ?? info.symbol) !== info.symbol) return
      this.#gap = gap
      this.#feed.frames.mark(this)
    })
    return () => {
      leave()
      leaveGaps()
      this.#askAnew = undefined
      this.#info = undefined
    }
  }

  #subscribe(source: DeckHandle, info: InstrumentInfo): () => void {
    const subscription = source.subscribe(
      { symbols: [info.symbol], channels: [CHANNEL] },
      {
        snapshot: (snapshot) => {
          if (snapshot.channel !== CHANNEL) return
          this.#begin()
          if (snapshot.data === null) this.#presence = { kind: 'none' }
          else this.#take(snapshot.data, info)
          this.#feed.frames.mark(this)
        },
        book: (book) => {
          this.#feed.countUpdate()
          this.#take(book, info)
        },
        refused: ({ message }) => {
          this.#presence = { kind: 'refused', message }
          this.#feed.frames.mark(this)
        },
      },
    )
    return () => subscription.unsubscribe()
  }

  #begin(): void {
    this.#book = undefined
    this.#newest = undefined
    this.#isTrue = true
    this.#presence = WAITING
  }

  #take(book: Book, info: InstrumentInfo): void {
    this.#book ??= new BookView(info)
    this.#newest = book
    this.#presence = HELD
    const wasTrue = this.#isTrue
    this.#isTrue = this.#book.apply(book)
    this.#feed.frames.mark(this)
    if (this.#isTrue || !wasTrue) return
    this.#mismatches++
    const askAnew = this.#askAnew
    after(this.#mismatches === 1 ? 0 : RETRY_MS, () => {
      // unless another symbol is followed by now
      if (askAnew === this.#askAnew) askAnew?.()
    })
  }

  /** Draws the newest levels. */
  flush(): void {
    const info = this.#info
    if (info === undefined) return
    const settings = this.#settings()
    const { bids, asks } = this.#book ?? NO_LEVELS
    this.presence = this.#presence
    this.ladder = nextLadder(this.ladder, { bids, asks }, info, settings)
    this.spread = spreadFigures({ bid: bids[0]?.[0] ?? null, ask: asks[0]?.[0] ?? null })
    this.seq = this.#newest?.seq
    this.tsRecv = this.#newest?.tsRecv
    this.isSound = this.#isTrue
    this.mismatches = this.#mismatches
    this.gap = this.#gap
    if (settings.hasDepthChart) this.#drawDepth({ bids, asks })
  }

  #drawDepth(levels: Levels): void {
    const now = nowMs()
    if (now >= this.#depthDueMs) {
      this.depth = levels
      this.#depthDueMs = now + DEPTH_MS
    } else if (!this.#isDepthWaiting) {
      this.#isDepthWaiting = true
      after(this.#depthDueMs - now, () => {
        this.#isDepthWaiting = false
        this.#feed.frames.mark(this)
      })
    }
  }
}
