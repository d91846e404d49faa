/** What bar channels publish: the newest state of a running bar, and every closing and correction. */

import type { Market } from '@tapedeck/market'
import { barOf, INTERVALS, type BarChannel, type BarState } from '@tapedeck/protocol'
import { Item } from './fan-out/item.ts'
import type { Topics } from './fan-out/topics.ts'

const BAR_CHANNELS: readonly BarChannel[] = INTERVALS.map((interval): BarChannel => `bar:${interval}`)

export class BarTopics {
  readonly #topics: Topics
  readonly #origin: { readonly deck?: string }
  /** Last published seq per instrument, a place per interval. */
  readonly #published = new Map<number, number[]>()

  constructor(topics: Topics, origin: { readonly deck?: string }) {
    this.#topics = topics
    this.#origin = origin
  }

  /** Another market takes the place of the one before: what its snapshots hold is not published again. */
  reset(market: Market): void {
    this.#published.clear()
    for (const { id } of market.instruments()) {
      this.#published.set(
        id,
        BAR_CHANNELS.map((channel) => market.seqOf(id, channel)),
      )
    }
  }

  /** What is to be published of a bar: nothing, or one item. */
  of(market: Market, bar: BarState): Item[] {
    const instrument = market.instrument(bar.instrumentId)
    if (instrument === undefined) return []
    const published = this.#of(bar.instrumentId)
    const place = INTERVALS.indexOf(bar.interval)
    // what nobody listens to counts as published too, so that who joins later hears only what is newer
    if (bar.seq <= (published[place] ?? 0)) return []
    published[place] = bar.seq
    const topic = this.#topics.followed(`bar:${bar.interval}`, instrument.symbol)
    if (topic === undefined) return []
    const item = new Item(topic, 'bar', { ...barOf(bar, instrument), ...this.#origin }, bar.closed)
    if (!bar.closed) topic.latest = item
    // its closing takes the place of what it was while it ran
    else if (!bar.corrected) topic.latest = undefined
    return [item]
  }

  /** What is to be published of an instrument's running bars. */
  runningOf(market: Market, id: number): Item[] {
    const published = this.#of(id)
    return INTERVALS.flatMap((interval, place) => {
      // asked before the bar is read, because reading makes an object
      if (market.seqOf(id, BAR_CHANNELS[place] ?? `bar:${interval}`) <= (published[place] ?? 0)) return []
      const bar = market.runningBar(id, interval)
      return bar === undefined ? [] : this.of(market, bar)
    })
  }

  #of(id: number): number[] {
    let published = this.#published.get(id)
    if (published === undefined) {
      published = INTERVALS.map(() => 0)
      this.#published.set(id, published)
    }
    return published
  }
}
