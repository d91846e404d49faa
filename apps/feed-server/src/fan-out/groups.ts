/** Clients that follow the very same topics at the same highest rate: what they are sent is put together once. */

import type { Follower } from './follower.ts'
import type { Item } from './item.ts'
import type { Topic } from './topics.ts'

/** Of intervals so long or longer, long lists come in portions: all at once would be a burst on the wire, and a long frame where they are drawn. */
const SPREAD_FROM_MS = 500
const SPREAD_FROM_TOPICS = 64
const PORTIONS = 8
/** How much longer the period of portions is than the interval: a cycle that comes late by less leaves each portion its time. */
const SLACK = 0.05

export class Group {
  readonly topics: readonly Topic[]
  /** So long passes at least between two newest values; 0 where each cycle's are sent. */
  readonly intervalMs: number
  readonly followers: Set<Follower> = new Set()
  /** What is to be sent in the cycle that runs. */
  items: Item[] = []
  /** Where an interval passes: what has changed since it was sent last, and when it may be sent. */
  readonly changed: Set<Topic> = new Set()
  nextAt: number
  /** Who came since it was sent last, with the cycle whose snapshots they have. */
  readonly fresh: Map<Follower, number> = new Map()

  /** Where it is one of several portions, whose times are fixed: those with this remainder when they are divided by the period. */
  readonly #phaseMs: number | undefined

  /** `share`: which part of the period the portion has to wait; undefined where the group is no portion. */
  constructor(topics: readonly Topic[], intervalMs: number, share: number | undefined, now: number) {
    this.topics = topics
    this.intervalMs = intervalMs
    this.#phaseMs = share === undefined ? undefined : share * this.#periodMs
    this.nextAt = share === undefined ? 0 : this.#onGrid(now)
  }

  get #periodMs(): number {
    return this.intervalMs * (1 + SLACK)
  }

  /** It has been sent. */
  sent(now: number): void {
    this.nextAt = this.#onGrid(now + this.intervalMs)
  }

  /** The portion's next time that is not before `from`. */
  #onGrid(from: number): number {
    if (this.#phaseMs === undefined) return from
    return Math.ceil((from - this.#phaseMs) / this.#periodMs) * this.#periodMs + this.#phaseMs
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

  /** Puts everybody where they belong; to be called before a cycle, with the number of the one before it and its time. */
  sort(cycle: number, now: number): void {
    for (const follower of this.#unsorted) {
      const byInterval = new Map<number, Topic[]>()
      for (const [topic, intervalMs] of follower.topics) {
        const topics = byInterval.get(intervalMs)
        if (topics === undefined) byInterval.set(intervalMs, [topic])
        else topics.push(topic)
      }
      for (const [intervalMs, topics] of byInterval) {
        topics.sort((a, b) => a.index - b.index)
        for (const [share, portion] of portionsOf(topics, intervalMs)) {
          const group = this.#groupOf(portion, intervalMs, share, now)
          group.followers.add(follower)
          if (group.changed.size > 0) group.fresh.set(follower, cycle)
          follower.groups.add(group)
        }
      }
    }
    this.#unsorted.clear()
  }

  #groupOf(topics: readonly Topic[], intervalMs: number, share: number | undefined, now: number): Group {
    const key = keyOf(topics, intervalMs)
    const known = this.#byKey.get(key)
    if (known !== undefined) return known
    const group = new Group(topics, intervalMs, share, now)
    this.#byKey.set(key, group)
    for (const topic of topics) topic.groups.add(group)
    return group
  }
}

/** What of a list is sent together, each with the part of the period that it waits; undefined where it is the whole list. */
function portionsOf(
  topics: readonly Topic[],
  intervalMs: number,
): readonly (readonly [share: number | undefined, topics: readonly Topic[]])[] {
  if (intervalMs < SPREAD_FROM_MS || topics.length < SPREAD_FROM_TOPICS) return [[undefined, topics]]
  // by their numbers, not by their places in the list: lists that differ a little share most of their portions
  return Array.from(
    { length: PORTIONS },
    (_, turn) => [turn / PORTIONS, topics.filter(({ index }) => index % PORTIONS === turn)] as const,
  ).filter(([, portion]) => portion.length > 0)
}

function keyOf(topics: readonly Topic[], intervalMs: number): string {
  return `${intervalMs}:${topics.map(({ index }) => index).join()}`
}
