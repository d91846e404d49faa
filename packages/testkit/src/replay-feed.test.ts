/** The feed in a test: paced by it, handled by its clients, and started again. */

import { connectTapedeck, type TapedeckClient } from '@tapedeck/client'
import type { Trade } from '@tapedeck/protocol'
import { fileURLToPath } from 'node:url'
import { io } from 'socket.io-client'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Feed } from './feed.ts'
import { hear, type Heard } from './hear.ts'
import { replayFeed, type ReplayOptions } from './replay-feed.ts'
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

const START = 1_767_623_400_000_000

const open: { close(): unknown }[] = []
afterEach(async () => {
  vi.useRealTimers()
  for (const each of open.splice(0).reverse()) await each.close()
})

async function play(tape: TestTape = WRITTEN, options: ReplayOptions = {}): Promise<Feed> {
  const feed = await replayFeed(tape, options)
  open.push(feed)
  return feed
}

async function listen(feed: Feed): Promise<Heard & { readonly client: TapedeckClient }> {
  const client = connectTapedeck(feed.url, { reconnectDelayMs: 1 })
  open.push(client)
  const heard = await hear(client, { symbols: ['BTC-USD'], channels: ['quote', 'trade', 'stats', 'status'] })
  return { ...heard, client }
}

const prices = (heard: Heard): number[] => heard.of('trade').map(({ price }) => price)

describe('a tape', () => {
  it('stands at its beginning, and goes on as far as the test says, whoever listens', async () => {
    const feed = await play()
    const heard = await listen(feed)
    const polling: Trade[] = []
    const stock = io(feed.url, { transports: ['polling'] }).on('trade', (trade: Trade) => void polling.push(trade))
    open.push(stock)
    await stock.emitWithAck('subscribe', { symbols: ['BTC-USD'], channels: ['trade'] })
    expect(feed.events).toBe(0)
    await feed.advance('1s')
    expect(heard.of('quote')).toMatchObject([{ bid: 100, ask: 101, seq: 1 }])
    await feed.advance('1.5s')
    expect(prices(heard)).toEqual([100.5])
    // the next event, and what happened at the very same time
    await feed.step()
    expect(feed.events).toBe(4)
    expect(feed.market.last('BTC-USD')).toBe(101)
    expect(feed.market.quote('ETH-USD')).toMatchObject({ bid: 50 })
    await feed.drain()
    expect(prices(heard)).toEqual([100.5, 101, 102])
    expect(polling).toEqual(heard.of('trade'))
    expect(feed.market.status('BTC-USD')).toBe('halted')
    await feed.step(5)
    await feed.step(0)
    expect(feed.events).toBe(6)
  })

  it('goes on in time behind its last event, as a market that has gone quiet', async () => {
    const feed = await play({ events: [WRITTEN.events[0]] })
    const { client } = await listen(feed)
    await feed.drain()
    expect(client.freshness('BTC-USD')).toBe('live')
    await feed.advance('29.5s')
    expect(client.freshness('BTC-USD')).toBe('live')
    expect(client.deck).toMatchObject({ state: 'playing', position: feed.position })
    await feed.advance('501ms')
    expect(client.freshness('BTC-USD')).toBe('stale')
  })

  it('is played until something holds, and says how far it came where that never does', async () => {
    const feed = await play()
    const heard = await listen(feed)
    await feed.until({ symbol: 'BTC-USD', last: { gt: 100.9 } })
    expect(prices(heard)).toEqual([100.5, 101])
    await feed.until({ symbol: 'BTC-USD', last: { gt: 100.9 } })
    expect(feed.events).toBe(4)
    await feed.until(({ event }) => event?.type === 'status')
    expect(feed.market.status('BTC-USD')).toBe('halted')
    await expect(feed.until({ symbol: 'BTC-USD', last: { lt: 1 } })).rejects.toMatchObject({
      code: 'NEVER_MET',
      message:
        '{"symbol":"BTC-USD","last":{"lt":1}} was never met: the tape ended after 6 events, at 2026-01-05T14:30:05.000Z',
    })
  })

  it('is played on where a condition throws, and that is told', async () => {
    const feed = await play()
    const fails = feed.until(({ event }) => {
      if (event?.type === 'trade') throw new Error('what the test got wrong')
      return false
    })
    await expect(fails).rejects.toThrow('what the test got wrong')
    expect(feed.events).toBe(2)
    await feed.drain()
    expect(feed.market.last('BTC-USD')).toBe(102)
  })

  it('waits for a symbol that is listed on it later', async () => {
    const tape = { scenario: 'tiny-price', for: '20s' } as const
    const [feed, whole] = [await play(tape), await play(tape)]
    await whole.drain()
    const symbol = whole.market.symbols.find((each) => !feed.market.lists(each)) ?? ''
    await feed.until({ symbol, bid: { gt: 0 } })
    expect(feed.market.lists(symbol)).toBe(true)
  })

  it('does what is asked at the same moment one after the other', async () => {
    const feed = await play()
    await Promise.all([
      feed.step(),
      feed.advance('1s'),
      feed.step(),
      feed.until({ symbol: 'BTC-USD', last: { gt: 101 } }),
    ])
    expect(feed.events).toBe(5)
  })

  it('stands elsewhere, and its clients with it', async () => {
    const feed = await play(TAPE)
    const heard = await listen(feed)
    await feed.advance('8s')
    const before = feed.market.quote('BTC-USD')
    await feed.seek('4s')
    expect(feed.position).toBeLessThan(before?.tsRecv ?? 0)
    expect(heard.client.latest('quote', 'BTC-USD')).toEqual(feed.market.quote('BTC-USD'))
    heard.clear()
    await feed.advance('4s')
    expect(heard.of('quote').at(-1)).toEqual(before)
    expect(heard.client.latest('quote', 'BTC-USD')).toEqual(before)
  })

  it('of a scenario is the same each time, and many stand side by side', async () => {
    const tape = { scenario: 'burst-x10:BTC-USD', symbols: ['BTC-USD'], seed: 3, for: '5s' } as const
    const feeds = await Promise.all(Array.from({ length: 8 }, () => play(tape)))
    const heard = await Promise.all(feeds.map((feed) => listen(feed)))
    await Promise.all(feeds.map((feed) => feed.drain()))
    const [first, ...others] = heard.map((each) => each.of('trade'))
    expect(first?.length).toBeGreaterThan(5)
    for (const other of others) expect(other).toEqual(first)
  })
})

describe('clients', () => {
  it('that subscribe because of what they hear know what was played', async () => {
    const feed = await play()
    const { client } = await listen(feed)
    client.subscribe(
      { symbols: ['BTC-USD'], channels: ['trade'] },
      {
        trade({ price }) {
          if (price === 102) client.subscribe({ symbols: ['ETH-USD'], channels: ['quote'] }, {})
        },
      },
    )
    await feed.until({ symbol: 'BTC-USD', last: { gt: 101 } })
    expect(client.latest('quote', 'ETH-USD')).toMatchObject({ bid: 50 })
  })

  it('are waited for until they are subscribed, and missed in words', async () => {
    const feed = await play()
    const client = connectTapedeck(feed.url)
    open.push(client)
    client.subscribe({ symbols: ['BTC-USD'], channels: ['quote'] }, {})
    await feed.subscribed('BTC-USD')
    expect(feed.subscriptions).toEqual([{ channel: 'quote', symbol: 'BTC-USD', clients: 1 }])
    await feed.step()
    expect(client.latest('quote', 'BTC-USD')).toMatchObject({ bid: 100 })
    await expect(feed.subscribed('BTC-USD', 'quote', { clients: 2, withinMs: 10 })).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: 'no 2 clients subscribed to quote of BTC-USD within 0.01 s. There are: quote of BTC-USD (1)',
    })
  })

  it('may leave while it plays', async () => {
    const feed = await play()
    const [{ client }, stayed] = [await listen(feed), await listen(feed)]
    client.onBarrier(() => {
      client.close()
      return new Promise(() => undefined)
    })
    await feed.drain()
    expect(prices(stayed)).toEqual([100.5, 101, 102])
    expect(feed.subscriptions.every(({ clients }) => clients === 1)).toBe(true)
  })

  it('are not lost where the timers of the test are fake, or go with the tape', async () => {
    vi.useFakeTimers()
    const still = await play()
    const heard = await listen(still)
    await still.drain()
    expect(prices(heard)).toEqual([100.5, 101, 102])

    let passed = 0
    const led = await play(
      { events: [...WRITTEN.events, { at: '10m', type: 'trade', symbol: 'BTC-USD', price: 103 }] },
      {
        async passing(ms) {
          passed += ms
          await vi.advanceTimersByTimeAsync(ms)
        },
      },
    )
    const { client } = await listen(led)
    const states: string[] = []
    client.on('state', (state) => states.push(state))
    await led.drain()
    expect(passed).toBe(600_000)
    expect(client.latest('trade', 'BTC-USD')).toMatchObject({ price: 103 })
    led.line.cut()
    await led.subscribed('BTC-USD', 'trade')
    expect(states).toEqual(['reconnecting', 'connected'])
  })
})

describe('a server that is started again', () => {
  it('goes on with the same numbers, and its clients miss nothing', async () => {
    const feed = await play()
    const heard = await listen(feed)
    await feed.advance('2s')
    const { epoch } = heard.client.deck ?? {}
    await feed.restart()
    await feed.subscribed('BTC-USD', 'trade')
    expect([feed.events, feed.position - (feed.market.quote('BTC-USD')?.tsRecv ?? 0)]).toEqual([2, 1_000_000])
    await feed.drain()
    expect(heard.client.deck?.epoch).toBe(epoch)
    expect(heard.of('trade').map(({ seq }) => seq)).toEqual([1, 2, 3])
    expect(heard.client).toMatchObject({ state: 'connected' })
    expect(feed.events).toBe(6)
  })

  it('may have forgotten its numbers, again and again', async () => {
    const feed = await play()
    const { client } = await listen(feed)
    const epochs = [client.deck?.epoch]
    for (const span of ['1s', '1s', '1s']) {
      await feed.advance(span)
      await feed.restart({ epoch: 'new' })
      await feed.subscribed('BTC-USD', 'trade')
      epochs.push(client.deck?.epoch)
    }
    expect(epochs).toEqual(['written', 'written-2', 'written-3', 'written-4'])
    await feed.drain()
    expect(client.latest('trade', 'BTC-USD')).toMatchObject({ price: 102 })
  })

  it('has the bars of before, and stands no earlier than it was', async () => {
    const feed = await play({ scenario: null, symbols: ['BTC-USD'], for: '2m' })
    await feed.advance('90s')
    const before = feed.market.bars('BTC-USD', '1m')
    await feed.restart()
    const { client } = await listen(feed)
    const { bars } = await client.history({ symbol: 'BTC-USD', interval: '1m', limit: before.length })
    expect(bars).toEqual(before)
    await feed.seek('100s')
    expect(feed.position).toBe(START + 100_000_000)
    await expect(feed.seek('10s')).rejects.toMatchObject({
      code: 'BAD_SEEK',
      message: expect.stringMatching(
        /^10s after the start is not on the tape: it goes from 2026-01-05T14:31:30\.000Z \(\d+\) to /,
      ) as unknown,
    })
  })
})
