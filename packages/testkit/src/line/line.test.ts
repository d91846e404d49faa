/** What is wrong with a line, as clients see it; and that no test hangs on it. */

import { connectTapedeck, type TapedeckClient } from '@tapedeck/client'
import type { Trade } from '@tapedeck/protocol'
import { afterEach, expect, it } from 'vitest'
import type { Feed } from '../feed.ts'
import { hear, type Heard } from '../hear.ts'
import { replayFeed } from '../replay-feed.ts'
import type { TestTape } from '../tape/open-tape.ts'

const TRADES: TestTape = {
  events: [100.5, 101, 102].map((price, index) => ({
    at: `${index + 1}s`,
    type: 'trade',
    symbol: 'BTC-USD',
    price,
  })),
}
/** More than may be under way to a client. */
const MUCH: TestTape = { scenario: 'burst-x100:BTC-USD', symbols: ['BTC-USD'], for: '11s' }

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})

interface Client {
  readonly client: TapedeckClient
  readonly heard: Heard
  readonly prices: () => readonly number[]
}

async function listen(feed: Feed): Promise<Client> {
  const client = connectTapedeck(feed.url, { reconnectDelayMs: 1 })
  open.push(client)
  const heard = await hear(client, { symbols: ['BTC-USD'], channels: ['quote', 'trade', 'stats', 'book:20'] })
  return { client, heard, prices: () => heard.of('trade').map(({ price }: Trade) => price) }
}

async function play(tape: TestTape): Promise<Client & { readonly feed: Feed }> {
  const feed = await replayFeed(tape)
  open.push(feed)
  return { feed, ...(await listen(feed)) }
}

it('that is cut is taken up again, and nothing is missing', async () => {
  const { feed, client, prices } = await play(TRADES)
  const states: string[] = []
  client.on('state', (state) => states.push(state))
  await feed.advance('1s')
  feed.line.cut()
  await feed.advance('1s')
  await feed.subscribed('BTC-USD', 'trade')
  expect(states).toEqual(['reconnecting', 'connected'])
  await feed.drain()
  expect(prices()).toEqual([100.5, 101, 102])
})

it('that refuses keeps its clients out until it is mended', async () => {
  const { feed, client } = await play(TRADES)
  feed.line.refuse()
  await feed.advance('1s')
  expect(client.latest('trade', 'BTC-USD')).toMatchObject({ price: 100.5 })
  feed.line.cut()
  await feed.advance('1s')
  expect(feed.subscriptions).toEqual([])
  await expect.poll(() => client.state).toBe('reconnecting')
  expect(feed.line.connections).toBe(0)
  feed.line.mend()
  client.retry()
  await feed.subscribed('BTC-USD')
  await feed.drain()
  expect(client).toMatchObject({ state: 'connected' })
  expect(client.latest('trade', 'BTC-USD')).toMatchObject({ price: 102 })
})

it('that is frozen holds everything, however much it is, and lets it go when it is mended', async () => {
  const { feed, client, heard } = await play(MUCH)
  feed.line.freeze()
  await feed.drain()
  expect(heard.of('trade')).toEqual([])
  feed.line.mend()
  await feed.handled()
  expect(heard.of('trade').length).toBeGreaterThan(100)
  expect(client.latest('quote', 'BTC-USD')).toEqual(feed.market.quote('BTC-USD'))
})

it('that is frozen keeps neither a server from being started again nor a feed from being closed', async () => {
  const { feed, client, prices } = await play(TRADES)
  await feed.advance('1s')
  feed.line.freeze()
  await feed.restart()
  await feed.restart({ epoch: 'new' })
  expect(client.state).toBe('connected')
  feed.line.mend()
  await feed.subscribed('BTC-USD', 'trade')
  await feed.drain()
  expect(prices()).toEqual([100.5, 101, 102])
  feed.line.freeze()
  await feed.close()
})

it('that is long takes its time once, and one that is slow for each byte', async () => {
  const { feed, prices } = await play(TRADES)
  const took = async (work: () => Promise<void>): Promise<number> => {
    const before = performance.now()
    await work()
    return performance.now() - before
  }
  feed.line.delay(50)
  expect(await took(() => feed.advance('1s'))).toBeGreaterThanOrEqual(49)
  feed.line.delay(0)
  feed.line.slow(5_000)
  expect(await took(() => feed.advance('1s'))).toBeGreaterThanOrEqual(49)
  expect(prices()).toEqual([100.5, 101])
  // what is under way does not wait for the end of the old terms
  feed.line.slow(0.001)
  const late = feed.drain()
  feed.line.mend()
  await late
  expect(prices()).toEqual([100.5, 101, 102])
})

it('that is long hands on what follows without waiting for what was before', async () => {
  const { feed, heard } = await play(MUCH)
  feed.line.delay(20)
  await feed.drain()
  expect(heard.of('quote').length).toBeGreaterThan(1_000)
  expect(heard.of('quote').at(-1)).toEqual(feed.market.quote('BTC-USD'))
})

it('that is half open is quiet, and others are waited for as ever', async () => {
  const { feed, client, prices } = await play(TRADES)
  const other = await listen(feed)
  await feed.subscribed('BTC-USD', 'trade', { clients: 2 })
  feed.line.halfOpen()
  await feed.advance('1s')
  expect([prices(), other.prices()]).toEqual([[], []])
  expect([client.state, other.client.state]).toEqual(['connected', 'connected'])
  expect(feed.line.connections).toBe(0)
  const third = await listen(feed)
  await feed.advance('1s')
  expect(third.prices()).toEqual([101])
  expect(prices()).toEqual([])
  expect(feed.line.connections).toBe(1)
})

it('is refused what no line can be', async () => {
  const { feed } = await play(TRADES)
  const { line } = feed
  for (const ms of [-1, NaN, Infinity]) expect(() => line.delay(ms)).toThrow('is no time that a line can take')
  for (const bytes of [0, -1, NaN]) {
    expect(() => line.slow(bytes)).toThrow('give bytes a second, more than 0; freeze() lets nothing through')
  }
})
