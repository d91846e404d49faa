/** The golden tapes: made again byte for byte, and played whole to a client, which hears what each is there to show. */

import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { connectTapedeck } from '@tapedeck/client'
import type { Bar, Gap, Quote, Status, Trade } from '@tapedeck/protocol'
import { goldenTapes, hear, replayFeed } from '@tapedeck/testkit'
import '@tapedeck/testkit/vitest'
import { describe, expect, it } from 'vitest'
import { TAPES } from '../../scripts/golden-tapes/tapes.mjs'

interface Heard {
  readonly quote: readonly Quote[]
  readonly trade: readonly Trade[]
  readonly status: readonly Status[]
  readonly bar: readonly Bar[]
  readonly gap: readonly Gap[]
}

/** All that a client hears of a whole tape. */
async function play(path: string): Promise<Heard> {
  await using feed = await replayFeed(path)
  using client = connectTapedeck(feed.url)
  const gap: Gap[] = []
  client.on('gap', (each) => gap.push(each))
  const channels = ['quote', 'trade', 'status', 'bar:1d'] as const
  const heard = await hear(client, { symbols: feed.market.symbols, channels })
  await feed.drain()
  expect(client).toConvergeWith(feed)
  const [quote, trade, status, bar] = [heard.of('quote'), heard.of('trade'), heard.of('status'), heard.of('bar')]
  return { quote, trade, status, bar, gap }
}
const START = Date.parse('2026-01-05T14:30:00Z') * 1_000
const second = ({ tsRecv }: { readonly tsRecv: number }): number => (tsRecv - START) / 1_000_000

it('are what the script makes, and all have a name', () => {
  const names = Object.values(goldenTapes).map((path: string) => basename(path, '.tape.jsonl'))
  expect(names.toSorted()).toEqual(Object.keys(TAPES).toSorted())
  expect(readdirSync(dirname(goldenTapes.calm)).toSorted()).toEqual(
    names.map((name) => `${name}.tape.jsonl`).toSorted(),
  )
  for (const path of Object.values(goldenTapes) as string[]) {
    const text = readFileSync(path, 'utf8')
    expect(text, `${path} is another than \`node scripts/golden-tapes.mjs\` makes`).toBe(
      TAPES[basename(path, '.tape.jsonl')]?.(),
    )
    expect(text.length).toBeLessThan(10_000)
  }
})

describe('played whole', () => {
  it('calm: nothing is amiss', async () => {
    const { quote, trade, gap, status } = await play(goldenTapes.calm)
    expect([quote.length, trade.length, gap.length, status.length]).toEqual([15, 5, 0, 0])
  })

  it('burst: 50 events in a tenth of a second', async () => {
    const { quote, trade } = await play(goldenTapes.burst)
    const within = [...quote, ...trade].filter((each) => second(each) >= 1 && second(each) < 1.1)
    expect(within).toHaveLength(50)
  })

  it('gap: the numbers that are missing are those that are told', async () => {
    const { quote, gap } = await play(goldenTapes.gap)
    expect(gap).toMatchObject([{ symbol: 'BTC-USD', fromSeq: 6, toSeq: 12, cause: 'lost-messages' }])
    expect(quote.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 13, 14, 15, 16])
  })

  it('flash crash: a tenth down in two seconds, and nearly back', async () => {
    const { trade } = await play(goldenTapes.flashCrash)
    const low = Math.min(...trade.map(({ price }) => price))
    expect(low).toBe(90_000)
    expect(trade.find(({ price }) => price === low)).toSatisfy((each: Trade) => second(each) === 3)
    expect(trade.at(-1)?.price).toBe(99_005)
  })

  it('halt: no quote and no trade between the halt and the auction', async () => {
    const { status, quote, trade } = await play(goldenTapes.halt)
    expect(status.map((each) => [each.status, second(each)])).toEqual([
      ['trading', 0],
      ['halted', 2],
      ['auction', 62],
      ['trading', 72],
    ])
    expect(quote.find((each) => second(each) === 2)).toMatchObject({ bid: null, ask: null })
    expect([...quote, ...trade].filter((each) => second(each) > 2 && second(each) < 62)).toEqual([])
    expect(trade.find(({ condition }) => condition === 'auction')).toMatchObject({ price: 251 })
  })

  it('reconnect: half a minute is missing of all, and numbers have gone on', async () => {
    const { gap, quote } = await play(goldenTapes.reconnect)
    expect(gap).toMatchObject([{ symbol: null, cause: 'venue-disconnect', tsFrom: START + 1e6, tsTo: START + 31e6 }])
    expect(quote.map(({ symbol, seq }) => [symbol, seq])).toEqual([
      ['BTC-USD', 1],
      ['AAPL', 1],
      ['BTC-USD', 42],
      ['AAPL', 11],
    ])
  })

  it('out of order: dates go back where tape time does not', async () => {
    const { quote, trade } = await play(goldenTapes.outOfOrder)
    for (const list of [quote, trade]) {
      expect(list.every(({ tsRecv }, i) => tsRecv >= (list[i - 1]?.tsRecv ?? 0))).toBe(true)
      expect(list.every(({ ts }, i) => ts >= (list[i - 1]?.ts ?? 0))).toBe(false)
    }
    expect(trade.filter(({ condition }) => condition === 'late')).toMatchObject([{ price: 240 }])
  })

  it.each([
    ['midnight', goldenTapes.midnight, '2026-01-06T00:00:00Z'],
    ['daylight saving', goldenTapes.dst, '2026-03-08T21:00:00Z'],
  ])('%s: the day begins where the instrument says', async (_, path, day) => {
    const { bar } = await play(path)
    const closed = bar.filter((each) => each.closed)
    expect(closed.map(({ tsClose }) => tsClose)).toEqual([Date.parse(day) * 1_000])
    expect(bar.at(-1)).toMatchObject({ tsOpen: Date.parse(day) * 1_000, closed: false })
  })

  it('tiny prices: none is lost in rounding', async () => {
    const { quote, trade } = await play(goldenTapes.tinyPrices)
    expect(quote[0]).toMatchObject({ bid: 0.00000001, ask: 0.00000003, bidSize: 900_000_000_000 })
    expect(trade.at(-1)).toMatchObject({ price: 0.00000008, size: 123_456_789_012 })
  })

  it('negative prices: through zero and back', async () => {
    const { quote, bar } = await play(goldenTapes.negativePrices)
    expect(quote.map(({ bid }) => bid)).toEqual([2.1, 1.05, 0.01, -0.01, -8.5, -37.63, -35.2, -12])
    expect(bar.at(-1)).toMatchObject({ open: 2.1, high: 2.1, low: -37.63, close: -12 })
  })
})
