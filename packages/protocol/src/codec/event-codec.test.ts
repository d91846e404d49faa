import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TapedeckError } from '../errors.ts'
import type { SourceEvent } from '../events.ts'
import { bitcoin } from '../instrument.fixture.ts'
import { micros, scaledPrice, scaledSize, seq } from '../units.ts'
import { createEventCursor } from './event-cursor.ts'
import { createEventEncoder } from './event-encoder.ts'
import { toHex } from './hex.fixture.ts'

const START = 1_750_000_000_000_000
const head = (after: number, number: number, latency = 250) => ({
  ts: micros(START + after - latency),
  tsRecv: micros(START + after),
  seq: seq(number),
})
const quote = (
  after: number,
  number: number,
  bid: number | null,
  ask: number | null,
  instrumentId = 1,
): SourceEvent => ({
  type: 'quote',
  ...head(after, number),
  instrumentId,
  bid: bid === null ? null : scaledPrice(bid),
  bidSize: bid === null ? null : scaledSize(5_000),
  ask: ask === null ? null : scaledPrice(ask),
  askSize: ask === null ? null : scaledSize(700),
})

/** The example of docs/tape-format.md comes first. */
const EVENTS: readonly SourceEvent[] = [
  quote(0, 41, 6_421_850, 6_421_990),
  {
    type: 'trade',
    ...head(1_000, 7),
    instrumentId: 1,
    tradeId: 553_287_559,
    price: scaledPrice(6_421_990),
    size: scaledSize(263),
    aggressorSide: 'buy',
    condition: 'regular',
  },
  quote(1_000, 42, 6_421_850, 6_422_010),
  quote(2_500, 1, 812, null, 2),
  {
    type: 'trade',
    ...head(3_000, 8),
    instrumentId: 1,
    tradeId: 553_287_560,
    price: scaledPrice(6_421_840),
    size: scaledSize(263),
    aggressorSide: 'sell',
    condition: 'late',
  },
  {
    type: 'trade-bust',
    ...head(4_000, 9, -3),
    instrumentId: 1,
    tradeId: 'T-ü',
    price: scaledPrice(-6_421_840),
    size: scaledSize(263),
    tsTrade: micros(-Number.MAX_SAFE_INTEGER),
  },
  {
    type: 'book',
    ...head(5_000, 1),
    instrumentId: 1,
    action: 'snapshot',
    bids: [
      { price: scaledPrice(6_421_850), size: scaledSize(5_000), orderCount: 3 },
      { price: scaledPrice(6_421_840), size: scaledSize(1), orderCount: Number.MAX_SAFE_INTEGER },
    ],
    asks: [{ price: scaledPrice(6_421_990), size: scaledSize(700) }],
  },
  {
    type: 'book',
    ...head(5_000, 2),
    instrumentId: 1,
    action: 'delta',
    bids: [],
    asks: [{ price: scaledPrice(6_421_990), size: scaledSize(0) }],
  },
  { type: 'book', ...head(5_000, 3), instrumentId: 1, action: 'delta', bids: [], asks: [] },
  { type: 'status', ...head(6_000, 1), instrumentId: 2, status: 'halted', reason: 'news pending' },
  {
    type: 'gap',
    ...head(7_000, 1),
    instrumentId: null,
    fromSeq: null,
    toSeq: seq(9),
    tsFrom: micros(START),
    tsTo: micros(START + 7_000),
    cause: 'clock-jump',
  },
  { type: 'marker', ...head(8_000, 1), name: 'fault', params: { z: [1.5, null, { b: true }], a: 2 } },
  {
    type: 'instrument',
    ...head(8_000, 1),
    action: 'enter',
    instrumentId: 9,
    instrument: { ...bitcoin, id: 9, replaces: 2 },
  },
  {
    type: 'opaque',
    ...head(9_000, 1),
    ts: micros(-Number.MAX_SAFE_INTEGER),
    kind: 200,
    payload: Uint8Array.of(0, 255, 16),
  },
  quote(9_500, 43, null, 6_422_000),
]

function encode(events: readonly SourceEvent[]): Uint8Array {
  const encoder = createEventEncoder()
  for (const event of events) encoder.add(event)
  return encoder.finish()
}

function decode(payload: Uint8Array): SourceEvent[] {
  const cursor = createEventCursor()
  cursor.open(payload)
  const events: SourceEvent[] = []
  while (cursor.next()) events.push(cursor.event())
  return events
}

describe('the records of a block', () => {
  it('give back every kind of event', () => {
    expect(decode(encode(EVENTS))).toEqual(EVENTS)
  })

  it('stand alone: an encoder and a cursor begin each block anew', () => {
    const encoder = createEventEncoder()
    const cursor = createEventCursor()
    for (const part of [EVENTS.slice(0, 5), EVENTS.slice(5), EVENTS]) {
      for (const event of part) encoder.add(event)
      expect([encoder.count, encoder.tsFirst, encoder.tsLast]).toEqual([
        part.length,
        part[0]?.tsRecv,
        part.at(-1)?.tsRecv,
      ])
      cursor.open(encoder.finish())
      for (const event of part) {
        expect(cursor.next()).toBe(true)
        expect(cursor.event()).toEqual(event)
      }
      expect(cursor.next()).toBe(false)
    }
  })

  it('are frozen byte by byte', () => {
    // never to be edited: a tape of today is read in ten years
    expect(toHex(encode(EVENTS.slice(0, 5)))).toBe(
      '0280c0ed82daf38d030001ba03290f9af58f06884ea6f78f06bc0ac3e807074187fed38f048704f2041422dc0b0102ba03c3ac0c884e63f403009ad602',
    )
  })

  it('refuse what is no integer, and tape time that goes back', () => {
    const encoder = createEventEncoder()
    encoder.add(quote(5, 1, 1, 2))
    expect(() => encoder.add(quote(4, 2, 1, 2))).toThrow(TapedeckError)
    expect(() => createEventEncoder().add(quote(0, 0.5, 1, 2))).toThrow(TapedeckError)
  })

  it('that are cut, changed or made up are read or refused, never worse', () => {
    const whole = encode(EVENTS)
    const damaged = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.nat({ max: whole.length }).map((length) => whole.slice(0, length)),
      fc
        .array(fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 8 })
        .map((changes) => {
          const bytes = whole.slice()
          for (const [at, value] of changes) bytes[at] = value
          return bytes
        }),
    )
    fc.assert(
      fc.property(damaged, (bytes) => {
        try {
          // what can be read can be written again
          const events = decode(bytes)
          expect(decode(encode(events))).toEqual(events)
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(TapedeckError)
          expect((thrown as TapedeckError).code).toBe('TAPE_CORRUPT')
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
