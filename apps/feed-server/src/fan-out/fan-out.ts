/** Hands what a deck publishes to whoever follows it: encoded once, put together once for those who follow the same, written once for each client. */

import { Follower, type Outlet } from './follower.ts'
import { Groups, type Group } from './groups.ts'
import { Batch, seqOf, type Item } from './item.ts'
import { Topics, type Topic } from './topics.ts'

export class FanOut {
  readonly topics: Topics = new Topics()
  readonly #followers = new Map<string, Follower>()
  readonly #members = new Set<string>()
  readonly #groups = new Groups()
  readonly #behind = new Set<Follower>()
  /** Groups with a highest rate for which something waits. */
  readonly #waiting = new Set<Group>()
  /** Whether everything is handed over at once, whoever keeps up or not, and at whatever rate. */
  readonly #isUnpaced: boolean
  /** The deck's, in batches of the wire. */
  readonly #deckNumber: number
  #cycle = 0

  constructor(isUnpaced: boolean, deckNumber: number) {
    this.#isUnpaced = isUnpaced
    this.#deckNumber = deckNumber
  }

  get isFollowed(): boolean {
    return this.#followers.size > 0
  }

  /** Who subscribes to something besides the deck itself, in the order in which they came. */
  get members(): ReadonlySet<string> {
    return this.#members
  }

  get isAnyBehind(): boolean {
    return this.#behind.size > 0
  }

  /** When something that waits for a highest rate is due; undefined where nothing does. */
  get nextDueAt(): number | undefined {
    let next: number | undefined
    for (const { nextAt } of this.#waiting) if (next === undefined || nextAt < next) next = nextAt
    return next
  }

  get outlets(): readonly Outlet[] {
    return [...this.#followers.values()].map(({ outlet }) => outlet)
  }

  join(id: string, outlet: () => Outlet | undefined, channel?: string, symbol = ''): void {
    const follower = this.#followers.get(id) ?? this.#newFollower(id, outlet)
    if (follower === undefined) return
    const topic = this.#topic(channel, symbol)
    if (topic !== this.topics.deck) this.#members.add(id)
    this.#unsort(follower)
    follower.topics.set(topic, 0)
    topic.followers.add(follower)
    if (follower.outlet.holdsAnchors) topic.needsAnchor = true
  }

  leave(id: string, channel?: string, symbol = ''): void {
    const follower = this.#followers.get(id)
    if (follower === undefined) return
    const topic = this.#topic(channel, symbol)
    this.#unsort(follower)
    topic.followers.delete(follower)
    follower.topics.delete(topic)
    follower.refreshed(new Set([topic]))
    if ([...follower.topics.keys()].every((each) => each === this.topics.deck)) this.#members.delete(id)
    if (follower.topics.size > 0) return
    this.#groups.remove(follower)
    this.#behind.delete(follower)
    this.#followers.delete(id)
  }

  /** A client has fresh snapshots of these channels: it is owed nothing older. Of their newest values it wants one in so many milliseconds. */
  refreshed(id: string, channels: readonly string[], symbols: readonly string[], intervalMs: number): void {
    const follower = this.#followers.get(id)
    if (follower === undefined) return
    this.#unsort(follower)
    const topics = new Set(channels.flatMap((channel) => symbols.map((symbol) => this.#topic(channel, symbol))))
    follower.refreshed(topics)
    if (this.#isUnpaced) return
    for (const topic of topics) {
      const before = follower.topics.get(topic)
      if (before === undefined || before === intervalMs) continue
      follower.topics.set(topic, intervalMs)
      if (intervalMs === 0 && follower.outlet.holdsAnchors) topic.needsAnchor = true
    }
  }

  /** Everybody has been given another state. */
  reset(): void {
    this.topics.reset()
    for (const group of this.#waiting) group.changed.clear()
    this.#waiting.clear()
    for (const follower of this.#followers.values()) follower.forget()
    this.#behind.clear()
  }

  /** One cycle. `now`: milliseconds that only grow. */
  send(items: readonly Item[], now: number): void {
    this.#groups.sort(this.#cycle++, now)
    const touched: Group[] = []
    const add = (group: Group, item: Item): void => {
      if (group.items.length === 0) touched.push(group)
      group.items.push(item)
    }
    for (const item of items) {
      item.topic.changedIn = this.#cycle
      for (const group of item.topic.groups) {
        if (group.intervalMs === 0) add(group, item)
        else this.#sendOrWait(group, item, add)
      }
    }
    for (const group of touched) {
      const batch = new Batch(group.items, this.#deckNumber, group.intervalMs > 0)
      group.items = []
      for (const follower of group.followers) this.#hand(follower, batch)
    }
    for (const group of this.#waiting) if (group.nextAt <= now) this.#sendNewest(group, now)
    // after the others: what is new is among what it is owed, and comes once
    for (const follower of this.#behind)
      if (!follower.catchUp(this.topics.deck, this.#deckNumber)) this.#behind.delete(follower)
  }

  #sendOrWait(group: Group, item: Item, add: (group: Group, item: Item) => void): void {
    const { topic } = item
    if (!item.isComplete) {
      group.changed.add(topic)
      this.#waiting.add(group)
      return
    }
    const { latest } = topic
    // a bust corrects an earlier bar: the running one that waits is older, and numbers only grow
    if (group.changed.delete(topic) && latest !== undefined && seqOf(latest) < seqOf(item)) add(group, latest)
    add(group, item)
  }

  #sendNewest(group: Group, now: number): void {
    const newest = [...group.changed].flatMap(({ latest }) => (latest === undefined ? [] : [latest]))
    const batch = new Batch(newest, this.#deckNumber, true)
    for (const follower of group.followers) {
      const since = group.fresh.get(follower)
      const newer = since === undefined ? newest : newest.filter(({ topic }) => topic.changedIn > since)
      if (newer.length === newest.length) this.#hand(follower, batch)
      else this.#hand(follower, new Batch(newer, this.#deckNumber, true))
    }
    group.changed.clear()
    group.fresh.clear()
    group.sent(now)
    this.#waiting.delete(group)
  }

  #hand(follower: Follower, batch: Batch): void {
    if (batch.items.length === 0) return
    if (this.#isUnpaced) follower.outlet.send(batch, true)
    else if (follower.take(batch)) this.#behind.add(follower)
  }

  #unsort(follower: Follower): void {
    this.#groups.unsort(follower)
    if (follower.isBehind) this.#behind.add(follower)
    for (const group of this.#waiting) if (group.changed.size === 0) this.#waiting.delete(group)
  }

  #topic(channel: string | undefined, symbol: string): Topic {
    return channel === undefined ? this.topics.deck : this.topics.of(channel, symbol)
  }

  #newFollower(id: string, outlet: () => Outlet | undefined): Follower | undefined {
    const found = outlet()
    if (found === undefined) return undefined
    const follower = new Follower(id, found)
    this.#followers.set(id, follower)
    return follower
  }
}
