/** The feed in a test: paced by it, handled by its clients, and with everything wrong that can be. */

import { connectTapedeck, type TapedeckClient } from '@tapedeck/client'
import type { Quote, Trade } from '@tapedeck/protocol'
import { io } from 'socket.io-client'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { replayFeed, type Feed } from './replay-feed.ts'
import type { TestTape } from './tape/open-tape.ts'

const TAPE = fileURLToPath(new URL('../../../tests/fixtures/four-symbols.tape.jsonl', import.meta.url))
const WRITTEN = {
  events: [
    { at: '1s', type: 'quote', symbol: 'BTC-USD', bid: 100, ask: 101 },
    { at: '2s', type: 'trade', symbol: 'BTC-USD', price: 100.5, size: 2 },
    { at: '3s', type: 'trade', symbol: 'BTC-USD', price: 101 },
    { at: '3s', type: 'quote', symbol: 'ETH-USD', bid: 50, ask: 51 },
    { at: '4s', type: 'trade', symbol: 'BTC-USD', price: 102 },
    { at: '5s', type: 'status', symbol: 'BTC-USD', status: 'halted' },
  ],
} as const satisfies TestTape

const open: { close(): unknown }[] = []
afterEach(async () => {
  vi.useRealTimers()
  for (const each of open.splice(0).reverse()) await each.close()
})

async function play(tape: TestTape): Promise<Feed> {
  const feed = await replayFeed(tape)
  open.push(feed)
  return feed
}

interface Heard {
  readonly client: TapedeckClient
  readonly quotes: Quote[]
  readonly trades: Trade[]
}

async function listen(feed: Feed, symbols: readonly string[] = ['BTC-USD']): Promise<Heard> {
  const client = connectTapedeck(feed.url, { reconnectDelayMs: 5 })
  open.push(client)
  const heard: Heard = { client, quotes: [], trades: [] }
  await client.subscribe(
    { symbols, channels: ['quote', 'trade', 'stats', 'status'] },
    { quote: (quote) => heard.quotes.push(quote), trade: (trade) => heard.trades.push(trade) },
  ).ready
  return heard
}

/** Resolves once the client is in a state. */
function inState(client: TapedeckClient, state: TapedeckClient['state']): Promise<void> {
  if (client.state === state) return Promise.resolve()
  return new Promise((resolve) => {
    const stop = client.on('state', (now) => {
      if (now !== state) return
      stop()
      resolve()
    })
  })
}

describe('a tape', () => {
  it('stands at its beginning, and goes on as far as the test says, whoever listens', async () => {
    const feed = await play(WRITTEN)
    const { quotes, trades } = await listen(feed)
    const stock = io(feed.url, { transports: ['websocket'] })
    open.push(stock)
    const stockTrades: Trade[] = []
    stock.on('trade', (trade: Trade) => stockTrades.push(trade))
    await stock.emitWithAck('subscribe', { symbols: ['BTC-USD'], channels: ['trade'] })
    expect(feed.events).toBe(0)
    await feed.advance('1s')
    expect(quotes).toMatchObject([{ bid: 100, ask: 101, seq: 1 }])
    await feed.advance('1.5s')
    expect(trades.map(({ price }) => price)).toEqual([100.5])
    // the next event, and what happened at the very same time
    await feed.step()
    expect(feed.events).toBe(4)
    expect(feed.market.last('BTC-USD')).toBe(101)
    expect(feed.market.quote('ETH-USD')).toMatchObject({ bid: 50 })
    await feed.drain()
    expect(trades.map(({ price }) => price)).toEqual([100.5, 101, 102])
    expect(stockTrades).toEqual(trades)
    expect(feed.market.status('BTC-USD')).toBe('halted')
    await feed.step(5)
    expect(feed.events).toBe(6)
  })

  it('is played until something holds, and says how far it came where that never does', async () => {
    const feed = await play(WRITTEN)
    const { trades } = await listen(feed)
    await feed.until({ symbol: 'BTC-USD', last: { gt: 100.9 } })
    expect(trades.at(-1)).toMatchObject({ price: 101 })
    await feed.until(({ event }) => event?.type === 'status')
    expect(feed.market.status('BTC-USD')).toBe('halted')
    await expect(feed.until({ symbol: 'BTC-USD', last: { lt: 1 } })).rejects.toThrow(
      '{"symbol":"BTC-USD","last":{"lt":1}} was never met: the tape ended after 6 events, at 2026-01-05T14:30:05.000Z',
    )
  })

  it('stands elsewhere, and its clients with it', async () => {
    const feed = await play(TAPE)
    const { client, quotes } = await listen(feed)
    await feed.advance('8s')
    const before = feed.market.quote('BTC-USD')
    await feed.seek('4s')
    expect(feed.position).toBeLessThan(before?.tsRecv ?? 0)
    quotes.length = 0
    await feed.advance('4s')
    expect(quotes.at(-1)).toEqual(before)
    expect(client.latest('quote', 'BTC-USD')).toEqual(before)
  })

  it('of a scenario is the same each time, and many stand side by side', async () => {
    const tape = { scenario: 'burst-x10:BTC-USD', symbols: ['BTC-USD'], seed: 3, for: '5s' } as const
    const feeds = await Promise.all(Array.from({ length: 8 }, () => play(tape)))
    const heard = await Promise.all(feeds.map((feed) => listen(feed)))
    await Promise.all(feeds.map((feed) => feed.drain()))
    const [first, ...others] = heard
    expect(first?.trades.length).toBeGreaterThan(5)
    for (const other of others) expect(other.trades).toEqual(first?.trades)
  })

  it('is played under fake timers as well', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'setInterval'] })
    const feed = await play(WRITTEN)
    const { trades } = await listen(feed)
    await feed.drain()
    expect(trades).toHaveLength(3)
  })

  it('that is wrong is refused in words', async () => {
    await expect(replayFeed('no.tape')).rejects.toMatchObject({ code: 'TAPE_NOT_FOUND' })
    await expect(replayFeed({ scenario: 'flash-crsh' })).rejects.toMatchObject({ code: 'UNKNOWN_SCENARIO' })
    await expect(replayFeed({ scenario: null, symbols: ['NOPE'] })).rejects.toMatchObject({ code: 'UNKNOWN_SYMBOL' })
    const [first, second] = WRITTEN.events
    await expect(replayFeed({ events: [second, first] })).rejects.toThrow(
      'events[1]: 1s is earlier than the event before it',
    )
    await expect(replayFeed({ events: [{ ...first, symbol: 'NOPE' }] })).rejects.toThrow('give it in "instruments"')
    const feed = await play(WRITTEN)
    await expect(feed.advance('soon')).rejects.toMatchObject({ code: 'BAD_OPTION' })
    expect(() => feed.market.last('NOPE')).toThrow('known: BTC-USD, ETH-USD')
    await feed.close()
    await expect(feed.advance('1s')).rejects.toMatchObject({ code: 'CLOSED' })
  })

  it('knows what is subscribed to', async () => {
    const feed = await play(WRITTEN)
    const { client } = await listen(feed)
    expect(feed.subscriptions).toContainEqual({ channel: 'quote', symbol: 'BTC-USD', clients: 1 })
    expect(feed.subscriptions.some(({ symbol }) => symbol === 'ETH-USD')).toBe(false)
    const gone = inState(client, 'closed')
    client.close()
    await gone
  })
})

describe('a line', () => {
  it('that is cut is taken up again, and nothing is missing', async () => {
    const feed = await play(WRITTEN)
    const { client, trades } = await listen(feed)
    await feed.advance('2s')
    const lost = inState(client, 'reconnecting')
    feed.line.cut()
    await lost
    const back = inState(client, 'connected')
    await feed.advance('1s')
    await back
    await feed.drain()
    expect(trades.map(({ price }) => price)).toEqual([100.5, 101, 102])
  })

  it('that refuses keeps its clients out until it is mended', async () => {
    const feed = await play(WRITTEN)
    const { client } = await listen(feed)
    feed.line.refuse()
    const lost = inState(client, 'reconnecting')
    feed.line.cut()
    await lost
    expect(feed.line.connections).toBe(0)
    const back = inState(client, 'connected')
    feed.line.mend()
    client.retry()
    await back
    await feed.drain()
    expect(client.latest('trade', 'BTC-USD')).toMatchObject({ price: 102 })
  })

  it('that is frozen holds everything, and lets it go when it is mended', async () => {
    const feed = await play(WRITTEN)
    const { trades } = await listen(feed)
    feed.line.freeze()
    await feed.advance('3s')
    expect(trades).toEqual([])
    feed.line.mend()
    await feed.handled()
    expect(trades.map(({ price }) => price)).toEqual([100.5, 101])
  })

  it('that is slow or long is waited for', async () => {
    const feed = await play(WRITTEN)
    const { trades } = await listen(feed)
    feed.line.delay(5)
    feed.line.slow(100_000)
    await feed.drain()
    expect(trades).toHaveLength(3)
  })

  it('that is half open is quiet, and new connections are not', async () => {
    const feed = await play(WRITTEN)
    const { trades } = await listen(feed)
    feed.line.halfOpen()
    await feed.advance('2s')
    expect(trades).toEqual([])
    const other = await listen(feed)
    await feed.advance('1s')
    await expect.poll(() => other.trades.length).toBe(1)
    expect(trades).toEqual([])
  })
})

describe('data', () => {
  it('may miss what came for a while, declared or not', async () => {
    for (const isDeclared of [true, false]) {
      const feed = await play(WRITTEN)
      const { client, trades } = await listen(feed)
      const gaps: unknown[] = []
      client.on('gap', (gap) => gaps.push(gap))
      await feed.advance('1s')
      feed.faults.gap('BTC-USD', '2.5s', { isDeclared })
      await feed.drain()
      expect(trades.map(({ price }) => price)).toEqual([102])
      expect(feed.market.quote('ETH-USD')).toMatchObject({ bid: 50 })
      expect(gaps).toHaveLength(isDeclared ? 1 : 0)
    }
  })

  it('may come twice, out of order, or not at all', async () => {
    const prices = async (fault: (feed: Feed) => void): Promise<number[]> => {
      const feed = await play(WRITTEN)
      const { trades } = await listen(feed)
      await feed.advance('1s')
      fault(feed)
      await feed.drain()
      return trades.map(({ price }) => price)
    }
    expect(await prices((feed) => feed.faults.duplicate())).toEqual([100.5, 100.5, 101, 102])
    expect(await prices((feed) => feed.faults.reorder(2, 'BTC-USD'))).toEqual([101, 100.5, 102])
    expect(await prices((feed) => feed.faults.drop(2, 'BTC-USD'))).toEqual([102])
  })
})

describe('a server that is started again', () => {
  it('goes on with the same numbers, and its clients miss nothing', async () => {
    const feed = await play(WRITTEN)
    const { client, trades } = await listen(feed)
    await feed.advance('2s')
    const { epoch } = client.deck ?? {}
    const lost = inState(client, 'reconnecting')
    await feed.restart()
    await lost
    await inState(client, 'connected')
    await feed.drain()
    expect(client.deck?.epoch).toBe(epoch)
    expect(trades.map(({ seq }) => seq)).toEqual([1, 2, 3])
  })

  it('may have forgotten its numbers', async () => {
    const feed = await play(WRITTEN)
    const { client } = await listen(feed)
    await feed.advance('2s')
    const { epoch } = client.deck ?? {}
    const lost = inState(client, 'reconnecting')
    await feed.restart({ epoch: 'new' })
    await lost
    await inState(client, 'connected')
    await feed.drain()
    expect(client.deck?.epoch).not.toBe(epoch)
    expect(client.latest('trade', 'BTC-USD')).toMatchObject({ price: 102 })
  })
})
