/** Sparklines of the symbols that are drawn: bars of one minute from the history, and the last price carried on once a second. */

import { MICROS_PER_MINUTE, type Bar, type DeckStatus } from '@tapedeck/protocol'
import { untrack } from 'svelte'
import { every, nowMs } from '../feed/clock.ts'
import type { Feed } from '../feed/feed.svelte.ts'
import { Round } from '../feed/round.ts'
import type { SymbolState } from '../feed/symbol-state.svelte.ts'
import { directionOf, type Direction } from '../format/change.ts'
import { createPacedQueue } from './paced-queue.ts'
import { sparklinePath } from './sparkline-path.ts'

/** What is drawn of a sparkline. */
export interface Sparkline {
  readonly path: string
  /** From its first point to its last. */
  readonly direction: Direction
}

const EMPTY: Sparkline = { path: '', direction: 'none' }
const POINTS = 60
/** A server takes a burst of 60 messages and 20 a second after it, for all that the page asks. */
const BURST = 30
const REQUESTS_PER_SECOND = 6
const PASS_MS = 200

export class SparklineState {
  shown: Sparkline = $state.raw(EMPTY)
  readonly symbol: SymbolState
  /** Start of each minute, and the last price in it. Undefined until the history came. */
  #points: { readonly tsOpen: number; close: number }[] | undefined
  #watchers = 0

  constructor(symbol: SymbolState) {
    this.symbol = symbol
  }

  get isWatched(): boolean {
    return this.#watchers > 0
  }

  /** Whether minutes are missing between what it has and now. */
  get isBehind(): boolean {
    const newest = this.#points?.at(-1)
    if (newest === undefined) return true
    return (this.symbol.stats?.tsRecv ?? 0) >= newest.tsOpen + 2 * MICROS_PER_MINUTE
  }

  count(watchers: 1 | -1): void {
    this.#watchers += watchers
  }

  begin(bars: readonly Bar[]): void {
    this.#points = bars.map(({ tsOpen, close }) => ({ tsOpen, close }))
    this.carryOn()
  }

  forget(): void {
    this.#points = undefined
    this.shown = EMPTY
  }

  /** The last price is that of the minute in which it was made. */
  carryOn(): void {
    const points = this.#points
    if (points === undefined) return
    const { stats } = this.symbol
    // before the first price of the day the last one is older than its statistics
    if (stats !== null && stats.last !== null && stats.open !== null) {
      const tsOpen = Math.floor(stats.tsRecv / MICROS_PER_MINUTE) * MICROS_PER_MINUTE
      const newest = points.at(-1)
      if (newest === undefined || tsOpen > newest.tsOpen) points.push({ tsOpen, close: stats.last })
      else if (tsOpen === newest.tsOpen) newest.close = stats.last
      if (points.length > POINTS) points.splice(0, points.length - POINTS)
    }
    const closes = points.map(({ close }) => close)
    const path = sparklinePath(closes)
    if (path === this.shown.path) return
    this.shown = { path, direction: directionOf((closes.at(-1) ?? 0) - (closes[0] ?? 0)) }
  }
}

/** Those of a component, for as long as it is there. Call it while the component is set up. */
export function runSparklines(feed: Feed): Sparklines {
  const sparklines = new Sparklines(feed)
  $effect(() => every(PASS_MS, () => sparklines.pass()))
  $effect(() => {
    if (feed.seconds >= 0) untrack(() => sparklines.carryOn(feed.deck))
  })
  return sparklines
}

export class Sparklines {
  readonly #feed: Feed
  readonly #ofSymbols = new Map<SymbolState, SparklineState>()
  readonly #queue = createPacedQueue<SparklineState>(BURST, REQUESTS_PER_SECOND, (line) => this.#load(line))
  readonly #round: Round<SparklineState>
  #numbering: string | undefined

  constructor(feed: Feed) {
    this.#feed = feed
    this.#round = new Round(feed.frames, (line) => {
      if (line.isWatched) line.carryOn()
    })
  }

  of(symbol: SymbolState): SparklineState {
    const known = this.#ofSymbols.get(symbol)
    if (known !== undefined) return known
    const line = new SparklineState(symbol)
    this.#ofSymbols.set(symbol, line)
    return line
  }

  /** It is drawn; returns what ends that. */
  watch(line: SparklineState): () => void {
    line.count(1)
    if (line.isBehind) this.#queue.want(line)
    else line.carryOn()
    return () => {
      line.count(-1)
      if (!line.isWatched) this.#queue.drop(line)
    }
  }

  /** To be called several times a second. */
  pass(): void {
    if (this.#feed.connection === 'connected') this.#queue.pass(nowMs())
  }

  /** To be called once a second. */
  carryOn(deck: DeckStatus | undefined): void {
    const numbering = deck === undefined ? undefined : `${deck.epoch}/${deck.take}`
    if (this.#numbering !== undefined && numbering !== this.#numbering) this.#beginAnew()
    this.#numbering = numbering
    this.#round.begin([...this.#ofSymbols.values()].filter((line) => line.isWatched))
  }

  /** The deck stands elsewhere: other bars lead there. */
  #beginAnew(): void {
    for (const line of this.#ofSymbols.values()) {
      line.forget()
      if (line.isWatched) this.#queue.want(line)
    }
  }

  #load(line: SparklineState): void {
    const numbering = this.#numbering
    this.#feed.source.history({ symbol: line.symbol.info.symbol, interval: '1m', limit: POINTS }).then(
      ({ bars }) => {
        if (numbering === this.#numbering || this.#numbering === undefined) line.begin(bars)
        else this.#queue.want(line)
      },
      () => {
        // the next connection asks again; what is refused is left alone
        if (line.isWatched && this.#feed.connection !== 'connected') this.#queue.want(line)
      },
    )
  }
}
