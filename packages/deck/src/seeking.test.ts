import { micros, TapedeckError, type SourceEvent } from '@tapedeck/protocol'
import { createDigest, iteratorSource } from '@tapedeck/tape'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createManualHost } from './clock/manual-host.ts'
import { createScaledClock } from './clock/scaled-clock.ts'
import { createVirtualClock } from './clock/virtual-clock.ts'
import type { Deck, DeckOptions } from './deck-face.ts'
import { openDeck } from './deck.ts'
import type { MemorySourceOptions, MemoryTape } from './fixtures/memory-tape.ts'
import {
  arbitraryEvents,
  barsOf,
  BTC,
  folded,
  HEADER,
  recorded,
  SECOND,
  seenOf,
  START,
  trade,
} from './fixtures/recorded-tapes.ts'

const places = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()), {
  minLength: 1,
  maxLength: 6,
})

it('wherever a deck goes, it stands as the fold from the start', async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryEvents(true),
      places,
      fc.integer({ min: 1, max: 30 }),
      async (events, going, keyframeEvery) => {
        const tape = await recorded(events, keyframeEvery)
        const deck = openDeck({ name: 'deck', source: tape.source(), clock: createVirtualClock(HEADER.start) })
        const heard: SourceEvent[] = []
        deck.on({ event: (event) => heard.push(event) })
        const end = tape.events.at(-1)?.tsRecv ?? START
        let take = 1
        for (const [fraction, isPlayed] of going) {
          // often exactly where an event is
          const index = Math.floor(fraction * (tape.events.length - 1))
          const at = isPlayed ? (tape.events[index]?.tsRecv ?? START) : START + Math.floor((end - START) * fraction)
          await deck.seek({ time: at })
          expect(deck.take).toBe(++take)
          expect(deck.status()).toMatchObject({ position: at, events: 0 })
          expect(seenOf(deck.market)).toEqual(seenOf(folded(tape, at)))
          expect(await barsOf(deck)).toEqual(await barsOf(folded(tape, at)))
          const to = Math.min(end - 1, at + 30 * SECOND)
          if (!isPlayed || to < at) continue
          heard.length = 0
          await deck.playTo(micros(to))
          expect(heard).toEqual(tape.events.filter(({ tsRecv }) => tsRecv >= at && tsRecv <= to))
          const there = folded(tape, to + 1)
          deck.market.advanceTo(micros(to + 1))
          expect(seenOf(deck.market)).toEqual(seenOf(there))
          expect(await barsOf(deck)).toEqual(await barsOf(there))
        }
        await deck.close()
      },
    ),
    { numRuns: 100 },
  )
})

it('bars are cut to the range that is asked for, wherever they come from', async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryEvents(true),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: -120, max: 300 }),
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 1, max: 40 }),
      async (events, fraction, from, length, limit) => {
        const tape = await recorded(events)
        const deck = openDeck({ name: 'deck', source: tape.source(), clock: createVirtualClock(HEADER.start) })
        await deck.seek({ fraction })
        const market = folded(tape, deck.status().position)
        for (const range of [
          { limit },
          { from: START + from * SECOND, limit },
          { to: START + from * SECOND, limit },
          { from: START + from * SECOND, to: START + (from + length) * SECOND, limit },
        ]) {
          expect(await deck.bars(1, '1s', range)).toEqual(market.bars(1, '1s', range))
          expect(await deck.bars(2, '15s', range)).toEqual(market.bars(2, '15s', range))
        }
        await deck.close()
      },
    ),
    { numRuns: 50 },
  )
})

it('bars that fell out of the market are read from the tape, and none is given twice', async () => {
  const events = Array.from({ length: 400 }, (_, index) => trade(index * SECOND, BTC, 100 + index, index + 1))
  const tape = await recorded(events, 10, [])
  const deck = openDeck({ name: 'deck', source: tape.source(), clock: createVirtualClock(HEADER.start), maxBars: 50 })
  await deck.playTo(micros(START + 300 * SECOND))
  const { bars, hasMore } = await deck.bars(1, '1s', { limit: 1_000 })
  expect(bars.map(({ tsOpen }) => (tsOpen - START) / SECOND)).toEqual(Array.from({ length: 301 }, (_, index) => index))
  expect(hasMore).toBe(false)
  expect(await deck.bars(1, '1s', { limit: 301 })).toMatchObject({ hasMore: false })
  expect(await deck.bars(1, '1s', { limit: 300 })).toMatchObject({ hasMore: true })
})

async function shortDeck(
  options: Partial<DeckOptions> = {},
  source?: MemorySourceOptions,
): Promise<{
  readonly tape: MemoryTape
  readonly deck: Deck
  readonly resets: number[]
}> {
  const events: SourceEvent[] = Array.from({ length: 60 }, (_, index) =>
    index % 20 === 10
      ? { ...trade(index * SECOND, BTC, 1, 1), type: 'marker', name: index < 40 ? 'news' : 'close', params: {} }
      : trade(index * SECOND, BTC, 100 + index, index + 1),
  )
  const tape = await recorded(events)
  const clock = createVirtualClock(HEADER.start)
  const deck = openDeck({ name: 'deck', source: tape.source(source), clock, ...options })
  const resets: number[] = []
  deck.on({ reset: (take) => resets.push(take) })
  return { tape, deck, resets }
}
const secondsIn = (deck: Deck): number => (deck.status().position - START) / SECOND

it('a marker is the next of its name, or the first one', async () => {
  const { deck } = await shortDeck()
  expect(deck.status().markers.map(({ name, tsRecv }) => [name, (tsRecv - START) / SECOND])).toEqual([
    ['news', 10],
    ['news', 30],
    ['close', 50],
  ])
  const seen: number[] = []
  for (const marker of ['news', 'news', 'close', 'news']) {
    await deck.seek({ marker })
    seen.push(secondsIn(deck))
  }
  expect(seen).toEqual([10, 30, 50, 10])
})

it.each([
  [{ time: START - 1 }, /outside of what is played, from 1700000380000000 to 1700000439000000/],
  [{ time: START + 60 * SECOND }, /outside/],
  [{ time: START + 0.5 }, /outside/],
  [{ fraction: 1.5 }, /not between 0 and 1/],
  [{ fraction: Number.NaN }, /not between 0 and 1/],
  [{ marker: 'lunch' }, /no marker is named "lunch": the tape has news, close/],
])('a deck that is sent to %o stays', async (target, message) => {
  const { deck, resets } = await shortDeck()
  await deck.playTo(micros(START + 5 * SECOND))
  await expect(deck.seek(target)).rejects.toMatchObject({
    code: 'BAD_SEEK',
    message: expect.stringMatching(message) as string,
  })
  expect(resets).toEqual([])
  expect(deck.status()).toMatchObject({ take: 1, state: 'playing', position: START + 5 * SECOND })
})

it('a tape that cannot be gone back on says so, and its deck plays on', async () => {
  const source = iteratorSource(HEADER, [], [trade(0, BTC, 1, 1), trade(1, BTC, 2, 2)].values())
  const deck = openDeck({ name: 'deck', source, clock: createVirtualClock(HEADER.start) })
  await expect(deck.seek({ time: START })).rejects.toMatchObject({ code: 'DECK_NOT_SEEKABLE' })
  await expect(deck.loop({ from: micros(START), to: micros(START + 1) })).rejects.toMatchObject({
    code: 'DECK_NOT_SEEKABLE',
  })
  await deck.playTo(micros(START))
  expect(deck.status().events).toBe(1)
})

it('a seek that fails leaves the deck where it was, and it plays on from there', async () => {
  let failing = false
  const onRead = (): undefined => {
    if (!failing) return
    failing = false
    throw new TapedeckError('TAPE_CORRUPT', 'a block is damaged')
  }
  const { tape, deck, resets } = await shortDeck({}, { onRead })
  const heard: SourceEvent[] = []
  deck.on({ event: (event) => heard.push(event) })
  await deck.playTo(micros(START + 25 * SECOND))
  const { market } = deck
  failing = true
  await expect(deck.seek({ fraction: 0.1 })).rejects.toMatchObject({ code: 'TAPE_CORRUPT' })
  expect(deck.market).toBe(market)
  expect(deck.status()).toMatchObject({ take: 1, state: 'playing', position: START + 25 * SECOND })
  await deck.playTo(micros(START + 100 * SECOND))
  expect(heard).toEqual(tape.events)
  expect(resets).toEqual([])
})

it('a seek that fails on a source that stays broken is told as a failure', async () => {
  let failing = false
  const onRead = (): undefined => {
    if (failing) throw new TapedeckError('TAPE_CORRUPT', 'a block is damaged')
  }
  const { deck } = await shortDeck({}, { onRead })
  const failures: string[] = []
  deck.on({ failed: ({ code }) => failures.push(code) })
  await deck.playTo(micros(START + 25 * SECOND))
  failing = true
  await expect(deck.seek({ fraction: 0.1 })).rejects.toMatchObject({ code: 'TAPE_CORRUPT' })
  expect(failures).toEqual(['TAPE_CORRUPT'])
  expect(deck.status().state).toBe('ended')
  await expect(deck.ended).rejects.toMatchObject({ code: 'TAPE_CORRUPT' })
  // it may be readable elsewhere, or again
  failing = false
  await deck.seek({ time: START + 5 * SECOND })
  expect(deck.status()).toMatchObject({ state: 'paused', digest: null })
  await deck.playTo(micros(START + 100 * SECOND))
  await deck.ended
})

it('seeks are done one after the other', async () => {
  const { deck, resets } = await shortDeck()
  await Promise.all([deck.seek({ fraction: 1 }), deck.seek({ fraction: 0.5 }), deck.seek({ time: START + 3 * SECOND })])
  expect(resets).toEqual([2, 3, 4])
  expect(secondsIn(deck)).toBe(3)
})

it('a deck that is closed on its way closes when its source is still', async () => {
  let resume = (): void => undefined
  const gate = new Promise<void>((resolve) => (resume = resolve))
  let isAtGate = false
  const onRead = (): Promise<void> | undefined => {
    if (!isAtGate) return undefined
    return gate
  }
  const { deck, resets } = await shortDeck({}, { onRead })
  await deck.playTo(micros(START + 2 * SECOND))
  isAtGate = true
  const seeking = deck.seek({ fraction: 0.7 })
  await Promise.resolve()
  const closing = deck.close()
  resume()
  await Promise.all([seeking, closing])
  expect(resets).toEqual([])
  expect(deck.take).toBe(1)
})

it('other work has its turn while much is folded', async () => {
  const events = Array.from({ length: 60_000 }, (_, index) => trade(index, BTC, 100, index + 1))
  const tape = await recorded(events, 1_000_000)
  const host = createManualHost(0)
  const clock = createScaledClock(1, host)
  const deck = openDeck({ name: 'deck', source: tape.source({ portion: 100_000 }), clock })
  let turns = 0
  const seeking = { isThere: false }
  void deck.seek({ fraction: 0.9 }).then(() => (seeking.isThere = true))
  while (!seeking.isThere) {
    turns++
    host.pass(1)
    await Promise.resolve()
  }
  expect(turns).toBeGreaterThan(10)
  expect(deck.status().position).toBe(START + Math.round(59_999 * 0.9))
})

it('the digest is that of a tape that was played whole, from its start, in one take', async () => {
  const { tape, deck } = await shortDeck({ createDigest: () => createDigest() })
  const whole = (await tape.sink.close()).digest
  const far = micros(START + 100 * SECOND)
  await deck.playTo(micros(START + 10 * SECOND))
  await deck.seek({ time: START + 5 * SECOND })
  await deck.playTo(far)
  expect(deck.status()).toMatchObject({ state: 'ended', digest: null })
  await deck.seek({ time: START })
  expect(deck.status()).toMatchObject({ state: 'paused', digest: null })
  await deck.playTo(far)
  expect(deck.status()).toMatchObject({ state: 'ended', digest: whole })
})
