/** A client as a deck's publisher sees it: what it follows, and what it is owed while it does not keep up. */

import type { Group } from './groups.ts'
import { Batch, Item } from './item.ts'
import type { Topic } from './topics.ts'

/** Where a client's messages go. */
export interface Outlet {
  /** Whether it takes something now. What changes while it does not is owed to it, in its newest form. */
  readonly isReady: boolean
  /** Whether it is written batches of the wire, and so has to hold anchors. */
  readonly holdsAnchors: boolean
  send(batch: Batch): void
}

/** What must be heard is kept for a client so far; beyond, it is told what it has lost. */
const MOST_OWED_BYTES = 262_144

export class Follower {
  readonly id: string
  readonly outlet: Outlet
  readonly topics: Set<Topic> = new Set()
  group: Group | undefined
  /** Topics whose newest value it has not got. */
  readonly #owed = new Set<Topic>()
  #complete: Item[] = []
  #completeBytes = 0
  /** First and last number of what was lost, by topic. */
  readonly #lost = new Map<Topic, { from: number; to: number }>()

  constructor(id: string, outlet: Outlet) {
    this.id = id
    this.outlet = outlet
  }

  /** Whether something is owed to it. */
  get isBehind(): boolean {
    return this.#owed.size > 0 || this.#complete.length > 0 || this.#lost.size > 0
  }

  /** Hands over what is new, or keeps it in mind. Whether it is behind then. */
  take(batch: Batch): boolean {
    if (!this.isBehind && this.outlet.isReady) {
      this.outlet.send(batch)
      return false
    }
    batch.items.forEach((item) => this.#owe(item))
    return true
  }

  /** Hands over what is owed, if it takes it. Whether it is behind still. `deck` is the topic that a loss is told on. */
  catchUp(deck: Topic, deckNumber: number): boolean {
    if (!this.outlet.isReady) return true
    const newest = [...this.#owed].flatMap(({ latest }) => (latest === undefined ? [] : [latest]))
    const items = [...this.#notices(deck), ...this.#complete, ...newest]
    this.forget()
    if (items.length > 0) this.outlet.send(new Batch(items, deckNumber, true))
    return false
  }

  /** Owes nothing any more: it has fresh snapshots, or is gone. */
  forget(): void {
    this.#owed.clear()
    this.#complete = []
    this.#completeBytes = 0
    this.#lost.clear()
  }

  /** Owes nothing of these: it has fresh snapshots of them. */
  refreshed(topics: ReadonlySet<Topic>): void {
    if (!this.isBehind) return
    for (const topic of topics) {
      this.#owed.delete(topic)
      this.#lost.delete(topic)
    }
    this.#complete = this.#complete.filter(({ topic }) => !topics.has(topic))
    this.#completeBytes = this.#complete.reduce((sum, { size }) => sum + size, 0)
  }

  #owe(item: Item): void {
    const { topic } = item
    if (!item.isComplete) {
      this.#owed.add(topic)
      return
    }
    const lost = this.#lost.get(topic)
    if (lost !== undefined) {
      lost.to = seqOf(item)
      return
    }
    const { latest } = topic
    // a bust corrects an earlier bar: the running one that is owed is older, and numbers only grow
    if (latest !== undefined && seqOf(latest) < seqOf(item) && this.#owed.delete(topic)) this.#keep(latest)
    this.#keep(item)
    if (this.#completeBytes > MOST_OWED_BYTES) this.#lose()
  }

  #keep(item: Item): void {
    this.#complete.push(item)
    this.#completeBytes += item.size
  }

  /** It is too far behind: all that must be heard is lost to it, and it will be told. */
  #lose(): void {
    for (const item of this.#complete) {
      const lost = this.#lost.get(item.topic)
      if (lost === undefined) this.#lost.set(item.topic, { from: seqOf(item), to: seqOf(item) })
      else lost.to = seqOf(item)
    }
    this.#complete = []
    this.#completeBytes = 0
  }

  #notices(deck: Topic): Item[] {
    if (this.#lost.size === 0) return []
    const lost = [...this.#lost].map(([{ channel, symbol }, { from, to }]) => ({
      channel,
      symbol,
      fromSeq: from,
      toSeq: to,
    }))
    const data = {
      code: 'UPDATES_LOST',
      message: `this client read too slowly: updates of ${lost.length} subscriptions are lost to it; subscribe again, or ask history, for a fresh state`,
      details: { lost },
    }
    return [new Item(deck, 'notice', data, true)]
  }
}

function seqOf({ data }: Item): number {
  return 'seq' in data && typeof data.seq === 'number' ? data.seq : 0
}
