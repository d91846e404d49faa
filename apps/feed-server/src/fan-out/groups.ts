/** Clients that follow the very same topics at the same highest rate: what they are sent is put together once. */

import type { Follower } from './follower.ts'
import type { Item } from './item.ts'
import type { Topic } from './topics.ts'

export class Group {
  readonly topics: readonly Topic[]
  /** So long passes at least between two newest values; 0 where each cycle's are sent. */
  readonly intervalMs: number
  readonly followers: Set<Follower> = new Set()
  /** What is to be sent in the cycle that runs. */
  items: Item[] = []
  /** Where an interval passes: what has changed since it was sent last, and when it may be sent. */
  readonly changed: Set<Topic> = new Set()
  nextAt = 0
  /** Who came since it was sent last, with the cycle whose snapshots they have. */
  readonly fresh: Map<Follower, number> = new Map()

  constructor(topics: readonly Topic[], intervalMs: number) {
    this.topics = topics
    this.intervalMs = intervalMs
  }
}

export class Groups {
  readonly #byKey = new Map<string, Group>()
  /** Followers whose topics have changed since they were put into groups. */
  readonly #unsorted = new Set<Follower>()

  /** What a follower follows changes: it leaves its groups, and is owed what waited for it there. */
  unsort(follower: Follower): void {
    this.#unsorted.add(follower)
    for (const group of follower.groups) {
      const since = group.fresh.get(follower)
      for (const topic of group.changed) {
        if (since === undefined || topic.changedIn > since) follower.oweNewest(topic)
      }
      group.followers.delete(follower)
      group.fresh.delete(follower)
      if (group.followers.size > 0) continue
      group.changed.clear()
      for (const topic of group.topics) topic.groups.delete(group)
      this.#byKey.delete(keyOf(group.topics, group.intervalMs))
    }
    follower.groups.clear()
  }

  remove(follower: Follower): void {
    this.unsort(follower)
    this.#unsorted.delete(follower)
  }

  /** Puts everybody where they belong; to be called before a cycle, with the number of the one before it. */
  sort(cycle: number): void {
    for (const follower of this.#unsorted) {
      const byInterval = new Map<number, Topic[]>()
      for (const [topic, intervalMs] of follower.topics) {
        const topics = byInterval.get(intervalMs)
        if (topics === undefined) byInterval.set(intervalMs, [topic])
        else topics.push(topic)
      }
      for (const [intervalMs, topics] of byInterval) {
        const group = this.#groupOf(
          topics.sort((a, b) => a.index - b.index),
          intervalMs,
        )
        group.followers.add(follower)
        if (group.changed.size > 0) group.fresh.set(follower, cycle)
        follower.groups.add(group)
      }
    }
    this.#unsorted.clear()
  }

  #groupOf(topics: readonly Topic[], intervalMs: number): Group {
    const key = keyOf(topics, intervalMs)
    const known = this.#byKey.get(key)
    if (known !== undefined) return known
    const group = new Group(topics, intervalMs)
    this.#byKey.set(key, group)
    for (const topic of topics) topic.groups.add(group)
    return group
  }
}

function keyOf(topics: readonly Topic[], intervalMs: number): string {
  return `${intervalMs}:${topics.map(({ index }) => index).join()}`
}
