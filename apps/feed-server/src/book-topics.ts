/** What book channels publish: the levels that changed since what was published last, or all of them. */

import type { Market } from '@tapedeck/market'
import {
  BOOK_DEPTHS,
  bookChecksum,
  bookOf,
  depthOf,
  type Book,
  type BookDepth,
  type BookLevel,
  type Instrument,
} from '@tapedeck/protocol'
import { Item } from './fan-out/item.ts'
import type { Topic, Topics } from './fan-out/topics.ts'

type Levels = readonly BookLevel[]

/** What the followers of a topic hold. */
interface Held {
  readonly instrumentId: number
  readonly bids: Levels
  readonly asks: Levels
}

export class BookTopics {
  readonly #topics: Topics
  readonly #origin: { readonly deck?: string }
  readonly #held = new Map<Topic, Held>()

  constructor(topics: Topics, origin: { readonly deck?: string }) {
    this.#topics = topics
    this.#origin = origin
  }

  /** Somebody follows it from now on, with the book as it is now. */
  begin(market: Market, channel: string, symbol: string): void {
    const depth = depthOf(channel)
    const instrument = depth === undefined ? undefined : market.instrumentOf(symbol)
    if (depth === undefined || instrument === undefined) return
    const topic = this.#topics.of(channel, symbol)
    if (topic.followers.size === 0) this.#held.set(topic, levelsOf(market, instrument.id, depth))
  }

  /** Another market takes the place of the one before. */
  reset(market: Market): void {
    for (const topic of this.#held.keys()) {
      const depth = depthOf(topic.channel) ?? BOOK_DEPTHS[0]
      const instrument = market.instrumentOf(topic.symbol)
      if (instrument === undefined) this.#held.delete(topic)
      else this.#held.set(topic, levelsOf(market, instrument.id, depth))
    }
  }

  /** What is to be published of an instrument's book. */
  changesOf(market: Market, instrument: Instrument): Item[] {
    return BOOK_DEPTHS.flatMap((depth) => {
      const topic = this.#topics.followed(`book:${depth}`, instrument.symbol)
      const change = topic === undefined ? undefined : this.#changeOf(topic, market, instrument, depth)
      return change === undefined ? [] : [change]
    })
  }

  #changeOf(topic: Topic, market: Market, instrument: Instrument, depth: BookDepth): Item | undefined {
    const book = market.book(instrument.id, depth)
    if (book === undefined) return undefined
    const before = this.#held.get(topic)
    this.#held.set(topic, { instrumentId: instrument.id, bids: book.bids, asks: book.asks })
    const checksum = bookChecksum(book.bids, book.asks)
    const item = (action: Book['action'], bids: Levels, asks: Levels): Item => {
      const data = bookOf(book, { action, bids, asks, checksum }, depth, instrument)
      return new Item(topic, 'book', { ...data, ...this.#origin }, false)
    }
    // whoever missed a cycle gets all of its depth
    const whole = item('snapshot', book.bids, book.asks)
    topic.latest = whole
    if (before?.instrumentId !== instrument.id) return whole
    const [bids, asks] = [changed(before.bids, book.bids), changed(before.asks, book.asks)]
    return bids.length + asks.length === 0 ? undefined : item('delta', bids, asks)
  }
}

function levelsOf(market: Market, instrumentId: number, depth: BookDepth): Held {
  const book = market.book(instrumentId, depth)
  return { instrumentId, bids: book?.bids ?? [], asks: book?.asks ?? [] }
}

/** Levels of `now` that are new or of another size, and those that are gone, with a size of 0. */
function changed(before: Levels, now: Levels): Levels {
  const sizes = new Map(before.map(({ price, size }) => [price, size]))
  const changes: BookLevel[] = []
  for (const level of now) {
    if (sizes.get(level.price) !== level.size) changes.push(level)
    sizes.delete(level.price)
  }
  for (const price of sizes.keys()) changes.push({ price, size: 0 as BookLevel['size'] })
  return changes
}
