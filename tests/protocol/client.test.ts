/** The SDK against a real feed server: what a bot or a page sees is what the market holds. */

import { connectTapedeck } from '@tapedeck/client'
import { startFeedServer } from '@tapedeck/feed-server'
import { hear } from '@tapedeck/testkit'
import { test } from '@tapedeck/testkit/vitest'
import { expect } from 'vitest'

const SYMBOLS = ['BTC-USD', 'ETH-USD', 'AAPL']
const it = test.extend({ tape: { scenario: null, symbols: SYMBOLS, seed: 7, for: '2m' } })

it('a client that joins late has the last trades and every one after them, each once', async ({ feed }) => {
  await feed.advance('60s')
  using client = connectTapedeck(feed.url)
  const heard = await hear(client, { symbols: ['BTC-USD'], channels: ['trade'] })
  await feed.drain()
  const [begun, ...others] = heard.of('snapshot')
  const last = begun?.channel === 'trade' ? begun.data : []
  const seqs = [...last, ...heard.of('trade')].map(({ seq }) => seq)
  expect(others).toEqual([])
  expect([last.length, seqs.length > 50]).toEqual([50, true])
  expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index))
  expect(client).toConvergeWith(feed)
})

it('a symbol that the server does not have stops nobody else', async ({ feed }) => {
  using client = connectTapedeck(feed.url)
  const good = hear(client, { symbols: ['BTC-USD', 'AAPL'], channels: ['quote'] })
  const bad = hear(client, { symbols: ['AAPL', 'NOPE'], channels: ['quote', 'stats'] })
  await expect(bad).rejects.toMatchObject({ code: 'UNKNOWN_SYMBOL' })
  const heard = await good
  await feed.advance('5s')
  for (const symbol of ['BTC-USD', 'AAPL']) expect(heard).toReceive('quote', { symbol })
  expect(client).toConvergeWith(feed)
})

it('history and instruments are those of the server, and its refusals carry its codes', async ({ feed }) => {
  using client = connectTapedeck(feed.url)
  expect((await client.instruments()).map(({ symbol }) => symbol)).toEqual(SYMBOLS)
  const { bars } = await client.history({ symbol: 'AAPL', interval: '1m', limit: 20 })
  expect(bars).toEqual(feed.market.bars('AAPL', '1m').slice(-20))
  await expect(client.history({ symbol: 'NOPE', interval: '1m' })).rejects.toMatchObject({ code: 'UNKNOWN_SYMBOL' })
})

it('a limit of the server stops the subscription beyond it alone', async () => {
  const limits = { maxSubscriptionsPerClient: 2 }
  await using server = await startFeedServer({ port: 0, clock: 'virtual', pageFolder: null, limits })
  using client = connectTapedeck(server.url)
  const within = client.subscribe({ symbols: ['BTC-USD', 'ETH-USD'], channels: ['quote'] }, {})
  const beyond = client.subscribe({ symbols: ['AAPL'], channels: ['quote'] }, {})
  await within.ready
  await expect(beyond.ready).rejects.toMatchObject({ code: 'LIMIT_SUBSCRIPTIONS' })
  within.unsubscribe()
  await client.subscribe({ symbols: ['AAPL'], channels: ['quote'] }, {}).ready
})
