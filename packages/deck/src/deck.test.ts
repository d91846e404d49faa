import {
  micros,
  scaledPrice,
  scaledSize,
  seq,
  type BarState,
  type DeckStatus,
  type Instrument,
  type SourceEvent,
} from '@tapedeck/protocol'
import { createDigest, iteratorSource, type TapeHeader, type TapeSource } from '@tapedeck/tape'
import { expect, it } from 'vitest'
import { createManualHost } from './clock/manual-host.ts'
import { createScaledClock } from './clock/scaled-clock.ts'
import { createVirtualClock } from './clock/virtual-clock.ts'
import { createWallClock } from './clock/wall-clock.ts'
import type { Deck } from './deck-face.ts'
import { openDeck } from './deck.ts'

const START = micros(1_700_000_040_000_000)
const SECOND = 1_000_000

const instrument: Instrument = {
  id: 1,
  symbol: 'BTC-USD',
  name: 'Bitcoin / US dollar',
  venue: 'TEST',
  assetClass: 'crypto',
  currency: 'USD',
  pricePrecision: 2,
  tickSize: scaledPrice(1),
  sizePrecision: 4,
  sizeIncrement: scaledSize(1),
  lotSize: scaledSize(1),
  barSource: 'trade',
  dayStart: { time: '00:00', timeZone: 'UTC' },
  calendar: '24/7',
}
const header: TapeHeader = {
  tapeId: 'test',
  epoch: 'e1',
  source: 'file',
  name: 'a test tape',
  start: START,
  simulation: null,
  instruments: [instrument],
}

function trade(at: number, price: number, tradeId: number, numbered = 0): SourceEvent {
  return {
    type: 'trade',
    ts: micros(START + at),
    tsRecv: micros(START + at),
    seq: seq(numbered),
    instrumentId: 1,
    tradeId,
    price: scaledPrice(price),
    size: scaledSize(10),
    aggressorSide: 'buy',
    condition: 'regular',
  }
}

/** Ten trades, one every 300 ms, starting 100 ms after the start. */
const tape = Array.from({ length: 10 }, (_, index) => trade(100_000 + index * 300_000, 100 + index, index + 1))

function sourceOf(events: readonly SourceEvent[]): TapeSource {
  return iteratorSource(header, [], events.values())
}

interface Heard {
  readonly events: SourceEvent[]
  readonly closed: BarState[]
  readonly statuses: DeckStatus[]
}

function listen(deck: Deck): Heard {
  const heard: Heard = { events: [], closed: [], statuses: [] }
  deck.on({
    event: (event) => heard.events.push(event),
    barClosed: (bar) => heard.closed.push(bar),
    status: (status) => heard.statuses.push(status),
  })
  return heard
}

it('a deck on a virtual clock plays exactly what is due, and stands there', async () => {
  const deck = openDeck({ name: 'live', source: sourceOf(tape), clock: createVirtualClock(START) })
  const heard = listen(deck)
  await deck.playTo(micros(START + SECOND))
  expect(heard.events.map((event) => event.tsRecv - START)).toEqual([100_000, 400_000, 700_000, 1_000_000])
  expect(deck.status()).toMatchObject({ state: 'playing', position: START + SECOND, events: 4, digest: null })
})

it('events without numbers are numbered from 1, and numbered ones keep theirs', async () => {
  const fresh = openDeck({ name: 'live', source: sourceOf(tape), clock: createVirtualClock(START) })
  const freshHeard = listen(fresh)
  await fresh.playTo(micros(START + SECOND))
  expect(freshHeard.events.map((event) => event.seq)).toEqual([1, 2, 3, 4])

  const numbered = openDeck({
    name: 'live',
    source: sourceOf([trade(1, 100, 1, 71), trade(2, 100, 2, 72)]),
    clock: createVirtualClock(START),
  })
  const numberedHeard = listen(numbered)
  await numbered.playTo(micros(START + SECOND))
  expect(numberedHeard.events.map((event) => event.seq)).toEqual([71, 72])
})

it('a paced deck plays an event when its time has come on a clock of ten times the speed', () => {
  const host = createManualHost(0)
  const deck = openDeck({ name: 'live', source: sourceOf(tape), clock: createScaledClock(10, host) })
  const heard = listen(deck)
  deck.play()
  expect(heard.events).toHaveLength(0)
  host.pass(10)
  expect(heard.events).toHaveLength(1)
  host.pass(90)
  expect(heard.events).toHaveLength(4)
})

it('bars close because time passed, without an event', () => {
  const host = createManualHost(0)
  const endless = sourceOf([trade(100_000, 100, 1), trade(3_600 * SECOND, 101, 2)])
  const deck = openDeck({ name: 'live', source: endless, clock: createScaledClock(1, host) })
  const heard = listen(deck)
  deck.play()
  host.pass(999)
  expect(heard.closed).toHaveLength(0)
  host.pass(1)
  expect(heard.closed.map((bar) => bar.interval)).toEqual(['1s'])
})

it('a heartbeat comes once a second whatever the speed', () => {
  const host = createManualHost(0)
  const endless = sourceOf([trade(3_600_000 * SECOND, 101, 2)])
  const deck = openDeck({ name: 'live', source: endless, clock: createScaledClock(100, host) })
  const heard = listen(deck)
  deck.play()
  host.pass(3_000)
  expect(heard.statuses.map((status) => status.position - START)).toEqual([0, 100 * SECOND, 200 * SECOND, 300 * SECOND])
})

it('the digest at the end is the same at every pace', async () => {
  const digests: (string | null)[] = []
  const host = createManualHost(0)
  for (const clock of [
    createVirtualClock(START),
    createScaledClock(1, host),
    createScaledClock(50, host),
    createScaledClock('max', host),
  ]) {
    const deck = openDeck({ name: 'live', source: sourceOf(tape), clock, createDigest: () => createDigest() })
    deck.play()
    if (clock.kind === 'virtual') await deck.playTo(micros(START + 60 * SECOND))
    else {
      host.pass(5_000)
      host.runImmediates()
    }
    await deck.ended
    expect(deck.status()).toMatchObject({ state: 'ended', events: 10 })
    digests.push(deck.status().digest)
  }
  expect(new Set(digests).size).toBe(1)
  expect(digests[0]).toMatch(/^[0-9a-f]{64}$/)
})

it('a machine that slept declares the hole as a gap and goes on at now', () => {
  const host = createManualHost(START / 1_000)
  const deck = openDeck({
    name: 'live',
    source: sourceOf([...tape, trade(60 * SECOND, 200, 11), trade(61 * SECOND, 201, 12)]),
    clock: createWallClock(host),
  })
  const heard = listen(deck)
  deck.play()
  host.pass(1_000)
  host.jump(59_500)
  expect(heard.events.map((event) => event.type)).toEqual(['trade', 'trade', 'trade', 'trade', 'gap'])
  expect(heard.events.at(-1)).toMatchObject({ instrumentId: null, cause: 'clock-jump', tsTo: START + 60_500_000 })
  host.pass(1_000)
  expect(heard.events.at(-1)).toMatchObject({ type: 'trade', tradeId: 12 })
})

it('a closed deck plays nothing more', async () => {
  const deck = openDeck({ name: 'live', source: sourceOf(tape), clock: createVirtualClock(START) })
  const heard = listen(deck)
  await deck.close()
  deck.play()
  await deck.playTo(micros(START + SECOND))
  expect(heard.events).toEqual([])
  expect(deck.status().state).toBe('waiting')
})

it('a tape that cannot be read further ends the deck and says why', async () => {
  const broken = (function* (): Generator<SourceEvent> {
    yield trade(100, 100, 1)
    throw new Error('the disk is gone')
  })()
  const deck = openDeck({ name: 'live', source: iteratorSource(header, [], broken), clock: createVirtualClock(START) })
  const failures: string[] = []
  deck.on({ failed: (error) => failures.push(error.code) })
  await expect(deck.playTo(micros(START + SECOND))).rejects.toThrow('the disk is gone')
  await expect(deck.ended).rejects.toThrow('the disk is gone')
  expect(failures).toEqual(['INTERNAL'])
  expect(deck.status().state).toBe('ended')
})
