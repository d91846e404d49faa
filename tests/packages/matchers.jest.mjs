// @ts-check
import { connectTapedeck } from '@tapedeck/client'
import { fakeFeed, hear, replayFeed } from '@tapedeck/testkit'
import '@tapedeck/testkit/jest'

/** @type {import('@tapedeck/testkit').WrittenTape} */
const tape = {
  events: [
    { at: '1s', type: 'quote', symbol: 'BTC-USD', bid: 100, ask: 101 },
    { at: '2s', type: 'trade', symbol: 'BTC-USD', price: 100.5 },
  ],
}

test('a feed plays, and the matchers say what clients know', async () => {
  const feed = await replayFeed(tape)
  const client = connectTapedeck(feed.url)
  const heard = await hear(client, { symbols: ['BTC-USD'], channels: ['quote', 'trade'] })
  expect(feed).toHaveSubscribed('BTC-USD', 'trade')
  expect(feed).not.toHaveSubscribed('ETH-USD')
  await feed.advance('1s')
  expect(client).toBeFresh('BTC-USD')
  expect(heard).toReceive('quote', { bid: 100, seq: expect.any(Number) })
  expect(() => expect(heard).toReceive('trade')).toThrow('no trade was heard. There were: snapshot 2, quote 1')
  feed.line.cut()
  await feed.drain()
  await feed.subscribed('BTC-USD', 'trade')
  expect(client).toConvergeWith(feed)
  client.close()
  await feed.close()
})

test('a feed without a network plays as well', async () => {
  const feed = await fakeFeed(tape)
  const heard = await hear(feed.client, { symbols: ['BTC-USD'], channels: ['trade'] })
  feed.drain()
  expect(heard).toReceive('trade', { price: 100.5 })
})
