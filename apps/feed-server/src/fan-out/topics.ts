/** What can be followed of a deck, each with who follows it: an index of Socket.IO's rooms, which stay the truth of membership. */

import type { Anchor, Channel } from '@tapedeck/protocol'
import type { Follower } from './follower.ts'
import type { Group } from './groups.ts'
import type { Item } from './item.ts'

/** A channel of a symbol, and how many clients follow it. */
export interface FollowedTopic {
  readonly channel: string
  readonly symbol: string
  readonly clients: number
}

export class Topic {
  /** Its place among all topics of the deck; never used again. */
  readonly index: number
  readonly channel: string
  readonly symbol: string
  readonly followers: Set<Follower> = new Set()
  readonly groups: Set<Group> = new Set()
  /** What its records on the wire are coded against, and whether somebody has to be given a new one. */
  anchor: Anchor | undefined
  needsAnchor = false
  /** What was published last of its newest value; undefined where there is none, or a closed bar has taken its place. */
  latest: Item | undefined
  /** The number of the cycle that published it last. */
  changedIn = 0

  constructor(index: number, channel: string, symbol: string) {
    this.index = index
    this.channel = channel
    this.symbol = symbol
  }
}

export class Topics {
  /** What everybody on the deck hears: its status, gaps, instruments, notices. */
  readonly deck: Topic = new Topic(0, 'deck', '')
  readonly #byChannel = new Map<string, Map<string, Topic>>()
  #made = 1

  /** The topic, if anybody follows it. */
  followed(channel: Channel, symbol: string): Topic | undefined {
    const topic = this.#byChannel.get(channel)?.get(symbol)
    return topic === undefined || topic.followers.size === 0 ? undefined : topic
  }

  /** Everything that somebody follows, but for the deck itself. */
  allFollowed(): readonly FollowedTopic[] {
    const all = [...this.#byChannel.values()].flatMap((ofChannel) => [...ofChannel.values()])
    return all
      .map(({ channel, symbol, followers }) => ({ channel, symbol, clients: followers.size }))
      .filter(({ clients }) => clients > 0)
  }

  /** The topic, made where it is new. */
  of(channel: string, symbol: string): Topic {
    const known = this.#byChannel.get(channel)?.get(symbol)
    if (known !== undefined) return known
    const topic = new Topic(this.#made++, channel, symbol)
    const ofChannel = this.#byChannel.get(channel) ?? new Map<string, Topic>()
    this.#byChannel.set(channel, ofChannel.set(symbol, topic))
    return topic
  }

  /** Forgets what was published: it belongs to another take. */
  reset(): void {
    this.deck.latest = undefined
    for (const ofChannel of this.#byChannel.values()) {
      for (const topic of ofChannel.values()) {
        topic.latest = undefined
        topic.anchor = undefined
      }
    }
  }
}
