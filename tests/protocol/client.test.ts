/** The SDK against a real feed server: what a bot or a page sees is what the market holds. */

import { connectTapedeck, type TapedeckClient } from '@tapedeck/client'
import { startFeedServer, type FeedServer, type FeedServerOptions } from '@tapedeck/feed-server'
import type { Quote, Snapshot, Trade } from '@tapedeck/protocol'
import { afterEach, expect, it } from 'vitest'

const START = 1_767_623_400_000_000
const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})

async function serve(options: FeedServerOptions = {}): Promise<FeedServer> {
  const market = { seed: 7, start: START, symbols: ['BTC-USD', 'ETH-USD', 'AAPL'], historyBars: 50 }
  const server = await startFeedServer({ port: 0, clock: 'virtual', pageFolder: null, ...market, ...options })
  open.push(server)
  return server
}
function connect(server: FeedServer): TapedeckClient {
  const client = connectTapedeck(server.url)
  open.push(client)
  return client
}

it('a client that joins late has the last trades and every one after them, each once', async () => {
  const server = await serve()
  await server.advance('60s')
  const client = connect(server)
  const trades: Trade[] = []
  const begun: Snapshot[] = []
  const joined = client.subscribe(
    { symbols: ['BTC-USD'], channels: ['trade'] },
    {
      snapshot(snapshot) {
        begun.push(snapshot)
        if (snapshot.channel === 'trade') trades.push(...snapshot.data)
      },
      trade: (trade) => trades.push(trade),
    },
  )
  await joined.ready
  await server.advance('60s')
  // an answer comes behind everything that was published before it
  await client.instruments()
  expect(begun).toHaveLength(1)
  const first = trades[0]?.seq ?? 0
  expect(trades.map((trade) => trade.seq)).toEqual(trades.map((_, index) => first + index))
  const { market } = server.deck
  expect(trades.at(-1)?.seq).toBe(market.seqOf(market.instrumentOf('BTC-USD')?.id ?? 0, 'trade'))
  expect(client.deck).toMatchObject({ deck: 'live', position: START + 120_000_000 })
})

it('a symbol that the server does not have stops nobody else', async () => {
  const server = await serve()
  const client = connect(server)
  const quotes: Quote[] = []
  const good = client.subscribe(
    { symbols: ['BTC-USD', 'AAPL'], channels: ['quote'] },
    { quote: (quote) => quotes.push(quote) },
  )
  const bad = client.subscribe({ symbols: ['AAPL', 'NOPE'], channels: ['quote', 'stats'] }, {})
  await expect(bad.ready).rejects.toMatchObject({ code: 'UNKNOWN_SYMBOL' })
  await good.ready
  await server.advance('5s')
  await client.instruments()
  expect(new Set(quotes.map((quote) => quote.symbol))).toEqual(new Set(['BTC-USD', 'AAPL']))
})

it('a limit of the server stops the subscription beyond it alone', async () => {
  const client = connect(await serve({ limits: { maxSubscriptionsPerClient: 2 } }))
  const within = client.subscribe({ symbols: ['BTC-USD', 'ETH-USD'], channels: ['quote'] }, {})
  const beyond = client.subscribe({ symbols: ['AAPL'], channels: ['quote'] }, {})
  await within.ready
  await expect(beyond.ready).rejects.toMatchObject({ code: 'LIMIT_SUBSCRIPTIONS' })
  within.unsubscribe()
  await client.subscribe({ symbols: ['AAPL'], channels: ['quote'] }, {}).ready
})

it('history and instruments are those of the server, and its refusals carry its codes', async () => {
  const server = await serve()
  const client = connect(server)
  expect((await client.instruments()).map(({ symbol }) => symbol)).toEqual(['BTC-USD', 'ETH-USD', 'AAPL'])
  const { bars } = await client.history({ symbol: 'AAPL', interval: '1m', limit: 20 })
  expect(bars).toHaveLength(20)
  await expect(client.history({ symbol: 'NOPE', interval: '1m' })).rejects.toMatchObject({ code: 'UNKNOWN_SYMBOL' })
})
