/** What clients of a feed are subscribed to: counted, waited for, and in words. */

import type { FollowedTopic } from '@tapedeck/feed-server'
import { TapedeckError, type Channel } from '@tapedeck/protocol'
import type { SubscribedOptions } from './feed.ts'
import { checkCount } from './given.ts'
import { nowMs, pause } from './transport-timers.ts'

/** Milliseconds of the machine's time for clients to come, where a test does not say. */
export const PATIENCE_MS = 5_000
/** Between two looks whether they have. */
const LOOK_MS = 5

/** Clients that are subscribed to a channel of a symbol; without a channel, to the one of its channels that most are. */
export function clientsOf(topics: readonly FollowedTopic[], symbol: string, channel?: Channel): number {
  const meant = topics.filter((each) => each.symbol === symbol && (channel === undefined || each.channel === channel))
  return Math.max(0, ...meant.map(({ clients }) => clients))
}

/** `trade of BTC-USD`; without a channel the symbol. */
export function topicName(symbol: string, channel?: string): string {
  return channel === undefined ? symbol : `${channel} of ${symbol}`
}

/** `quote of BTC-USD (1), trade of BTC-USD (2)`, with the number of clients of each. */
export function topicNames(topics: readonly FollowedTopic[]): string {
  if (topics.length === 0) return 'none'
  return topics.map(({ channel, symbol, clients }) => `${topicName(symbol, channel)} (${clients})`).join(', ')
}

/** What is looked at again and again. */
export interface Looked {
  readonly subscriptions: () => readonly FollowedTopic[]
  readonly handled: () => Promise<void>
  /** Milliseconds pass between two looks. */
  readonly meanwhile: (ms: number) => Promise<void>
}

/** Resolves once so many clients are subscribed, and have handled what that gave them. Rejects with `TIMEOUT` and `BAD_OPTION`. */
export async function untilFollowed(
  feed: Looked,
  symbol: string,
  channel: Channel | undefined,
  { clients = 1, withinMs = PATIENCE_MS }: SubscribedOptions,
): Promise<void> {
  checkCount('clients', clients, 1)
  checkCount('withinMs', withinMs, 1)
  const until = nowMs() + withinMs
  for (;;) {
    // those who have gone are gone from the subscriptions after this
    await feed.handled()
    const subscriptions = feed.subscriptions()
    if (clientsOf(subscriptions, symbol, channel) >= clients) return
    if (nowMs() > until) {
      const who = clients === 1 ? 'no client' : `no ${clients} clients`
      const what = `${topicName(symbol, channel)} within ${withinMs / 1_000} s`
      throw new TapedeckError('TIMEOUT', `${who} subscribed to ${what}. There are: ${topicNames(subscriptions)}`, {
        symbol,
        channel,
        clients,
      })
    }
    await feed.meanwhile(LOOK_MS)
    await pause(LOOK_MS)
  }
}
