/** What a feed refuses, in words; and that nothing of it takes effect, or hangs. */

import { connectTapedeck } from '@tapedeck/client'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { goldenTapes } from './golden-tapes.ts'
import { replayFeed } from './replay-feed.ts'
import type { TestTape } from './tape/open-tape.ts'

const MESSAGES = fileURLToPath(new URL('../../../tests/testkit/own-feed.tape.jsonl', import.meta.url))
const START = 1_767_623_400_000_000
const WRITTEN = {
  events: [
    { at: '1s', type: 'quote', symbol: 'BTC-USD', bid: 100, ask: 101 },
    { at: '2s', type: 'trade', symbol: 'ETH-USD', price: 50 },
  ],
} as const satisfies TestTape

it('a tape that is none', async () => {
  await expect(replayFeed('no.tape')).rejects.toMatchObject({ code: 'TAPE_NOT_FOUND' })
  await expect(replayFeed(MESSAGES)).rejects.toThrow('a tape of messages is played by replayMessages')
  await expect(replayFeed({ scenario: 'flash-crsh' })).rejects.toMatchObject({ code: 'UNKNOWN_SCENARIO' })
  await expect(replayFeed({ scenario: null, symbols: ['NOPE'] })).rejects.toMatchObject({ code: 'UNKNOWN_SYMBOL' })
  await expect(replayFeed({ scenario: null, for: '-1s' })).rejects.toMatchObject({ code: 'BAD_OPTION' })
  await expect(replayFeed({ events: [] })).rejects.toThrow('events is empty')
})

it('events that a test writes, with their place', async () => {
  const [first, second] = WRITTEN.events
  const refused = (event: object) =>
    expect(replayFeed({ events: [first, event as (typeof WRITTEN.events)[0]] })).rejects
  await expect(replayFeed({ events: [second, first] })).rejects.toThrow(
    'events[1]: 1s is earlier than the event before it',
  )
  await refused({ ...first, symbol: 'NOPE' }).toThrow('events[1]: symbol "NOPE" is not built in: give it in')
  await refused({ ...first, bid: NaN }).toMatchObject({ code: 'SCALED_OUT_OF_RANGE', details: { place: 1 } })
  await refused({ ...first, at: 'soon' }).toThrow('events[1]: "soon" is not a span of time')
  await refused({ ...first, type: 'tick' }).toThrow('events[1]: type is "tick": it must be quote, trade or status')
})

it('what cannot be asked', async () => {
  await using feed = await replayFeed(WRITTEN)
  for (const span of ['soon', '-1s', -1, NaN, Infinity]) {
    await expect(feed.advance(span)).rejects.toMatchObject({ code: 'BAD_OPTION' })
  }
  for (const times of [-1, 1.5, NaN]) await expect(feed.step(times)).rejects.toThrow(`times is ${times}: it must be`)
  for (const place of ['1d', -5, NaN]) await expect(feed.seek(place)).rejects.toMatchObject({ code: 'BAD_SEEK' })
  await expect(feed.seek('soon')).rejects.toMatchObject({ code: 'BAD_OPTION' })
  await expect(feed.until({ symbol: 'NOPE', status: 'halted' })).rejects.toThrow('known: BTC-USD, ETH-USD')
  await expect(feed.until({ symbol: 'BTC-USD', price: { gt: 1 } } as never)).rejects.toThrow(
    'a condition has no "price": it has symbol, last, bid, ask, status; for anything else give a function',
  )
  await expect(feed.until({ symbol: 'BTC-USD', last: { gte: 1 } } as never)).rejects.toThrow('no "last.gte"')
  await expect(feed.subscribed('NOPE')).rejects.toMatchObject({ code: 'UNKNOWN_SYMBOL' })
  expect(() => feed.market.last('NOPE')).toThrow('known: BTC-USD, ETH-USD')
  // nothing of it took effect
  expect([feed.events, feed.position]).toEqual([0, START])
})

it('everything once it is closed, also in the midst of playing', async () => {
  const feed = await replayFeed(goldenTapes.calm)
  using client = connectTapedeck(feed.url)
  await client.subscribe({ symbols: ['BTC-USD'], channels: ['quote'] }, {}).ready
  const playing = expect(feed.drain()).rejects.toMatchObject({ code: 'CLOSED' })
  await feed.close()
  await playing
  const asked = [
    () => feed.advance('1s'),
    () => feed.step(),
    () => feed.until(() => true),
    () => feed.seek('1s'),
    () => feed.drain(),
    () => feed.handled(),
    () => feed.restart(),
    () => feed.subscribed('BTC-USD'),
  ]
  for (const ask of asked) await expect(ask()).rejects.toThrow('this feed is closed')
  expect(() => feed.position).toThrow('this feed is closed')
  await feed.close()
})
