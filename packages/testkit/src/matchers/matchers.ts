/** Assertions about feeds and clients, for any test runner that takes Jest's shape of a matcher. */

import { isDeepStrictEqual } from 'node:util'
import type { TapedeckClient } from '@tapedeck/client'
import type { Channel } from '@tapedeck/protocol'
import type { Heard, HeardName } from '../hear.ts'
import type { Feed } from '../replay-feed.ts'
import { timeText } from '../transport-timers.ts'

/** What a matcher answers; the message is asked for where the assertion fails. */
export interface MatcherResult {
  readonly pass: boolean
  readonly message: () => string
}

/** Some client of the feed is subscribed to the symbol; to that channel of it, if one is given. */
function toHaveSubscribed(feed: Pick<Feed, 'subscriptions'>, symbol: string, channel?: Channel): MatcherResult {
  const what = channel === undefined ? symbol : `${channel} of ${symbol}`
  const all = feed.subscriptions
  const pass = all.some((each) => each.symbol === symbol && (channel === undefined || each.channel === channel))
  const names = all.map((each) => `${each.channel} of ${each.symbol} (${each.clients})`)
  return { pass, message: () => `${what} is ${pass ? '' : 'not '}subscribed to. There are: ${listed(names)}` }
}

/** Something with these fields was heard; other fields may be anything. */
function toReceive(heard: Heard, name: HeardName, expected: Readonly<Record<string, unknown>> = {}): MatcherResult {
  const all = heard.of(name)
  const pass = all.some((data) => hasPart(data, expected))
  const wanted = `${name} with ${JSON.stringify(expected)}`
  return {
    pass,
    message: () =>
      pass
        ? `a ${wanted} was heard`
        : `no ${wanted} was heard. Of ${all.length} the last are: ${listed(all.slice(-3).map((data) => `${placeOf(data)} ${JSON.stringify(data)}`))}`,
  }
}

/** The client takes what it knows of the symbol for the state of the market. */
function toBeFresh(client: Pick<TapedeckClient, 'freshness'>, symbol: string): MatcherResult {
  const freshness = client.freshness(symbol)
  const pass = freshness === 'live'
  return { pass, message: () => `${symbol} is ${freshness}${pass ? '' : ', not live'}` }
}

/** What the client knows is what the feed played: quotes, last trades, statistics and statuses of what it is subscribed to. */
function toConvergeWith(
  client: Pick<TapedeckClient, 'latest'>,
  feed: Pick<Feed, 'market' | 'subscriptions' | 'position'>,
): MatcherResult {
  const different = feed.subscriptions.flatMap(({ channel, symbol }) => {
    const [known, played] = bothOf(client, feed, channel, symbol)
    if (played === undefined || isDeepStrictEqual(known, played)) return []
    return [`${channel} of ${symbol}: it knows ${JSON.stringify(known)}, the feed has ${JSON.stringify(played)}`]
  })
  const pass = different.length === 0 && feed.subscriptions.length > 0
  return {
    pass,
    message: () => {
      if (pass) return `the client knows what the feed has played by ${timeText(feed.position)}`
      if (different.length === 0) return 'nobody is subscribed to anything of the feed'
      return `at ${timeText(feed.position)} the client knows something else:\n  ${different.join('\n  ')}`
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

/** What a client knows of a channel, and what it should; undefined for both where there is nothing to compare. */
function bothOf(
  client: Pick<TapedeckClient, 'latest'>,
  { market }: Pick<Feed, 'market'>,
  channel: string,
  symbol: string,
): readonly [unknown, unknown] {
  switch (channel) {
    case 'quote':
      return [client.latest('quote', symbol), market.quote(symbol) ?? undefined]
    case 'trade':
      return [client.latest('trade', symbol), market.trades(symbol).at(-1)]
    case 'stats':
      return [client.latest('stats', symbol), market.stats(symbol) ?? undefined]
    case 'status':
      return [client.latest('status', symbol)?.status, market.status(symbol) ?? undefined]
    default:
      return [undefined, undefined]
  }
}

function hasPart(value: unknown, part: unknown): boolean {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return isDeepStrictEqual(value, part)
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(part).every(([key, expected]) =>
    hasPart((value as Readonly<Record<string, unknown>>)[key], expected),
  )
}

function placeOf(data: object): string {
  return 'tsRecv' in data && typeof data.tsRecv === 'number' ? timeText(data.tsRecv) : ''
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ')
}
