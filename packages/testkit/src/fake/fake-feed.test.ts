/** The feed without a network is heard as the one with it: the same journeys over both, and the same answers. */

import { fileURLToPath } from 'node:url'
import { connectTapedeck, openBars, type TapedeckClient } from '@tapedeck/client'
import type { Bar, Channel } from '@tapedeck/protocol'
import { afterEach, describe, expect, it } from 'vitest'
import { goldenTapes } from '../golden-tapes.ts'
import { hear, type HeardName } from '../hear.ts'
import { replayFeed } from '../replay-feed.ts'
import type { TestTape } from '../tape/open-tape.ts'
import { fakeFeed } from './fake-feed.ts'

const TAPE = fileURLToPath(new URL('../../../../tests/fixtures/four-symbols.tape.jsonl', import.meta.url))

/** What both kinds of feed have. */
interface Played {
  readonly client: TapedeckClient
  advance(span: string): Promise<void>
  drain(): Promise<void>
}

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})

async function real(tape: TestTape): Promise<Played> {
  const feed = await replayFeed(tape)
  const client = connectTapedeck(feed.url)
  open.push(feed, client)
  return { client, advance: (span) => feed.advance(span), drain: () => feed.drain() }
}

async function fake(tape: TestTape): Promise<Played> {
  const feed = await fakeFeed(tape)
  return {
    client: feed.client,
    advance(span) {
      feed.advance(span)
      return Promise.resolve()
    },
    drain() {
      feed.drain()
      return Promise.resolve()
    },
  }
}

const NAMES: readonly HeardName[] = ['snapshot', 'quote', 'trade', 'tradeBust', 'stats', 'status', 'bar']
const CHANNELS: readonly Channel[] = ['quote', 'trade', 'stats', 'status', 'bar:1s', 'bar:5s']

/** All that a client hears of a tape, by kind and symbol; topics of batches are the wire's alone. */
async function journey(play: (tape: TestTape) => Promise<Played>, tape: TestTape): Promise<unknown> {
  const feed = await play(tape)
  const { client } = feed
  const symbols = (await client.instruments()).map(({ symbol }) => symbol)
  const heard = await hear(client, { symbols, channels: CHANNELS })
  await feed.advance('2s')
  const late = await hear(client, { symbols: symbols.slice(0, 1), channels: ['quote', 'trade'] })
  await feed.drain()
  const snapshots = late.of('snapshot').map(({ channel, symbol, seq, data }) => ({ channel, symbol, seq, data }))
  const bySymbol = symbols.map((symbol) =>
    NAMES.slice(1).map((name) => {
      const all = heard.of(name, symbol)
      // running bars are one a second there, one an event here: what they come to is the same
      return name === 'bar' ? (all as readonly Bar[]).filter(({ closed }) => closed) : all
    }),
  )
  const latest = symbols.map((symbol) => [
    client.latest('quote', symbol),
    client.latest('bar:5s', symbol),
    client.freshness(symbol),
  ])
  const history = await client.history({ symbol: symbols[0] ?? '', interval: '1s', limit: 20 })
  return { snapshots, bySymbol, latest, bars: history.bars, seq: history.seq, epoch: history.epoch }
}

describe('a feed without a network', () => {
  it.each([
    ['the fixture', TAPE],
    ['a halt', goldenTapes.halt],
    ['what is out of order', goldenTapes.outOfOrder],
    ['negative prices', goldenTapes.negativePrices],
  ])('is heard as the real one: %s', async (_, tape) => {
    expect(await journey(fake, tape)).toEqual(await journey(real, tape))
  })

  it('has told everything when advance returns', async () => {
    const feed = await fakeFeed({ scenario: 'burst-x10', symbols: ['BTC-USD'], for: '10s' })
    const prices: number[] = []
    feed.client.subscribe({ symbols: ['BTC-USD'], channels: ['trade'] }, { trade: ({ price }) => prices.push(price) })
    feed.advance('5s')
    const before = prices.length
    expect(before).toBeGreaterThan(0)
    feed.until(({ event }) => event?.type === 'trade')
    expect(prices).toHaveLength(before + 1)
    feed.drain()
    expect(prices.at(-1)).toBe(feed.market.trades('BTC-USD').at(-1)?.price)
  })

  it('loses its line and finds it again, and is left', async () => {
    const feed = await fakeFeed(TAPE)
    const states: string[] = []
    feed.client.on('state', (state) => states.push(state))
    const heard = await hear(feed.client, { symbols: ['BTC-USD'], channels: ['quote'] })
    feed.advance('2s')
    feed.disconnect()
    const { length } = heard.of('quote')
    expect(feed.client.freshness('BTC-USD')).toBe('feed-down')
    feed.advance('2s')
    expect(heard.of('quote')).toHaveLength(length)
    feed.reconnect()
    expect(heard.of('snapshot').at(-1)?.data).toEqual(feed.market.quote('BTC-USD'))
    heard.subscription.unsubscribe()
    feed.drain()
    expect(heard.of('quote')).toHaveLength(length)
    feed.client.close()
    expect(states).toEqual(['reconnecting', 'connected', 'closed'])
  })

  it('gives bars without a seam to the SDK’s own helper, and refuses what needs a server', async () => {
    const feed = await fakeFeed(TAPE)
    const bars = new Map<number, Bar>()
    await new Promise<void>((resolve) => {
      openBars(
        feed.client,
        { symbol: 'BTC-USD', interval: '1s' },
        {
          history: (all) => {
            for (const bar of all) bars.set(bar.tsOpen, bar)
            resolve()
          },
          bar: (bar) => bars.set(bar.tsOpen, bar),
        },
      )
    })
    feed.drain()
    expect([...bars.values()].at(-1)).toEqual(feed.market.bars('BTC-USD', '1s').at(-1))
    await expect(feed.client.openDeck({ rewind: 1_000_000 })).rejects.toThrow('use replayFeed')
    expect(() => feed.client.joinDeck('deck-1')).toThrow('needs a server')
    const refused = hear(feed.client, { symbols: ['NOPE'], channels: ['quote'] })
    await expect(refused).rejects.toMatchObject({ code: 'UNKNOWN_SYMBOL' })
  })
})
