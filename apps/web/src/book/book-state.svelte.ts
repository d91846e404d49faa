/** The order book of the selected symbol as it is drawn: once a frame, whatever came in between. */

import type { DeckHandle } from '@tapedeck/client'
import type { Gap, InstrumentInfo } from '@tapedeck/protocol'
import { after, nowMs } from '../feed/clock.ts'
import type { Feed } from '../feed/feed.svelte.ts'
import type { Flushable } from '../feed/frame-loop.ts'
import { spreadFigures } from '../feed/symbol-view.ts'
import type { BookSettings } from './book-settings.ts'
import { HeldBook, WAITING, type BookPresence } from './held-book.ts'
import { EMPTY_LADDER, nextLadder, type Ladder, type Levels } from './ladder.ts'

export interface BookSpread {
  readonly absolute: number | null
  readonly basisPoints: number | null
}

/** The depth chart is looked at, not read: four times a second. */
const DEPTH_MS = 250

export class BookState implements Flushable {
  presence: BookPresence = $state.raw(WAITING)
  ladder: Ladder = $state.raw(EMPTY_LADDER)
  spread: BookSpread = $state.raw({ absolute: null, basisPoints: null })
  /** All levels, for the depth chart: behind the ladder by up to {@link DEPTH_MS}. */
  depth: Levels = $state.raw({ bids: [], asks: [] })
  /** Number and tape time of the newest change. */
  seq: number | undefined = $state.raw()
  tsRecv: number | undefined = $state.raw()
  isSound = $state.raw(true)
  mismatches = $state.raw(0)
  /** The newest hole in the data since the symbol is followed. */
  gap: Gap | undefined = $state.raw()
  readonly #feed: Feed
  readonly #settings: () => BookSettings
  #info: InstrumentInfo | undefined
  #held: HeldBook | undefined
  #gap: Gap | undefined
  #depthDueMs = 0
  #isDepthWaiting = false

  constructor(feed: Feed, settings: () => BookSettings) {
    this.#feed = feed
    this.#settings = settings
  }

  /** Follows the book of a symbol; returns what ends that. */
  follow(source: DeckHandle, info: InstrumentInfo): () => void {
    const { frames } = this.#feed
    const draw = (): void => frames.mark(this)
    const held = new HeldBook(source, info, { updated: () => this.#feed.countUpdate(), changed: draw })
    this.#info = info
    this.#held = held
    this.#gap = undefined
    this.#depthDueMs = 0
    // the former symbol's levels go with the next frame
    draw()
    const leaveGaps = source.onGap((gap) => {
      if ((gap.symbol ?? info.symbol) !== info.symbol) return
      this.#gap = gap
      draw()
    })
    return () => {
      held.close()
      leaveGaps()
      this.#held = undefined
    }
  }

  /** Draws the newest levels. */
  flush(): void {
    const held = this.#held
    const info = this.#info
    if (held === undefined || info === undefined) return
    const settings = this.#settings()
    const { levels } = held
    this.presence = held.presence
    this.ladder = nextLadder(this.ladder, levels, info, settings)
    this.spread = spreadFigures({ bid: levels.bids[0]?.[0] ?? null, ask: levels.asks[0]?.[0] ?? null })
    this.seq = held.newest?.seq
    this.tsRecv = held.newest?.tsRecv
    this.isSound = held.isSound
    this.mismatches = held.mismatches
    this.gap = this.#gap
    if (settings.hasDepthChart) this.#drawDepth(levels)
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
