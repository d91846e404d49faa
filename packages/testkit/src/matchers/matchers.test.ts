/** The matchers in the hands of Vitest, and what they say where they fail. */

import { connectTapedeck, type TapedeckClient } from '@tapedeck/client'
import { afterEach, describe, expect } from 'vitest'
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
    expect(heard).toReceive('quote', { bid: 100 })
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
    await feed.drain()
    expect(() => expect(feed).toHaveSubscribed('BTC-USD', 'bar:1m')).toThrow(
      'bar:1m of BTC-USD is not subscribed to. There are: quote of BTC-USD (1), trade of BTC-USD (1)',
    )
    expect(() => expect(heard).toReceive('trade', { price: 99 })).toThrow(
      /no trade with {"price":99} was heard\. Of 1 the last are: 2026-01-05T14:30:02\.000Z {"symbol":"BTC-USD"/,
    )
    expect(() => expect(client).not.toBeFresh('BTC-USD')).toThrow('BTC-USD is live')
    const forgetful = { latest: () => undefined }
    expect(() => expect(forgetful).toConvergeWith(feed)).toThrow(
      /at 2026-01-05T14:30:02\.000Z the client knows something else:\n {2}quote of BTC-USD: it knows undefined, the feed has/,
    )
    client.close()
    await expect.poll(() => feed.subscriptions.length).toBe(0)
    expect(() => expect(forgetful).toConvergeWith(feed)).toThrow('nobody is subscribed to anything of the feed')
  })
})
