/** What the server knows of its clients: whether they have handled what was published, over every door; and what the SDK knows of the market. */

import { connectTapedeck, openBars, type TapedeckClient } from '@tapedeck/client'
import type { Bar, Quote, Trade } from '@tapedeck/protocol'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { FeedServer } from './start-feed-server.ts'
import { START, useServers } from './served.fixture.ts'

const { serve, connect } = useServers()
const open: { close(): unknown }[] = []
afterEach(() => {
  for (const each of open.splice(0).reverse()) each.close()
})

function sdk(server: FeedServer, options: Parameters<typeof connectTapedeck>[1] = {}): TapedeckClient {
  const client = connectTapedeck(server.url, options)
  open.push(client)
  return client
}

const ASKED = { symbols: ['BTC-USD', 'AAPL'], channels: ['quote', 'trade'] } as const

describe('what was published is handled', () => {
  it('by the SDK, its flushes included, by stock clients and by plain WebSockets', async () => {
    const server = await serve()
    const client = sdk(server)
    const heard: Quote[] = []
    await client.subscribe(ASKED, { quote: (quote) => heard.push(quote) }).ready
    const flushed: number[] = []
    const stop = client.onBarrier(async () => {
      await Promise.resolve()
      flushed.push(heard.length)
    })
    const stock = await connect(server, { transports: ['websocket'] })
    const polling = await connect(server, { transports: ['polling'] })
    for (const each of [stock, polling]) await each.ask('subscribe', ASKED)
    const plain = new WebSocket(`${server.url.replace('http', 'ws')}/ws`)
    open.push(plain)
    const messages: { event?: string; op?: string }[] = []
    const subscribed = new Promise<void>((resolve) => {
      plain.on('message', (data: Buffer) => {
        const message = JSON.parse(data.toString()) as { op?: string }
        messages.push(message)
        if (message.op === 'subscribed') resolve()
      })
    })
    plain.on('open', () => plain.send(JSON.stringify({ op: 'subscribe', ...ASKED })))
    await subscribed
    for (let round = 1; round <= 5; round++) {
      await server.advance('700ms')
      await server.handled()
      const { market } = server.deck
      const quotes = ['BTC-USD', 'AAPL'].reduce(
        (sum, symbol) => sum + (market.quote(market.instrumentOf(symbol)?.id ?? 0)?.seq ?? 0),
        0,
      )
      expect(quotes).toBeGreaterThan(0)
      expect(heard.length).toBe(stock.all('quote').length)
      expect(polling.all('quote').length).toBe(heard.length)
      expect(messages.filter(({ event }) => event === 'quote').length).toBe(heard.length)
      expect(flushed).toHaveLength(round)
      expect(flushed.at(-1)).toBe(heard.length)
    }
    stop()
    await server.handled()
    expect(flushed).toHaveLength(5)
  })

  it('also when a client goes while it is waited for', async () => {
    const server = await serve()
    const client = sdk(server)
    await client.subscribe(ASKED, {}).ready
    client.onBarrier(() => {
      client.close()
      return new Promise(() => undefined)
    })
    await server.advance('1s')
    await server.handled()
    expect(client.state).toBe('closed')
  })

  it('and a tape that folds nothing waits for who is slow, so that nothing piles up', async () => {
    const server = await serve({ limits: { maxQueuedBytes: 2_000_000 } })
    const client = await connect(server, { transports: ['websocket'] })
    await client.ask('subscribe', {
      symbols: ['BTC-USD', 'ETH-USD', 'EUR-USD', 'AAPL'],
      channels: ['quote', 'trade', 'stats', 'book:20', 'bar:1s', 'bar:1m'],
    })
    await server.startScenario('burst-x100')
    await server.advance('60s')
    await server.handled()
    expect(client.socket.connected).toBe(true)
    const seqs = client.all<Trade>('trade').filter(({ symbol }) => symbol === 'BTC-USD')
    expect(seqs.length).toBeGreaterThan(100)
    expect(seqs.map(({ seq }) => seq)).toEqual(seqs.map((_, index) => (seqs[0]?.seq ?? 0) + index))
  })
})

describe('the market in the SDK', () => {
  it('has the newest values, and says how fresh they are', async () => {
    const server = await serve({ symbols: ['BTC-USD', 'AAPL'] })
    const client = sdk(server, { staleAfterMs: 5_000 })
    expect(client.freshness('BTC-USD')).toBe('unknown')
    await server.advance('1s')
    const { ready } = client.subscribe(
      { symbols: ['BTC-USD', 'AAPL'], channels: ['quote', 'trade', 'status', 'bar:1m'] },
      {},
    )
    await ready
    await server.advance('5s')
    await server.handled()
    const { market } = server.deck
    const id = market.instrumentOf('BTC-USD')?.id ?? 0
    expect(client.latest('quote', 'BTC-USD')?.seq).toBe(market.quote(id)?.seq)
    expect(client.latest('trade', 'BTC-USD')?.seq).toBe(market.seqOf(id, 'trade'))
    expect(client.latest('bar:1m', 'BTC-USD')?.seq).toBe(market.seqOf(id, 'bar:1m'))
    expect(client.latest('stats', 'BTC-USD')).toBeUndefined()
    expect(client.freshness('BTC-USD')).toBe('live')
    // carried on from the last heartbeat
    expect(client.now).toBeGreaterThanOrEqual(START + 6_000_000)
    await server.startScenario('news-halt:AAPL')
    await server.advance('20s')
    await server.handled()
    expect(client.freshness('AAPL')).toBe('halted')
    expect(client.freshness('BTC-USD')).toBe('live')
    const gone = new Promise<void>((resolve) => {
      client.on('state', () => resolve())
    })
    await server.close()
    await gone
    expect(client.freshness('BTC-USD')).toBe('feed-down')
    // what was known is still shown
    expect(client.latest('quote', 'BTC-USD')?.symbol).toBe('BTC-USD')
  })

  it('measures the clock of the server', async () => {
    const server = await serve()
    const client = sdk(server)
    // answers come in the order of the questions
    await client.instruments()
    expect(Math.abs(client.clock?.offsetMs ?? Infinity)).toBeLessThan(1_000)
    expect(client.clock?.roundTripMs).toBeGreaterThan(0)
  })

  it('joins history and live bars by their numbers', async () => {
    const server = await serve()
    const client = sdk(server)
    const bars = new Map<number, Bar>()
    const begun = new Promise<void>((resolve) => {
      const feed = openBars(
        client,
        { symbol: 'BTC-USD', interval: '1s', limit: 20 },
        {
          history: (history) => {
            history.forEach((bar) => bars.set(bar.tsOpen, bar))
            resolve()
          },
          older: (older) => older.forEach((bar) => bars.set(bar.tsOpen, bar)),
          bar: (bar) => bars.set(bar.tsOpen, bar),
        },
      )
      open.push(feed)
    })
    await server.advance('10s')
    await begun
    await server.advance('10s')
    await server.handled()
    const { bars: expected } = await client.history({ symbol: 'BTC-USD', interval: '1s', limit: 15 })
    const held = [...bars.values()].sort((a, b) => a.tsOpen - b.tsOpen).slice(-15)
    expect(held).toEqual(expected)
  })

  it('counts what was folded for a subscription with a rate of its own', async () => {
    // a wall clock: on a virtual one nothing is folded
    const server = await serve({ clock: 'wall', speed: 100 })
    const client = sdk(server)
    const full: Quote[] = []
    const other = sdk(server)
    const heard: Quote[] = []
    let enough = 4
    let resolveEnough: () => void = () => undefined
    const untilHeard = (count: number): Promise<void> => {
      enough = count
      return new Promise((resolve) => (resolveEnough = resolve))
    }
    const asked = { symbols: ['BTC-USD'], channels: ['quote'] } as const
    const quote = (each: Quote): void => {
      heard.push(each)
      if (heard.length >= enough) resolveEnough()
    }
    const four = untilHeard(4)
    const subscription = client.subscribe({ ...asked, maxRate: 5 }, { quote })
    await subscription.ready
    await other.subscribe(asked, { quote: (each) => full.push(each) }).ready
    await four
    const last = heard.at(-1)?.seq ?? 0
    const passed = full.filter(({ seq }) => seq <= last).length
    expect(passed).toBeGreaterThan(2 * heard.length)
    expect(subscription.conflatedCount + heard.length).toBeGreaterThanOrEqual(passed)
    subscription.setMaxRate(undefined)
    await client.instruments()
    const from = heard.length
    await untilHeard(from + 20)
    const [first, end] = [heard[from]?.seq ?? 0, heard.at(-1)?.seq ?? 0]
    const beside = full.filter(({ seq }) => seq >= first && seq <= end).length
    expect(heard.length - from).toBeGreaterThanOrEqual(beside)
    expect(() => subscription.setMaxRate(0)).toThrow('maxRate 0')
    expect(await (await connect(server)).ask('subscribe', { ...ASKED, maxRate: 0 })).toMatchObject({
      error: { code: 'BAD_MESSAGE' },
    })
  })
})
