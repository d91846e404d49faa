/** Assertions about feeds and clients, for any test runner that takes Jest's shape of a matcher. */

import { isDeepStrictEqual } from 'node:util'
import type { SubscriptionRequest, TapedeckClient } from '@tapedeck/client'
import { intervalOf, isChannel, type Channel } from '@tapedeck/protocol'
import type { Feed } from '../feed.ts'
import { clientsOf, topicName, topicNames } from '../followed.ts'
import type { Heard, HeardName } from '../hear.ts'
import { timeText } from '../transport-timers.ts'
import { hasPart, textOf } from './part.ts'

/** What a matcher answers; the message is asked for where the assertion fails. */
export interface MatcherResult {
  readonly pass: boolean
  readonly message: () => string
}

/** Of all that was heard, the last that a message shows. */
const SHOWN = 3

/** Some client of the feed is subscribed to the symbol; to that channel of it, if one is given. */
function toHaveSubscribed(feed: Pick<Feed, 'subscriptions'>, symbol: string, channel?: Channel): MatcherResult {
  checkReceived('toHaveSubscribed', 'a feed', 'subscriptions' in Object(feed))
  const { subscriptions } = feed
  const pass = clientsOf(subscriptions, symbol, channel) > 0
  return {
    pass,
    message: () =>
      `${topicName(symbol, channel)} is ${pass ? '' : 'not '}subscribed to. There are: ${topicNames(subscriptions)}`,
  }
}

/** Something with these fields was heard; other fields may be anything. */
function toReceive(heard: Heard, name: HeardName, expected: Readonly<Record<string, unknown>> = {}): MatcherResult {
  checkReceived('toReceive', 'what hear() answers', typeof (Object(heard) as Partial<Heard>).of === 'function')
  const all = heard.of(name)
  const found = all.find((data) => hasPart(data, expected))
  const wanted = Object.keys(expected).length === 0 ? name : `${name} with ${textOf(expected)}`
  return {
    pass: found !== undefined,
    message: () => {
      if (found !== undefined) return `a ${wanted} was heard: ${lineOf(found)}`
      if (all.length === 0) return `no ${wanted} was heard. There were: ${countsOf(heard)}`
      return `no ${wanted} was heard. Of ${all.length} the last are:\n  ${all.slice(-SHOWN).map(lineOf).join('\n  ')}`
    },
  }
}

/** The client takes what it knows of the symbol for the state of the market. */
function toBeFresh(client: Pick<TapedeckClient, 'freshness'>, symbol: string): MatcherResult {
  const isClient = typeof (Object(client) as Partial<TapedeckClient>).freshness === 'function'
  checkReceived('toBeFresh', 'a client', isClient)
  const freshness = client.freshness(symbol)
  const why = { live: '', ...WHY_NOT_LIVE }[freshness]
  return { pass: freshness === 'live', message: () => `${symbol} is ${freshness}${why}` }
}

const WHY_NOT_LIVE = {
  stale: ': nothing came of it for a while of tape time',
  halted: ': it is not traded now',
  'feed-down': ': the connection, or the deck’s heartbeat, is gone',
  unknown: ': nothing was heard of its quotes, trades or statistics',
} as const

/**
 * What the client knows is what the feed played: newest quotes, trades, statistics, statuses and bars of what is subscribed to at the feed, or of what `request` names where
 * others are subscribed to other things.
 */
function toConvergeWith(
  client: Pick<TapedeckClient, 'latest'>,
  feed: Pick<Feed, 'market' | 'position' | 'subscriptions'>,
  request?: Pick<SubscriptionRequest, 'symbols' | 'channels'>,
): MatcherResult {
  const isClient = typeof (Object(client) as Partial<TapedeckClient>).latest === 'function'
  checkReceived('toConvergeWith', 'a client', isClient)
  const topics =
    request?.symbols.flatMap((symbol) => request.channels.map((channel) => ({ channel, symbol }))) ?? feed.subscriptions
  const compared = topics.flatMap(({ channel, symbol }) => {
    const both = bothOf(client, feed, channel, symbol)
    return both === undefined ? [] : [{ what: topicName(symbol, channel), ...both }]
  })
  const different = compared.filter(({ known, played }) => !isDeepStrictEqual(known, played))
  const pass = different.length === 0 && compared.length > 0
  return {
    pass,
    message: () => {
      const when = `at ${timeText(feed.position)}`
      if (pass)
        return `${when} the client knows what the feed has played: ${compared.map(({ what }) => what).join(', ')}`
      if (topics.length === 0) return 'nobody is subscribed to anything of the feed'
      if (compared.length === 0)
        return `${when} the feed has played nothing of what is subscribed to, or nothing that can be compared`
      const lines = different.map(
        ({ what, known, played }) => `${what}: it knows ${textOf(known)}, the feed has ${textOf(played)}`,
      )
      return `${when} the client knows something else:\n  ${lines.join('\n  ')}`
    },
  }
}

interface Matchers {
  readonly toHaveSubscribed: typeof toHaveSubscribed
  readonly toReceive: typeof toReceive
  readonly toBeFresh: typeof toBeFresh
  readonly toConvergeWith: typeof toConvergeWith
}

export const matchers: Matchers = { toHaveSubscribed, toReceive, toBeFresh, toConvergeWith }

/** What a client knows of a channel, and what it should; undefined where the feed has nothing to compare. */
function bothOf(
  client: Pick<TapedeckClient, 'latest'>,
  { market }: Pick<Feed, 'market'>,
  channel: string,
  symbol: string,
): { readonly known: unknown; readonly played: unknown } | undefined {
  const both = (known: unknown, played: unknown) =>
    played === null || played === undefined ? undefined : { known, played }
  const interval = isChannel(channel) ? intervalOf(channel) : undefined
  if (interval !== undefined)
    return both(client.latest(`bar:${interval}`, symbol), market.bars(symbol, interval).at(-1))
  switch (channel) {
    case 'quote':
      return both(client.latest('quote', symbol), market.quote(symbol))
    case 'trade':
      return both(client.latest('trade', symbol), market.trades(symbol).at(-1))
    case 'stats':
      return both(client.latest('stats', symbol), market.stats(symbol))
    case 'status':
      return both(client.latest('status', symbol)?.status, market.status(symbol))
    default:
      return undefined
  }
}

/** Throws where a matcher was given something else. */
function checkReceived(matcher: string, wanted: string, isWanted: boolean): void {
  if (!isWanted) throw new TypeError(`${matcher} is for ${wanted}: expect(it).${matcher}(...)`)
}

/** `quote 12, snapshot 2`: how often each name was heard. */
function countsOf({ events }: Heard): string {
  const counts = new Map<string, number>()
  for (const { name } of events) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts.size === 0 ? 'none of any name' : [...counts].map(([name, count]) => `${name} ${count}`).join(', ')
}

function lineOf(data: object): string {
  return `${'tsRecv' in data && typeof data.tsRecv === 'number' ? `${timeText(data.tsRecv)} ` : ''}${textOf(data)}`
}
