import { createMarket } from '@tapedeck/market'
import { INTERVALS, micros, TapedeckError, type Instrument, type SourceEvent } from '@tapedeck/protocol'
import { createDigest, iteratorSource } from '@tapedeck/tape'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { beginningOf } from './beginning.ts'
import { createVirtualClock } from './clock/virtual-clock.ts'
import type { Deck } from './deck-face.ts'
import { openDeck } from './deck.ts'
import { createMemoryTape, type MemoryTape } from './fixtures/memory-tape.ts'
import {
  arbitraryEvents,
  barsOf,
  BTC,
  EUR,
  HEADER,
  HISTORY,
  recorded,
  SECOND,
  seenOf,
  START,
  trade,
} from './fixtures/recorded-tapes.ts'
import { createRecorder } from './recorder.ts'
import { decodeState } from './saved-state.ts'

const FAR = micros(START + 1_000_000 * SECOND)

function deckOf(tape: MemoryTape): Deck {
  return openDeck({ name: 'deck', source: tape.source(), clock: createVirtualClock(HEADER.start) })
}
const trades = Array.from({ length: 40 }, (_, index) =>
  trade(index * 300_000, index % 2 === 0 ? BTC : EUR, 100 + index, index + 1),
)

it('what is recorded of a replay is what was replayed, keyframes and bars included', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryEvents(true), async (events) => {
      const tape = await recorded(events)
      const deck = deckOf(tape)
      const again = createMemoryTape(HEADER, { history: HISTORY })
      const recorder = createRecorder(deck, again.sink)
      await deck.playTo(FAR)
      expect(await recorder.close()).toEqual(await tape.sink.close())
      expect(again.events).toEqual(tape.events)
      expect(again.keyframes.map(({ events: place, bars }) => [place, bars])).toEqual(
        tape.keyframes.map(({ events: place, bars }) => [place, bars]),
      )
    }),
    { numRuns: 30 },
  )
})

it('a keyframe is the state of the deck right after the event before it', async () => {
  const tape = await recorded(trades)
  for (const { events, state } of tape.keyframes) {
    const market = createMarket(HEADER.instruments)
    market.loadHistory(HISTORY, HEADER.start)
    for (const event of tape.events.slice(0, events)) market.apply(event)
    const loaded = createMarket([])
    loaded.load(decodeState(state).market)
    expect(seenOf(loaded)).toEqual(seenOf(market))
  }
  expect(tape.keyframes).toHaveLength(4)
})

it('a recording that begins in the midst goes on with the numbers, the state and the chart', async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryEvents(true),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (events, beginsAt, seeksTo) => {
        const tape = await recorded(events)
        const whole = deckOf(tape)
        await whole.seek({ fraction: beginsAt })
        const { header, opening, bars } = beginningOf(whole)
        expect(header.start).toBe(whole.status().position)
        const part = createMemoryTape(header, { opening, history: opening === null ? HISTORY : [] })
        // bars from before it as the first keyframe's
        if (opening !== null) part.sink.keyframe(opening, bars)
        const recorder = createRecorder(whole, part.sink)
        await whole.playTo(FAR)
        await recorder.close()
        expect(part.events).toEqual(tape.events.filter(({ tsRecv }) => tsRecv >= header.start))
        if (part.events.length === 0) return

        const deck = openDeck({ name: 'part', source: part.source(), clock: createVirtualClock(header.start) })
        expect(beginningOf(deck)).toMatchObject({
          header: { ...header, tapeId: expect.any(String) as string },
          opening,
        })
        await deck.seek({ fraction: seeksTo })
        await whole.seek({ time: deck.status().position })
        expect(seenOf(deck.market)).toEqual(seenOf(whole.market))
        const range = { from: header.start, limit: 1_000 }
        const ofWhole = (await barsOf(whole, range)) as object[]
        expect(await barsOf(deck, range)).toEqual(
          ofWhole.map((answer) => ({ ...answer, hasMore: expect.any(Boolean) as boolean })),
        )
      },
    ),
    { numRuns: 40 },
  )
})

it('what has not begun is recorded as it is', async () => {
  const tape = await recorded(trades)
  const deck = deckOf(tape)
  expect(beginningOf(deck)).toEqual({ header: HEADER, opening: null, history: deck.history, bars: [] })
  expect(beginningOf(deck, { symbols: ['BTC-USD'] })).toMatchObject({ opening: null, header: { instruments: [BTC] } })
  await deck.playTo(micros(START))
  const begun = beginningOf(deck)
  expect(begun.opening).not.toBeNull()
  expect(begun.header.tapeId).toBe(beginningOf(deck).header.tapeId)
  expect(begun.header.tapeId).not.toBe(beginningOf(deck, { channels: ['trade'] }).header.tapeId)
  expect(() => beginningOf(deck, { symbols: ['DOGE'] })).toThrow(
    expect.objectContaining({ code: 'UNKNOWN_SYMBOL' }) as Error,
  )
})

const DOGE: Instrument = { ...BTC, id: 9, symbol: 'DOGE' }
const SPLIT: Instrument = { ...BTC, id: 10, symbol: 'BTC-USD', replaces: 1 }
const at = (index: number): Pick<SourceEvent, 'ts' | 'tsRecv' | 'seq'> => {
  const time = micros(START + 20 * SECOND + index)
  return { ts: time, tsRecv: time, seq: 0 as SourceEvent['seq'] }
}
const many: readonly SourceEvent[] = [
  ...trades,
  { type: 'instrument', ...at(0), action: 'enter', instrumentId: 9, instrument: DOGE },
  { ...trade(20 * SECOND + 1, DOGE, 5, 100) },
  { type: 'instrument', ...at(2), action: 'enter', instrumentId: 10, instrument: SPLIT },
  { ...trade(20 * SECOND + 3, SPLIT, 6, 101) },
  { type: 'marker', ...at(4), name: 'news', params: {} },
  {
    type: 'quote',
    ...at(5),
    instrumentId: 1,
    bid: null,
    bidSize: null,
    ask: null,
    askSize: null,
  },
]

it('a part has chosen symbols alone, those that take their place, and what belongs to none', async () => {
  const tape = await recorded(many)
  const deck = deckOf(tape)
  await deck.playTo(micros(START + 3 * SECOND))
  const options = { symbols: ['BTC-USD'], channels: ['trade', 'marker'] } as const
  const { header, opening } = beginningOf(deck, options)
  const part = createMemoryTape(header, { opening, keyframeEvery: 5 })
  const recorder = createRecorder(deck, part.sink, options)
  await deck.playTo(FAR)
  await recorder.close()

  const kinds = part.events
    .slice(-4)
    .map((event) => ('instrumentId' in event ? [event.type, event.instrumentId] : [event.type]))
  expect(kinds).toEqual([['trade', 1], ['instrument', 10], ['trade', 10], ['marker']])
  expect(new Set(part.events.flatMap((event) => ('instrumentId' in event ? [event.instrumentId] : [])))).toEqual(
    new Set([1, 10]),
  )

  const played = openDeck({ name: 'part', source: part.source(), clock: createVirtualClock(header.start) })
  await played.seek({ fraction: 1 })
  const end = part.events.at(-1)?.tsRecv ?? header.start
  await played.playTo(end)
  expect(played.market.instruments().map(({ id }) => id)).toEqual([1, 10])
  for (const interval of INTERVALS) {
    const range = { from: header.start, limit: 1_000 }
    const { bars } = await played.bars(1, interval, range)
    expect(bars).toEqual((await deck.bars(1, interval, range)).bars)
  }
  expect(played.market.stats(1)).toEqual(deck.market.stats(1))
  expect(played.market.quote(1)).toBeUndefined()
})

it('a recording of a deck that is moved ends there', async () => {
  const tape = await recorded(trades)
  const deck = deckOf(tape)
  const again = createMemoryTape(HEADER)
  let ended = 0
  const recorder = createRecorder(deck, again.sink, { onEnded: () => ended++ })
  await deck.playTo(micros(START + 3 * SECOND))
  await deck.seek({ fraction: 0 })
  await deck.playTo(FAR)
  expect(ended).toBe(1)
  expect(again.isClosed).toBe(true)
  expect((await recorder.close()).events).toBe(11)
  expect(again.events).toEqual(tape.events.slice(0, 11))
})

it('a recording is made durable once a second, and a failure to do so disturbs nobody', async () => {
  const tape = await recorded(trades)
  const clock = createVirtualClock(HEADER.start)
  const deck = openDeck({ name: 'deck', source: tape.source(), clock })
  const again = createMemoryTape(HEADER)
  let flushes = 0
  createRecorder(deck, {
    ...again.sink,
    wantsKeyframe: false,
    flush() {
      flushes++
      return Promise.reject(new TapedeckError('TAPE_WRITE_FAILED', 'the disk is full'))
    },
  })
  for (let second = 0; second <= 3; second++) {
    const to = micros(START + second * SECOND)
    await deck.playTo(to)
    clock.moveTo(to)
  }
  expect(flushes).toBe(4)
  expect(again.events).toHaveLength(11)
})

it('events without numbers go on with theirs after a seek', async () => {
  // an imported tape: written as it came, with keyframes of the deck that checked it
  const whole = openDeck({
    name: 'whole',
    source: iteratorSource(HEADER, [], trades.values()),
    clock: createVirtualClock(HEADER.start),
  })
  const tape = createMemoryTape(HEADER)
  const numbers: number[] = []
  let place = 0
  whole.on({
    event(event) {
      const raw = trades[place++]
      numbers.push(event.seq)
      if (raw !== undefined) tape.sink.write(raw)
      if (tape.sink.wantsKeyframe) tape.sink.keyframe(whole.save(), [])
    },
  })
  await whole.playTo(FAR)
  const deck = deckOf(tape)
  const heard: number[] = []
  deck.on({ event: (event) => heard.push(event.seq) })
  await deck.seek({ fraction: 0.63 })
  await deck.playTo(FAR)
  expect(heard.length).toBeGreaterThan(5)
  expect(heard).toEqual(numbers.slice(-heard.length))
})

it.each([
  [Uint8Array.of(), 'TAPE_CORRUPT'],
  [Uint8Array.of(0, 0), 'TAPE_CORRUPT'],
  [Uint8Array.of(1, 200, 1, 2, 3), 'TAPE_CORRUPT'],
  [Uint8Array.of(1, 1, 255), 'TAPE_CORRUPT'],
  [Uint8Array.of(2, 0), 'TAPE_VERSION'],
])('an opening of %o is refused', (opening, code) => {
  const tape = createMemoryTape(HEADER, { opening })
  expect(() => deckOf(tape)).toThrow(expect.objectContaining({ code }) as Error)
})

it('a saved deck is the same bytes after it was loaded', async () => {
  const tape = await recorded(trades)
  const deck = deckOf(tape)
  await deck.playTo(micros(START + 5 * SECOND))
  const state = deck.save()
  const header = { ...HEADER, start: deck.market.time }
  const loaded = openDeck({
    name: 'loaded',
    source: createMemoryTape(header, { opening: state }).source(),
    clock: createVirtualClock(header.start),
    createDigest: () => createDigest(),
  })
  expect(loaded.save()).toEqual(state)
})
