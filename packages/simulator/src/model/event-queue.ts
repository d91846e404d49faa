/** Merges the feeds of all instruments into one order: by tape time, then by instrument id, then as the feed itself goes on. */

import type { SourceEvent } from '@tapedeck/protocol'
import type { InstrumentFeed } from './instrument-feed.ts'

/** A binary heap of feeds, each waiting with its next event. Its order is total: no two feeds share an id. */
export class EventQueue {
  private readonly feeds: readonly InstrumentFeed[]
  /** Times and ids of `feeds`, side by side, and the heap of positions in them. */
  private readonly times: Float64Array
  private readonly ids: Float64Array
  private readonly heap: Int32Array

  constructor(feeds: readonly InstrumentFeed[]) {
    this.feeds = feeds
    this.times = Float64Array.from(feeds, (feed) => feed.nextTime)
    this.ids = Float64Array.from(feeds, (feed) => feed.instrumentId)
    this.heap = Int32Array.from(feeds, (_, position) => position)
    for (let slot = (feeds.length >> 1) - 1; slot >= 0; slot--) this.sink(slot)
  }

  /** The earliest event of all. */
  next(): SourceEvent {
    const position = this.heap[0] as number
    const feed = this.feeds[position] as InstrumentFeed
    const event = feed.next()
    this.times[position] = feed.nextTime
    this.sink(0)
    return event
  }

  private sink(from: number): void {
    const heap = this.heap
    const moving = heap[from] as number
    let slot = from
    for (;;) {
      let child = 2 * slot + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && this.isBefore(heap[child + 1] as number, heap[child] as number)) child++
      const candidate = heap[child] as number
      if (!this.isBefore(candidate, moving)) break
      heap[slot] = candidate
      slot = child
    }
    heap[slot] = moving
  }

  private isBefore(one: number, other: number): boolean {
    const difference = (this.times[one] as number) - (this.times[other] as number)
    return difference !== 0 ? difference < 0 : (this.ids[one] as number) < (this.ids[other] as number)
  }
}
