/** A client as a deck's publisher sees it: what it follows, and what it is owed while it does not keep up. */

import type { Group } from './groups.ts'
import { Batch, Item, seqOf } from './item.ts'
import type { Topic } from './topics.ts'

/** Where a client's messages go. */
export interface Outlet {
  /** Whether it takes something now. What changes while it does not is owed to it, in its newest form. */
  readonly isReady: boolean
  /** Whether it is written batches of the wire, and so has to hold anchors. */
  readonly holdsAnchors: boolean
  /** Whether so much is under way to it that a tape which folds nothing has to wait. */
  readonly isFull: boolean
  /** `mayGather`: more follows at once, and it is no loss to send it together. */
  send(batch: Batch, mayGather?: boolean): void
  /** Resolves when it has handled everything that was sent before, as far as its transport can tell; or is gone. */
  handled(): Promise<void>
}

/** What must be heard is kept for a client so far; beyond, it is told what it has lost. */
const MOST_OWED_BYTES = 262_144
/** Closed bars of one series; whoever has missed more asks history for them. */
const MOST_OWED_BARS = 100

/** Numbers of the first and of the last update that was lost; of bars, the start of the first. */
interface Lost {
  readonly fromSeq: number
  toSeq: number
  readonly tsOpen?: number
}

export class Follower {
  readonly id: string
  readonly outlet: Outlet
  /** What it follows, each with the milliseconds that are to pass between two newest values: 0 where every cycle's is wanted. */
  readonly topics: Map<Topic, number> = new Map()
  readonly groups: Set<Group> = new Set()
  /** Topics whose newest value it has not got. */
  readonly #owed = new Set<Topic>()
  #complete: Item[] = []
  #completeBytes = 0
  readonly #owedBars = new Map<Topic, number>()
  /** What was lost, by topic. */
  readonly #lost = new Map<Topic, Lost>()

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
    if (items.length === 0) return false
    this.outlet.send(new Batch(items, deckNumber, true))
    // it may have missed the anchor, and gets the next one with everybody
    if (this.outlet.holdsAnchors)
      for (const { topic } of items) if (this.topics.get(topic) === 0) topic.needsAnchor = true
    return false
  }

  /** The newest value of a topic has not been sent to it. */
  oweNewest(topic: Topic): void {
    this.#owed.add(topic)
  }

  /** Owes nothing any more: it has fresh snapshots, or is gone. */
  forget(): void {
    this.#owed.clear()
    this.#complete = []
    this.#completeBytes = 0
    this.#owedBars.clear()
    this.#lost.clear()
  }

  /** Owes nothing of these: it has fresh snapshots of them. */
  refreshed(topics: ReadonlySet<Topic>): void {
    if (!this.isBehind) return
    for (const topic of topics) {
      this.#owed.delete(topic)
      this.#lost.delete(topic)
    }
    this.#release(topics)
  }

  #owe(item: Item): void {
    const { topic } = item
    if (!item.isComplete) {
      this.#owed.add(topic)
      return
    }
    const lost = this.#lost.get(topic)
    if (lost !== undefined) {
      lost.toSeq = seqOf(item)
      return
    }
    const { latest } = topic
    // a bust corrects an earlier bar: the running one that is owed is older, and numbers only grow
    if (latest !== undefined && seqOf(latest) < seqOf(item) && this.#owed.delete(topic)) this.#keep(latest)
    this.#keep(item)
    if (item.name === 'bar') {
      const bars = (this.#owedBars.get(topic) ?? 0) + 1
      this.#owedBars.set(topic, bars)
      if (bars > MOST_OWED_BARS) this.#lose(new Set([topic]))
    }
    if (this.#completeBytes > MOST_OWED_BYTES) this.#lose(new Set(this.#complete.map((kept) => kept.topic)))
  }

  #keep(item: Item): void {
    this.#complete.push(item)
    this.#completeBytes += item.size
  }

  /** It is too far behind: what must be heard of these is lost to it, and it will be told. */
  #lose(topics: ReadonlySet<Topic>): void {
    for (const item of this.#complete) {
      if (!topics.has(item.topic)) continue
      const lost = this.#lost.get(item.topic)
      const seq = seqOf(item)
      if (lost === undefined) {
        const { data } = item
        const opened = 'tsOpen' in data && typeof data.tsOpen === 'number' ? { tsOpen: data.tsOpen } : {}
        this.#lost.set(item.topic, { fromSeq: seq, toSeq: seq, ...opened })
      } else lost.toSeq = seq
    }
    this.#release(topics)
  }

  /** Keeps nothing of these any longer. */
  #release(topics: ReadonlySet<Topic>): void {
    for (const topic of topics) this.#owedBars.delete(topic)
    this.#complete = this.#complete.filter(({ topic }) => !topics.has(topic))
    this.#completeBytes = this.#complete.reduce((sum, { size }) => sum + size, 0)
  }

  #notices(deck: Topic): Item[] {
    if (this.#lost.size === 0) return []
    const lost = [...this.#lost].map(([{ channel, symbol }, numbers]) => ({ channel, symbol, ...numbers }))
    const data = {
      code: 'UPDATES_LOST',
      message: `this client read too slowly: updates of ${lost.length} subscriptions are lost to it; subscribe again, or ask history, for a fresh state`,
      details: { lost },
    }
    return [new Item(deck, 'notice', data, true)]
  }
}
