/** Hands what a deck publishes to whoever follows it: encoded once, put together once for those who follow the same, written once for each client. */

import type { Channel } from '@tapedeck/protocol'
import { Follower, type Outlet } from './follower.ts'
import { Groups, type Group } from './groups.ts'
import { Batch, type Item } from './item.ts'
import { Topics, type Topic } from './topics.ts'

export class FanOut {
  readonly topics: Topics = new Topics()
  readonly #followers = new Map<string, Follower>()
  readonly #groups = new Groups()
  readonly #behind = new Set<Follower>()
  /** Whether everything is handed over at once, whoever keeps up or not. */
  readonly #isUnpaced: boolean

  /** The deck's, in batches of the wire. */
  readonly #deckNumber: number

  constructor(isUnpaced: boolean, deckNumber: number) {
    this.#isUnpaced = isUnpaced
    this.#deckNumber = deckNumber
  }

  get isFollowed(): boolean {
    return this.#followers.size > 0
  }

  get isAnyBehind(): boolean {
    return this.#behind.size > 0
  }

  join(id: string, outlet: () => Outlet | undefined, channel?: string, symbol = ''): void {
    const follower = this.#followers.get(id) ?? this.#newFollower(id, outlet)
    if (follower === undefined) return
    const topic = this.#topic(channel, symbol)
    follower.topics.add(topic)
    topic.followers.add(follower)
    if (follower.outlet.holdsAnchors) topic.needsAnchor = true
    this.#groups.unsort(follower)
  }

  leave(id: string, channel?: string, symbol = ''): void {
    const follower = this.#followers.get(id)
    if (follower === undefined) return
    const topic = this.#topic(channel, symbol)
    topic.followers.delete(follower)
    follower.topics.delete(topic)
    follower.refreshed(new Set([topic]))
    if (follower.topics.size > 0) {
      this.#groups.unsort(follower)
      return
    }
    this.#groups.remove(follower)
    this.#behind.delete(follower)
    this.#followers.delete(id)
  }

  refreshed(id: string, channels: readonly Channel[], symbols: readonly string[]): void {
    const follower = this.#followers.get(id)
    if (follower?.isBehind !== true) return
    follower.refreshed(new Set(channels.flatMap((channel) => symbols.map((symbol) => this.#topic(channel, symbol)))))
  }

  /** Everybody has been given another state. */
  reset(): void {
    this.topics.reset()
    for (const follower of this.#followers.values()) follower.forget()
    this.#behind.clear()
  }

  /** One cycle. */
  send(items: readonly Item[]): void {
    this.#groups.sort()
    const touched: Group[] = []
    for (const item of items) {
      for (const group of item.topic.groups) {
        if (group.items.length === 0) touched.push(group)
        group.items.push(item)
      }
    }
    for (const group of touched) {
      const batch = new Batch(group.items, this.#deckNumber, false)
      group.items = []
      for (const follower of group.followers) {
        if (this.#isUnpaced) follower.outlet.send(batch)
        else if (follower.take(batch)) this.#behind.add(follower)
      }
    }
    // after the others: what is new is among what it is owed, and comes once
    for (const follower of this.#behind)
      if (!follower.catchUp(this.topics.deck, this.#deckNumber)) this.#behind.delete(follower)
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
