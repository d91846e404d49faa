/** Clients that follow the very same topics: what they are sent is put together once. */

import type { Follower } from './follower.ts'
import type { Item } from './item.ts'
import type { Topic } from './topics.ts'

export class Group {
  readonly topics: readonly Topic[]
  readonly followers: Set<Follower> = new Set()
  /** What is to be sent in the cycle that runs. */
  items: Item[] = []

  constructor(topics: readonly Topic[]) {
    this.topics = topics
  }
}

export class Groups {
  readonly #byKey = new Map<string, Group>()
  /** Followers whose topics have changed since they were put into a group. */
  readonly #unsorted = new Set<Follower>()

  /** A follower's topics change: it leaves its group. */
  unsort(follower: Follower): void {
    const { group } = follower
    this.#unsorted.add(follower)
    if (group === undefined) return
    follower.group = undefined
    group.followers.delete(follower)
    if (group.followers.size > 0) return
    for (const topic of group.topics) topic.groups.delete(group)
    this.#byKey.delete(keyOf(group.topics))
  }

  remove(follower: Follower): void {
    this.unsort(follower)
    this.#unsorted.delete(follower)
  }

  /** Puts everybody where they belong; to be called before a cycle. */
  sort(): void {
    for (const follower of this.#unsorted) {
      const topics = [...follower.topics].sort((a, b) => a.index - b.index)
      const key = keyOf(topics)
      let group = this.#byKey.get(key)
      if (group === undefined) {
        group = new Group(topics)
        this.#byKey.set(key, group)
        for (const topic of topics) topic.groups.add(group)
      }
      group.followers.add(follower)
      follower.group = group
    }
    this.#unsorted.clear()
  }
}

function keyOf(topics: readonly Topic[]): string {
  return topics.map(({ index }) => index).join()
}
