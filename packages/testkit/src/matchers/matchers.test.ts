/** The matchers in the hands of Vitest, and what they say where they fail. */

import { connectTapedeck, type TapedeckClient } from '@tapedeck/client'
import { afterEach, describe, expect } from 'vitest'
import { fakeFeed } from '../fake/fake-feed.ts'
import { hear } from '../hear.ts'
import { test } from '../vitest.ts'

const it = test.extend({
  tape: {
    events: [
      { at: '1s', type: 'quote', symbol: 'BTC-USD', bid: 100, ask: 101 },
      { at: '2s', type: 'trade', symbol: 'BTC-USD', price: 100.5 },
    ],
  },
})

let client: TapedeckClient | undefined
afterEach(() => client?.close())

describe('the matchers', () => {
  it('say what is subscribed to, heard, fresh and right', async ({ feed }) => {
    client = connectTapedeck(feed.url)
    const heard = await hear(client, { symbols: ['BTC-USD'], channels: ['quote', 'trade'] })
    expect(feed).toHaveSubscribed('BTC-USD')
    expect(feed).toHaveSubscribed('BTC-USD', 'trade')
    expect(feed).not.toHaveSubscribed('BTC-USD', 'stats')
    expect(feed).not.toHaveSubscribed('ETH-USD')
    expect(client).not.toBeFresh('BTC-USD')
    await feed.advance('1s')
    expect(heard).toReceive('quote', { bid: 100, tsRecv: expect.any(Number) as unknown })
    expect(heard).not.toReceive('trade')
    expect(client).toBeFresh('BTC-USD')
    await feed.drain()
    expect(heard).toReceive('trade', { symbol: 'BTC-USD', price: 100.5 })
    expect(client).toConvergeWith(feed)
    heard.clear()
    expect(heard).not.toReceive('trade')
  })

  it('say in words what is missing', async ({ feed }) => {
    client = connectTapedeck(feed.url)
    const heard = await hear(client, { symbols: ['BTC-USD'], channels: ['quote', 'trade'] })
    expect(() => expect(client).toBeFresh('BTC-USD')).toThrow(
      'BTC-USD is unknown: nothing was heard of its quotes, trades or statistics',
    )
    await feed.advance('1s')
    expect(() => expect(heard).toReceive('trade')).toThrow('no trade was heard. There were: snapshot 2, quote 1')
    await feed.drain()
    expect(() => expect(feed).toHaveSubscribed('BTC-USD', 'bar:1m')).toThrow(
      'bar:1m of BTC-USD is not subscribed to. There are: quote of BTC-USD (1), trade of BTC-USD (1)',
    )
    expect(() => expect(heard).toReceive('trade', { price: 99, symbol: expect.any(String) as unknown })).toThrow(
      /no trade with {"price":99,"symbol":"Any<String>"} was heard\. Of 1 the last are:\n {2}2026-01-05T14:30:02\.000Z {"symbol":"BTC-USD"/,
    )
    const forgetful = { latest: () => undefined }
    expect(() => expect(forgetful).toConvergeWith(feed)).toThrow(
      /at 2026-01-05T14:30:02\.000Z the client knows something else:\n {2}quote of BTC-USD: it knows nothing, the feed has/,
    )
    await feed.advance('1m')
    expect(() => expect(client).toBeFresh('BTC-USD')).toThrow(/^BTC-USD is stale: nothing came of it for a while/)
    client.close()
    await feed.handled()
    expect(() => expect(forgetful).toConvergeWith(feed)).toThrow('nobody is subscribed to anything of the feed')
  })

  it('say in words what is there against their `not`', async ({ feed }) => {
    client = connectTapedeck(feed.url)
    const heard = await hear(client, { symbols: ['BTC-USD'], channels: ['quote', 'trade', 'bar:1s'] })
    await feed.drain()
    expect(() => expect(feed).not.toHaveSubscribed('BTC-USD')).toThrow(
      'BTC-USD is subscribed to. There are: bar:1s of BTC-USD (1), quote of BTC-USD (1), trade of BTC-USD (1)',
    )
    expect(() => expect(heard).not.toReceive('trade', { price: 100.5 })).toThrow(
      /^a trade with {"price":100\.5} was heard: 2026-01-05T14:30:02\.000Z {"symbol":"BTC-USD"/,
    )
    expect(() => expect(client).not.toBeFresh('BTC-USD')).toThrow('BTC-USD is live')
    expect(() => expect(client).not.toConvergeWith(feed)).toThrow(
      'at 2026-01-05T14:30:02.000Z the client knows what the feed has played: bar:1s of BTC-USD, quote of BTC-USD, trade of BTC-USD',
    )
  })

  it('compare what is named, where clients are subscribed to different things', async ({ feed }) => {
    client = connectTapedeck(feed.url)
    using other = connectTapedeck(feed.url)
    const quotes = { symbols: ['BTC-USD'], channels: ['quote'] } as const
    await client.subscribe(quotes, {}).ready
    await other.subscribe({ symbols: ['BTC-USD'], channels: ['book:5'] }, {}).ready
    expect(() => expect(client).toConvergeWith(feed)).toThrow('the feed has played nothing of what is subscribed to')
    await feed.drain()
    expect(client).toConvergeWith(feed)
    expect(other).not.toConvergeWith(feed)
    expect(client).toConvergeWith(feed, quotes)
    expect(() => expect(other).toConvergeWith(feed, { symbols: ['BTC-USD'], channels: ['book:5'] })).toThrow(
      'or nothing that can be compared',
    )
    const played = await fakeFeed({ scenario: null, symbols: ['BTC-USD'], for: '10s' })
    await played.client.subscribe(quotes, {}).ready
    played.drain()
    expect(played).toHaveSubscribed('BTC-USD', 'quote')
    expect(played).not.toHaveSubscribed('BTC-USD', 'trade')
    expect(played.client).toConvergeWith(played)
  })

  it('are for what they are for', async ({ feed }) => {
    expect(() => expect(undefined).toHaveSubscribed('BTC-USD')).toThrow('toHaveSubscribed is for a feed')
    expect(() => expect(feed).toReceive('trade')).toThrow('toReceive is for what hear() answers')
    expect(() => expect(feed).toBeFresh('BTC-USD')).toThrow('toBeFresh is for a client')
    expect(() => expect(feed).toConvergeWith(feed)).toThrow('toConvergeWith is for a client')
    await feed.drain()
  })
})
