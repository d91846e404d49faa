/** Batches of the wire over a real server, and between clients that keep up and clients that do not. */

import { connectTapedeck, type TapedeckClient } from '@tapedeck/client'
import {
  BatchReader,
  ByteReader,
  micros,
  quoteOf,
  scaledPrice,
  scaledSize,
  seq,
  type Quote,
  type QuoteEvent,
  type Trade,
  type TradeBust,
} from '@tapedeck/protocol'
import { DEFAULT_INSTRUMENTS } from '@tapedeck/simulator'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { useServers } from '../served.fixture.ts'
import { FanOut } from './fan-out.ts'
import type { Outlet } from './follower.ts'
import { Item, type Batch } from './item.ts'

const { serve, connect } = useServers()
const clients: TapedeckClient[] = []
afterEach(() => clients.splice(0).forEach((client) => client.close()))

describe('the SDK', () => {
  it('hears by batches what a stock client hears as JSON', async () => {
    const server = await serve({ scenarios: ['fat-finger'], symbols: undefined })
    const symbols = ['BTC-USD', 'SHIB-USD', 'EUR-USD', 'AAPL', 'MSFT']
    const stock = await connect(server)
    await stock.ask('subscribe', { symbols, channels: ['quote', 'trade'] })
    const client = connectTapedeck(server.url)
    clients.push(client)
    const quotes: Quote[] = []
    const trades: (Trade | TradeBust)[] = []
    await client.subscribe(
      { symbols, channels: ['quote', 'trade'] },
      {
        quote: (quote) => quotes.push(quote),
        trade: (trade) => trades.push(trade),
        tradeBust: (bust) => trades.push(bust),
      },
    ).ready
    await server.advance('10s')
    await stock.ask('instruments', {})
    await client.instruments()
    expect(quotes.length).toBeGreaterThan(100)
    expect(quotes).toEqual(stock.all('quote'))
    const isOfTrades = ({ name }: { name: string }): boolean => name === 'trade' || name === 'trade-bust'
    expect(trades).toEqual(stock.heard.filter(isOfTrades).map(({ data }) => data))
  })

  it('hears them of decks of its own as well', async () => {
    const server = await serve()
    const client = connectTapedeck(server.url)
    clients.push(client)
    const deck = await client.openDeck({ scenario: 'burst-x10', play: false })
    const heard: Quote[] = []
    await deck.subscribe({ symbols: ['BTC-USD'], channels: ['quote'] }, { quote: (quote) => heard.push(quote) }).ready
    await deck.step('1s')
    await client.instruments()
    expect(heard.length).toBeGreaterThan(0)
    expect(heard.every((quote) => quote.deck === deck.name && quote.symbol === 'BTC-USD')).toBe(true)
  })
})

const [instrument] = DEFAULT_INSTRUMENTS.map((each) => each.instrument)

/** A client that reads batches, and stops when it is told to. */
class Reading implements Outlet {
  readonly holdsAnchors = true
  readonly isFull = false
  isReady = true
  readonly reader = new BatchReader()
  readonly heard: object[] = []

  handled(): Promise<void> {
    return Promise.resolve()
  }

  send(batch: Batch): void {
    // the frames are what is written; the batch is what they hold
    const frames = batch.frames('batch')
    const head = (frames[1] ?? 0) < 126 ? 2 : 4
    this.reader.read(new ByteReader(frames.subarray(head)), (record) => {
      if ('data' in record) this.heard.push(record.data)
    })
  }
}

it('whoever skips some reads all that it gets, and so do those who skip none', () => {
  if (instrument === undefined) throw new Error('no instrument')
  const step = fc.record({
    bid: fc.integer({ min: 9_000, max: 9_100 }),
    ask: fc.option(fc.integer({ min: 9_000, max: 9_100 }), { nil: null }),
    stalls: fc.constantFrom(undefined, undefined, 0, 1),
    wakes: fc.constantFrom(undefined, 0, 1),
    joins: fc.constantFrom(undefined, undefined, undefined, 2),
    jump: fc.constantFrom(1, 1, 1, 10_000),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const fanOut = new FanOut(false, 0)
      const readings = [new Reading(), new Reading(), new Reading(), new Reading()]
      const join = (index: number, channel: string): void => {
        fanOut.join(String(index), () => readings[index], channel, instrument.symbol)
      }
      join(0, 'quote')
      join(1, 'quote')
      // another group, so that what is shared is written for two of them
      join(1, 'trade')
      // and one that wants fewer
      join(3, 'quote')
      fanOut.refreshed('3', ['quote'], [instrument.symbol], 3)
      let number = 0
      let last: object | undefined
      for (const { bid, ask, stalls, wakes, joins, jump } of steps) {
        for (const [index, isReady] of [
          [stalls, false],
          [wakes, true],
        ] as const) {
          const reading = index === undefined ? undefined : readings[index]
          if (reading !== undefined) reading.isReady = isReady
        }
        if (joins !== undefined) join(joins, 'quote')
        number += jump
        const time = micros(1_767_623_400_000_000 + number)
        const event: QuoteEvent = {
          type: 'quote',
          ts: time,
          tsRecv: time,
          seq: seq(number),
          instrumentId: instrument.id,
          bid: scaledPrice(bid),
          bidSize: scaledSize(bid % 7),
          ask: ask === null ? null : scaledPrice(ask),
          askSize: ask === null ? null : scaledSize(3),
        }
        const topic = fanOut.topics.followed('quote', instrument.symbol)
        if (topic === undefined) throw new Error('nobody follows')
        const { symbol: _symbol, ...data } = quoteOf(event, instrument)
        last = data
        const item = new Item(topic, 'quote', data, false, { event, instrument })
        topic.latest = item
        fanOut.send([item], number)
      }
      for (const reading of readings) reading.isReady = true
      fanOut.send([], number + 1_000)
      if (last === undefined) return
      for (const index of [0, 1, 3]) expect(readings[index]?.heard.at(-1)).toEqual(last)
      for (const { heard } of readings) {
        const seqs = heard.map((each) => (each as Quote).seq)
        expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b))
      }
    }),
    { numRuns: 300 },
  )
})
