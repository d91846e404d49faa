/** What is wrong with the data of a feed, as its clients hear it. */

import { connectTapedeck } from '@tapedeck/client'
import type { Gap, Trade } from '@tapedeck/protocol'
import { expect, it } from 'vitest'
import type { Feed } from './feed.ts'
import { goldenTapes } from './golden-tapes.ts'
import { hear } from './hear.ts'
import { replayFeed } from './replay-feed.ts'
import type { TestTape } from './tape/open-tape.ts'

const WRITTEN: TestTape = {
  events: [
    { at: '1s', type: 'quote', symbol: 'BTC-USD', bid: 100, ask: 101 },
    { at: '2s', type: 'trade', symbol: 'BTC-USD', price: 100.5 },
    { at: '3s', type: 'trade', symbol: 'BTC-USD', price: 101 },
    { at: '3s', type: 'quote', symbol: 'ETH-USD', bid: 50, ask: 51 },
    { at: '4s', type: 'trade', symbol: 'BTC-USD', price: 102 },
  ],
}

/** Trades of BTC-USD and gaps that a client hears after the first second, when something went wrong then. */
async function heard(fault: (feed: Feed) => void, tape = WRITTEN): Promise<{ trades: readonly Trade[]; gaps: Gap[] }> {
  await using feed = await replayFeed(tape)
  using client = connectTapedeck(feed.url)
  const gaps: Gap[] = []
  client.on('gap', (gap) => gaps.push(gap))
  const all = await hear(client, { symbols: ['BTC-USD'], channels: ['trade'] })
  await feed.advance('1s')
  fault(feed)
  await feed.drain()
  return { trades: all.of('trade'), gaps }
}
const prices = async (fault: (feed: Feed) => void): Promise<number[]> =>
  (await heard(fault)).trades.map(({ price }) => price)

it('what came for a while may be missing, and the feed may say so or not', async () => {
  const declared = await heard(({ faults }) => faults.gap('BTC-USD', '2.5s'))
  expect(declared.trades.map(({ price }) => price)).toEqual([102])
  expect(declared.gaps).toMatchObject([{ symbol: 'BTC-USD', cause: 'test' }])
  const quiet = await heard(({ faults }) => faults.gap(null, 2_500, { isDeclared: false }))
  expect(quiet.trades.map(({ price }) => price)).toEqual([102])
  expect(quiet.gaps).toEqual([])
})

it('events may come twice, out of order, or not at all', async () => {
  expect(await prices(({ faults }) => faults.duplicate())).toEqual([100.5, 100.5, 101, 102])
  expect(await prices(({ faults }) => faults.duplicate(2))).toEqual([100.5, 100.5, 100.5, 101, 102])
  expect(await prices(({ faults }) => faults.reorder(2, 'BTC-USD'))).toEqual([101, 100.5, 102])
  expect(await prices(({ faults }) => faults.reorder(3, 'BTC-USD'))).toEqual([102, 101, 100.5])
  expect(await prices(({ faults }) => faults.drop(2, 'BTC-USD'))).toEqual([102])
  expect(await prices(({ faults }) => faults.drop(1, 'ETH-USD'))).toEqual([100.5, 101, 102])
})

it('on a tape that has numbers the hole shows, and what comes twice has one number', async () => {
  const seqs = async (fault: (feed: Feed) => void): Promise<number[]> =>
    (await heard(fault, goldenTapes.burst)).trades.map(({ seq }) => seq).slice(0, 4)
  expect(await seqs(({ faults }) => faults.drop(2))).toEqual([1, 3, 4, 5])
  expect(await seqs(({ faults }) => faults.duplicate())).toEqual([1, 2, 3, 4])
  expect(await seqs(({ faults }) => faults.reorder(3))).toEqual([1, 3, 4, 5])
})

it('a fault that nothing is left for, or that is none, is refused in words', async () => {
  await using feed = await replayFeed(WRITTEN)
  const { faults } = feed
  expect(() => faults.gap('NOPE', '1s')).toThrow('symbol "NOPE" is not on this tape (known: BTC-USD, ETH-USD)')
  expect(() => faults.drop(1, 'NOPE')).toThrow('symbol "NOPE" is not on this tape')
  expect(() => faults.gap('BTC-USD', 'soon')).toThrow('"soon" is not a span of time')
  expect(() => faults.gap('BTC-USD', -1)).toThrow('-1 is not a span of time')
  expect(() => faults.duplicate(0)).toThrow('times is 0: it must be a whole number from 1')
  expect(() => faults.drop(NaN)).toThrow('count is NaN: it must be a whole number from 1')
  expect(() => faults.reorder(1)).toThrow('count is 1: it must be a whole number from 2')
  expect(() => faults.drop(2, 'ETH-USD')).toThrow('drop() needs 2 events of ETH-USD, and the tape has 1 left')
  await feed.drain()
  expect(() => faults.duplicate()).toThrow('duplicate() needs 1 events, and the tape has 0 left')
  expect(feed.events).toBe(5)
})
