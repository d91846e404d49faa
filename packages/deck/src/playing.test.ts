import { micros, type DeckStatus, type Micros, type SourceEvent } from '@tapedeck/protocol'
import { createDigest, type TapeSource } from '@tapedeck/tape'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Clock } from './clock/clock.ts'
import { createManualHost, type ManualHost } from './clock/manual-host.ts'
import { createScaledClock } from './clock/scaled-clock.ts'
import { createVirtualClock } from './clock/virtual-clock.ts'
import { createWallClock } from './clock/wall-clock.ts'
import type { Deck, DeckOptions } from './deck-face.ts'
import { openDeck } from './deck.ts'
import { createMemoryTape, type MemorySourceOptions, type MemoryTape } from './fixtures/memory-tape.ts'
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

/** A trade every 300 ms for a minute. */
const trades = Array.from({ length: 200 }, (_, index) => trade(index * 300_000, BTC, 100 + index, index + 1))
const END = START + 199 * 300_000

interface Playing {
  readonly tape: MemoryTape
  readonly host: ManualHost
  readonly clock: Clock
  readonly deck: Deck
  readonly heard: number[]
  readonly resets: number[]
  readonly statuses: DeckStatus[]
  /** Lets real time pass; sources are awaited on the way. */
  readonly pass: (milliseconds: number) => Promise<void>
}

async function playing(
  speed: number | 'max',
  options: Partial<DeckOptions> = {},
  source: MemorySourceOptions = { portion: 50 },
): Promise<Playing> {
  const tape = await recorded(trades)
  const host = createManualHost(0)
  const clock = createScaledClock(speed, host)
  const deck = openDeck({ name: 'deck', source: tape.source(source), clock, ...options })
  const heard: number[] = []
  const resets: number[] = []
  const statuses: DeckStatus[] = []
  deck.on({
    event: (event) => heard.push((event.tsRecv - START) / 1_000),
    reset: (take) => resets.push(take),
    status: (status) => statuses.push(status),
  })
  return { tape, host, clock, deck, heard, resets, statuses, pass: (milliseconds) => pass(host, milliseconds) }
}

async function pass(host: ManualHost, milliseconds: number): Promise<void> {
  await settle(host)
  for (let left = milliseconds; left > 0; left -= 10) {
    host.pass(Math.min(10, left))
    await settle(host)
  }
}

/** Awaits whatever waits for a source in memory. */
async function settle(host: ManualHost): Promise<void> {
  for (let turn = 0; turn < 60; turn++) {
    await Promise.resolve()
    host.runImmediates()
  }
}

const millisIn = (deck: Deck): number => (deck.status().position - START) / 1_000

it('a deck that is paused stands where it showed to be, and plays on from there', async () => {
  const { deck, heard, host, pass } = await playing(1)
  deck.play()
  await pass(1_000)
  expect(heard).toEqual([0, 300, 600, 900])
  host.jump(650)
  deck.pause()
  expect(deck.status()).toMatchObject({ state: 'paused' })
  expect(millisIn(deck)).toBe(1_650)
  expect(deck.market.time).toBe(START + 1_650_000)
  expect(heard).toHaveLength(6)
  await pass(5_000)
  expect(heard).toHaveLength(6)
  expect(millisIn(deck)).toBe(1_650)
  deck.play()
  await pass(160)
  expect(heard.at(-1)).toBe(1_800)
})

it('pausing twice, or playing twice, changes nothing', async () => {
  const { deck, statuses, pass } = await playing(1)
  deck.pause()
  expect(deck.status().state).toBe('waiting')
  deck.play()
  deck.play()
  await pass(10)
  deck.pause()
  deck.pause()
  expect(statuses.map(({ state }) => state)).toEqual(['playing', 'paused'])
})

it('a deck that is paused from within an event plays no other one', async () => {
  const { deck, heard, pass } = await playing('max')
  deck.on({ event: (event) => event.tsRecv === START + 600_000 && deck.pause() })
  deck.play()
  await pass(100)
  expect(heard).toEqual([0, 300, 600])
  expect(deck.status()).toMatchObject({ state: 'paused', position: START + 600_000 })
})

it('speed changes while it plays, from where it is', async () => {
  const { deck, heard, host, pass } = await playing(1)
  deck.play()
  await pass(1_000)
  deck.setSpeed(10)
  expect(millisIn(deck)).toBe(1_000)
  await pass(1_000)
  expect(millisIn(deck)).toBe(11_000)
  expect(heard.at(-1)).toBe(10_800)
  deck.setSpeed(0.1)
  await pass(1_000)
  expect(millisIn(deck)).toBe(11_100)
  deck.pause()
  deck.setSpeed(100)
  await pass(1_000)
  expect(millisIn(deck)).toBe(11_100)
  deck.play()
  await pass(100)
  expect(millisIn(deck)).toBe(21_100)
  expect(host.nowMs()).toBe(4_100)
})

it('speed changes between paced and max, and every event is told once', async () => {
  const { tape, deck, heard, pass } = await playing(1)
  const told: SourceEvent[] = []
  deck.on({
    event(event) {
      told.push(event)
      if (told.length === 100) deck.setSpeed(1)
    },
  })
  deck.play()
  await pass(1_000)
  deck.setSpeed('max')
  await pass(0)
  expect(heard).toHaveLength(100)
  await pass(600)
  expect(heard).toHaveLength(102)
  deck.setSpeed('max')
  await pass(0)
  await deck.ended
  expect(told).toEqual(tape.events)
})

it.each([0, 1_001, Number.NaN])('a speed of %s is refused, and nothing changes', async (speed) => {
  const { deck, statuses } = await playing(5)
  expect(() => deck.setSpeed(speed)).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }) as Error)
  expect(deck.status().speed).toBe(5)
  expect(statuses).toEqual([])
})

it('a live market has one speed', async () => {
  const tape = await recorded(trades)
  const clock = createWallClock(createManualHost(START / 1_000))
  const deck = openDeck({ name: 'live', source: tape.source(), clock })
  expect(() => deck.setSpeed(2)).toThrow(/one speed/)
  await expect(deck.seek({ fraction: 0 })).rejects.toMatchObject({ code: 'DECK_NOT_SEEKABLE' })
})

it('a step pauses and plays one event, however the source gives it', async () => {
  const { deck, heard, pass } = await playing(1, {}, { portion: 1 })
  deck.play()
  await pass(400)
  await deck.step('event')
  expect(deck.status()).toMatchObject({ state: 'paused', position: START + 600_000 })
  await Promise.all([deck.step('event'), deck.step('event')])
  await pass(5_000)
  expect(heard).toEqual([0, 300, 600, 900, 1_200])
  expect(millisIn(deck)).toBe(1_200)
  deck.play()
  await pass(300)
  expect(heard.at(-1)).toBe(1_500)
})

it('a step at the end of the tape ends', async () => {
  const { deck, heard } = await playing(1)
  await deck.seek({ fraction: 1 })
  await deck.step('event')
  expect(deck.status()).toMatchObject({ state: 'paused', position: END })
  await deck.step('event')
  expect(deck.status().state).toBe('ended')
  await deck.step('event')
  await deck.step('1m')
  expect(heard).toHaveLength(1)
})

it('a step by an interval stands where its bars close', async () => {
  const { deck, heard } = await playing(1)
  const closed: number[] = []
  deck.on({
    barClosed: (bar) =>
      bar.instrumentId === BTC.id && bar.interval === '15s' && closed.push((bar.tsClose - START) / SECOND),
  })
  await deck.step('1s')
  expect(heard).toEqual([0, 300, 600, 900])
  expect(millisIn(deck)).toBe(1_000)
  await deck.step('15s')
  await deck.step('15s')
  // the start is 20 s before a minute
  expect(closed).toEqual([5, 20])
  expect(millisIn(deck)).toBe(20_000)
  expect(heard.at(-1)).toBe(19_800)
  await deck.step('1d')
  expect(deck.status()).toMatchObject({ state: 'ended', position: END })
})

it('a step by a day stands where the next day of an instrument begins', async () => {
  const day = Math.ceil(START / 86_400_000_000) * 86_400_000_000
  const tape = await recorded([trade(0, BTC, 1, 1), trade(day - START + SECOND, BTC, 2, 2)])
  const deck = openDeck({ name: 'deck', source: tape.source(), clock: createVirtualClock(HEADER.start) })
  const closed: number[] = []
  deck.on({ barClosed: (bar) => bar.instrumentId === BTC.id && bar.interval === '1d' && closed.push(bar.tsClose) })
  await deck.step('1d')
  // where that of EUR-USD begins
  expect(deck.status().position).toBeLessThan(day)
  await deck.step('1d')
  expect(deck.status().position).toBe(day)
  expect(closed).toEqual([day])
})

it('a loop plays its part again and again, each in a new take', async () => {
  const { deck, heard, resets, statuses, pass } = await playing(1)
  deck.play()
  await pass(100)
  await Promise.all([deck.loop({ from: micros(START + 3 * SECOND), to: micros(START + 4 * SECOND) }), pass(0)])
  expect(deck.status()).toMatchObject({ state: 'playing', loop: { from: START + 3 * SECOND } })
  await pass(2_100)
  expect(heard).toEqual([0, 3_000, 3_300, 3_600, 3_900, 3_000, 3_300, 3_600, 3_900, 3_000])
  expect(resets).toEqual([2, 3, 4])
  expect(statuses.at(-1)?.take).toBe(4)
  await deck.loop(null)
  await pass(2_000)
  expect(heard.at(-1)).toBe(5_100)
  expect(deck.take).toBe(4)
})

it('going elsewhere ends a loop, going within it does not', async () => {
  const { deck } = await playing(1)
  const loop = { from: micros(START + 3 * SECOND), to: micros(START + 6 * SECOND) }
  await deck.loop(loop)
  await deck.seek({ time: START + 5 * SECOND })
  expect(deck.status().loop).toEqual(loop)
  await deck.seek({ time: START + 6 * SECOND })
  expect(deck.status().loop).toBeNull()
})

it('a loop over all of a tape has its last event too, and stepping goes round', async () => {
  const { deck, heard } = await playing(1)
  await deck.loop({ from: micros(START), to: micros(END + 1) })
  await deck.seek({ time: END })
  await deck.step('event')
  const stepping = deck.step('event')
  await stepping
  expect(heard).toEqual([59_700, 0])
})

it.each([
  [START + 5 * SECOND, START + 5 * SECOND],
  [START + 5 * SECOND, START + 4 * SECOND],
  [START - 1, START + SECOND],
  [START, END + 2],
])('a loop from %d to %d is refused', async (from, to) => {
  const { deck } = await playing(1)
  await expect(deck.loop({ from: micros(from), to: micros(to) })).rejects.toMatchObject({ code: 'BAD_SEEK' })
  expect(deck.status()).toMatchObject({ loop: null, state: 'waiting', take: 1 })
})

it('a short loop without pacing lets others live', async () => {
  const { deck, resets, pass } = await playing('max')
  await deck.loop({ from: micros(START + 1), to: micros(START + 2) })
  deck.play()
  await pass(1_000)
  expect(resets.length).toBeGreaterThan(10)
  expect(resets.length).toBeLessThan(25)
})

it.each([['max'], [10]] as const)('a window plays its part and ends, at speed %s', async (speed) => {
  const window = { from: micros(START + 3 * SECOND), to: micros(START + 4 * SECOND + 500_000) }
  const { tape, deck, heard, resets, pass } = await playing(speed, { window, createDigest: () => createDigest() })
  expect(deck.status()).toMatchObject({ position: window.from, state: 'waiting', span: window })
  deck.play()
  await pass(1_000)
  await deck.ended
  expect(heard).toEqual([3_000, 3_300, 3_600, 3_900, 4_200])
  expect(resets).toEqual([2])
  expect(deck.status()).toMatchObject({ state: 'ended', position: window.to, digest: null })
  expect(seenOf(deck.market)).toEqual(seenOf(folded(tape, window.to)))
  await expect(deck.seek({ time: START + 2 * SECOND })).rejects.toMatchObject({ code: 'BAD_SEEK' })
  await Promise.all([deck.seek({ fraction: 0.5 }), pass(0)])
  expect(deck.status()).toMatchObject({ state: 'paused', position: START + 3_750_000 })
})

it('a tape that cannot be gone back on has windows too', async () => {
  const { tape } = await playing(1)
  const source = tape.source()
  const forward: TapeSource = {
    header: source.header,
    history: source.history,
    opening: null,
    get nextTime() {
      return source.nextTime
    },
    next: (limit) => source.next(limit),
    fill: () => source.fill(),
    close: () => source.close(),
  }
  const window = { from: micros(START + 3 * SECOND), to: micros(START + 4 * SECOND) }
  const deck = openDeck({ name: 'deck', source: forward, clock: createVirtualClock(HEADER.start), window })
  const heard: number[] = []
  deck.on({ event: (event) => heard.push(event.tsRecv) })
  await deck.playTo(micros(START + 60 * SECOND))
  expect(heard.map((at) => (at - START) / 1_000)).toEqual([3_000, 3_300, 3_600, 3_900])
  expect(await barsOf(deck)).toEqual(await barsOf(folded(tape, window.to)))
})

it.each([
  [START + 5, START + 5],
  [START - 10, START],
  [END + 1, END + 10],
])('a window from %d to %d is refused', async (from, to) => {
  const { tape } = await playing(1)
  const window = { from: micros(from), to: micros(to) }
  const clock = createVirtualClock(HEADER.start)
  expect(() => openDeck({ name: 'deck', source: tape.source(), clock, window })).toThrow(
    expect.objectContaining({ code: 'BAD_SEEK' }) as Error,
  )
})

it('a deck that follows waits at the end of a tape that is being written', async () => {
  const tape = createMemoryTape(HEADER)
  for (const event of trades.slice(0, 4)) tape.sink.write(event)
  const host = createManualHost(0)
  const deck = openDeck({ name: 'deck', source: tape.source(), clock: createScaledClock(1, host), follow: true })
  const heard: number[] = []
  deck.on({ event: (event) => heard.push((event.tsRecv - START) / 1_000) })
  deck.play()
  await pass(host, 3_000)
  expect(heard).toEqual([0, 300, 600, 900])
  expect(deck.status()).toMatchObject({ state: 'playing', position: START + 900_000 })
  for (const event of trades.slice(4, 8)) tape.sink.write(event)
  await pass(host, 1_000)
  await pass(host, 1_200)
  expect(heard).toEqual([0, 300, 600, 900, 1_200, 1_500, 1_800, 2_100])
  deck.pause()
  await deck.step('event')
  expect(deck.status()).toMatchObject({ state: 'paused', position: START + 2_100_000 })
  await deck.seek({ fraction: 0 })
  expect(deck.status().span.to).toBe(START + 2_100_000)
})

it('a tape is told, summed and folded alike at every speed', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryEvents(true), fc.integer({ min: 1, max: 9 }), async (events, portion) => {
      const tape = await recorded(events.slice(0, 40))
      const { digest } = await tape.sink.close()
      for (const speed of [1, 100, 'max'] as const) {
        const host = createManualHost(0)
        const clock = createScaledClock(speed, host)
        const createDigests = (): ReturnType<typeof createDigest> => createDigest()
        const deck = openDeck({ name: 'deck', source: tape.source({ portion }), clock, createDigest: createDigests })
        const told: SourceEvent[] = []
        deck.on({ event: (event) => told.push(event) })
        deck.play()
        await settle(host)
        const ended = { is: false }
        void deck.ended.then(() => (ended.is = true))
        for (let turns = 0; !ended.is && turns < 5_000; turns++) {
          host.pass(1_000)
          await settle(host)
        }
        expect(told).toEqual(tape.events)
        expect(deck.status()).toMatchObject({ state: 'ended', digest, events: tape.events.length })
        const end = folded(tape, (tape.events.at(-1)?.tsRecv ?? START) + 1)
        deck.market.advanceTo(end.time)
        expect(seenOf(deck.market)).toEqual(seenOf(end))
      }
    }),
    { numRuns: 15 },
  )
})

it('a loop that is ended in its last moment is played on from', async () => {
  const { deck, heard, pass } = await playing('max')
  await deck.loop({ from: micros(START + 3 * SECOND), to: micros(START + 4 * SECOND) })
  deck.on({ event: (event) => void (event.tsRecv === START + 3_900_000 && deck.loop(null)) })
  deck.play()
  await pass(100)
  await deck.ended
  expect(heard.slice(0, 5)).toEqual([3_000, 3_300, 3_600, 3_900, 4_200])
  expect(deck.status()).toMatchObject({ state: 'ended', take: 2, loop: null })
})

type Act = (deck: Deck, at: number) => unknown
const place = (at: number): Micros => micros(START + Math.round((END - START) * at))
const acts: readonly Act[] = [
  (deck) => deck.play(),
  (deck) => deck.play(),
  (deck) => deck.pause(),
  (deck, at) => deck.setSpeed(at > 0.7 ? 'max' : 0.5 + at * 100),
  (deck) => deck.step('event'),
  (deck, at) => deck.step(at > 0.5 ? '1s' : '15s'),
  (deck, at) => deck.seek({ fraction: at }),
  (deck, at) => deck.seek({ time: place(at) }),
  (deck, at) => deck.loop({ from: place(at * 0.9), to: place(at * 0.9 + 0.05) }),
  (deck) => deck.loop(null),
]

it('whatever is asked in whatever order, each take tells the tape from its place on and holds its fold', async () => {
  const act = fc.record({
    act: fc.nat({ max: acts.length - 1 }),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    wait: fc.constantFrom(0, 0, 10, 30, 300),
    isAwaited: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 25 }), fc.nat({ max: 40 }), async (asked, portion) => {
      const { tape, deck, host } = await playing(1, {}, { portion: portion + 1 })
      const takes: { readonly from: number; readonly told: SourceEvent[] }[] = [{ from: START, told: [] }]
      deck.on({
        event: (event) => takes.at(-1)?.told.push(event),
        reset: () => void takes.push({ from: deck.status().position, told: [] }),
      })
      const asking: Promise<unknown>[] = []
      for (const { act: index, at, wait, isAwaited } of asked) {
        asking.push(Promise.resolve(acts[index]?.(deck, at)))
        if (isAwaited) await pass(host, wait)
      }
      let isDone = false
      void Promise.all(asking).then(() => (isDone = true))
      for (let turns = 0; !isDone as boolean; turns++) {
        expect(turns).toBeLessThan(200)
        await pass(host, 20)
      }
      deck.pause()
      for (const { from, told } of takes) {
        const first = tape.events.findIndex(({ tsRecv }) => tsRecv >= from)
        expect(told).toEqual(tape.events.slice(first, first + told.length))
      }
      const { from, told } = takes.at(-1) ?? { from: START, told: [] }
      const last = told.at(-1)?.tsRecv ?? from - 1
      const there = folded(tape, last + 1)
      there.advanceTo(deck.market.time)
      deck.market.advanceTo(there.time)
      expect(seenOf(deck.market)).toEqual(seenOf(there))
      expect(await barsOf(deck)).toEqual(await barsOf(there))
      await deck.close()
    }),
    { numRuns: 100 },
  )
})

it('who drives is told', async () => {
  const { deck, statuses } = await playing(1)
  deck.setDriver('somebody')
  deck.setDriver('somebody')
  deck.setDriver(null)
  expect(statuses.map(({ driver }) => driver)).toEqual(['somebody', null])
})
