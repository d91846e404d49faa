/** The trades of one symbol: heard from a deck, listed once a frame, and held back while somebody reads them. */

import type { DeckHandle } from '@tapedeck/client'
import type { InstrumentInfo, Trade, TradeBust } from '@tapedeck/protocol'
import type { Feed } from '../feed/feed.svelte.ts'
import type { Flushable } from '../feed/frame-loop.ts'
import { TradeMemory, type ListedTrade } from './trade-memory.ts'
import { MOST_ROWS, type TradeRows } from './trade-rows.ts'

/** Whether there are trades: `waiting` for the deck's answer, `heard`, or `refused` and why. */
export type TradesPresence =
  { readonly kind: 'waiting' | 'heard' } | { readonly kind: 'refused'; readonly message: string }

const WAITING: TradesPresence = { kind: 'waiting' }
const HEARD: TradesPresence = { kind: 'heard' }

export class TradesState implements Flushable {
  presence: TradesPresence = $state.raw(WAITING)
  /** Trades in the memory, and rows that show one. */
  remembered = $state.raw(0)
  shown = $state.raw(0)
  /** Newer trades of the least size that wait until the list goes on. */
  waiting = $state.raw(0)
  readonly #feed: Feed
  readonly #rows: TradeRows
  readonly #memory = new TradeMemory()
  #info: InstrumentInfo | undefined
  #presence: TradesPresence = WAITING
  /** Heard since the list was drawn, oldest first. */
  #newer: ListedTrade[] = []
  #busted: ListedTrade[] = []
  /** How many of the least size are heard since it is held. */
  #waiting = 0
  #shown = 0
  #isHeld = false
  #isAnew = true
  #leastSize = 0

  constructor(feed: Feed, rows: TradeRows) {
    this.#feed = feed
    this.#rows = rows
  }

  /** Nothing moves while it is held. */
  set isHeld(isHeld: boolean) {
    this.#isHeld = isHeld
    this.#feed.frames.mark(this, true)
  }

  /** Smaller trades are not listed. */
  set leastSize(leastSize: number) {
    this.#leastSize = leastSize
    this.#drawAnew()
  }

  /** Follows the trades of a symbol; returns what ends that. */
  follow(source: DeckHandle, info: InstrumentInfo): () => void {
    this.#info = info
    this.#presence = WAITING
    this.#memory.clear()
    this.#drawAnew()
    let leave = this.#subscribe(source, info)
    const leaveNotices = this.#feed.client.on('notice', ({ code }) => {
      if (code !== 'UPDATES_LOST') return
      // the list has a hole: the last trades come anew
      leave()
      leave = this.#subscribe(source, info)
    })
    return () => {
      leave()
      leaveNotices()
      this.#info = undefined
    }
  }

  #subscribe(source: DeckHandle, { symbol }: InstrumentInfo): () => void {
    const subscription = source.subscribe(
      { symbols: [symbol], channels: ['trade'] },
      {
        snapshot: (snapshot) => {
          if (snapshot.channel !== 'trade') return
          this.#presence = HEARD
          this.#memory.clear()
          for (const trade of snapshot.data) this.#memory.add(trade)
          this.#drawAnew()
        },
        trade: (trade) => {
          this.#feed.countUpdate()
          this.#take(trade)
        },
        tradeBust: (bust) => {
          this.#feed.countUpdate()
          this.#strike(bust)
        },
        refused: ({ message }) => {
          this.#presence = { kind: 'refused', message }
          this.#feed.frames.mark(this)
        },
      },
    )
    return () => subscription.unsubscribe()
  }

  #take(trade: Trade): void {
    const listed = this.#memory.add(trade)
    if (trade.size < this.#leastSize) return
    this.#newer.push(listed)
    this.#waiting++
    // more than there are rows need not wait: the memory has them
    if (this.#newer.length >= 2 * MOST_ROWS) this.#newer.splice(0, MOST_ROWS)
    this.#feed.frames.mark(this)
  }

  #strike(bust: TradeBust): void {
    const listed = this.#memory.bust(bust)
    if (listed === undefined) return
    this.#newer = this.#newer.map((each) => (each.trade === listed.trade ? listed : each))
    this.#busted.push(listed)
    this.#feed.frames.mark(this)
  }

  #drawAnew(): void {
    this.#isAnew = true
    this.#newer = []
    this.#busted = []
    this.#waiting = 0
    this.#feed.frames.mark(this, true)
  }

  /** Lists what is newer, unless that is held back. */
  flush(): void {
    const info = this.#info
    if (info === undefined) return
    const weightOf = ({ trade }: ListedTrade): number => this.#memory.weightOf(trade)
    this.presence = this.#presence
    this.remembered = this.#memory.count
    if (this.#isAnew) {
      const trades = this.#memory.newest(MOST_ROWS, this.#leastSize)
      this.#rows.replace(trades, info, weightOf)
      this.#shown = trades.length
      this.#isAnew = false
    } else if (!this.#isHeld && this.#newer.length > 0) {
      const newest = this.#newer.toReversed()
      this.#rows.prepend(newest, info, weightOf)
      this.#shown = Math.min(MOST_ROWS, this.#shown + newest.length)
      this.#newer = []
    }
    for (const listed of this.#busted.splice(0)) this.#rows.strike(listed)
    if (!this.#isHeld) this.#waiting = 0
    this.waiting = this.#waiting
    this.shown = this.#shown
  }
}
