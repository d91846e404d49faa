import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { QuoteEvent, TradeEvent } from '../events.ts'
import { bitcoin } from '../instrument.fixture.ts'
import type { Instrument } from '../instrument.ts'
import { quoteOf, tradeOf } from '../public-form.ts'
import { micros, scaledSize, seq } from '../units.ts'
import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { toHex } from './hex.fixture.ts'
import {
  BatchReader,
  fitsAnchor,
  quoteAnchor,
  tradeAnchor,
  writeBatchHead,
  writeJson,
  writeQuote,
  writeTrade,
  type Anchor,
  type BatchRecord,
} from './wire-batch.ts'

const START = 1_767_623_400_000_000
const BTC: Instrument = { ...bitcoin, lotSize: scaledSize(1) }
const OTHER: Instrument = { ...BTC, id: 2, symbol: 'SHIB-USD', pricePrecision: 8, sizePrecision: 0 }

const scaled = fc.oneof(fc.integer({ min: -200, max: 200 }), fc.integer({ min: -1e15 + 1, max: 1e15 - 1 }))
const orNull = fc.option(scaled, { nil: null })
const times = {
  at: fc.nat({ max: 5_000_000 }),
  latency: fc.oneof(fc.constant(180), fc.integer({ min: -1e6, max: 1e9 })),
  skip: fc.integer({ min: 1, max: 3 }),
}
const quote = fc.record({
  kind: fc.constant('quote' as const),
  of: fc.constantFrom(BTC, OTHER),
  bid: orNull,
  bidSize: orNull,
  ask: orNull,
  askSize: orNull,
  ...times,
})
const trade = fc.record({
  kind: fc.constant('trade' as const),
  of: fc.constantFrom(BTC, OTHER),
  price: scaled,
  size: scaled,
  tradeId: fc.oneof(fc.maxSafeInteger(), fc.string({ maxLength: 12 })),
  side: fc.constantFrom('buy' as const, 'sell' as const, 'unknown' as const),
  condition: fc.constantFrom('regular' as const, 'auction' as const, 'late' as const),
  ...times,
})

/** Writes as a server does, and keeps the anchors that it would. */
class Writer {
  readonly #anchors = new Map<number, Anchor>()
  readonly #seqs = new Map<number, number>()
  readonly expected: unknown[] = []

  write(
    writer: ByteWriter,
    base: number,
    made:
      | (typeof quote extends fc.Arbitrary<infer Q> ? Q : never)
      | (typeof trade extends fc.Arbitrary<infer T> ? T : never),
    renew: boolean,
  ): void {
    const { of, at, latency, skip } = made
    const topic = of.id * 2 + (made.kind === 'quote' ? 0 : 1)
    const number = (this.#seqs.get(topic) ?? 0) + skip
    this.#seqs.set(topic, number)
    const tsRecv = micros(START + at)
    const head = { ts: micros(tsRecv - latency), tsRecv, seq: seq(number), instrumentId: of.id }
    const anchor = this.#anchors.get(topic)
    const isDelta = !renew && fitsAnchor(anchor, number, of)
    if (made.kind === 'quote') {
      const event = {
        type: 'quote',
        ...head,
        bid: made.bid,
        bidSize: made.bidSize,
        ask: made.ask,
        askSize: made.askSize,
      } as QuoteEvent
      writeQuote(writer, topic, isDelta ? 'delta' : 'anchor', anchor, base, event, of)
      if (!isDelta) this.#anchors.set(topic, quoteAnchor(event, of))
      const { symbol: _symbol, ...data } = quoteOf(event, of)
      this.expected.push({ name: 'quote', topic, data })
    } else {
      const event = {
        type: 'trade',
        ...head,
        price: made.price,
        size: made.size,
        tradeId: made.tradeId,
        aggressorSide: made.side,
        condition: made.condition,
      } as TradeEvent
      writeTrade(writer, topic, isDelta ? 'delta' : 'anchor', anchor, base, event, of)
      if (!isDelta) this.#anchors.set(topic, tradeAnchor(event, of))
      const { symbol: _symbol, ...data } = tradeOf(event, of)
      this.expected.push({ name: 'trade', topic, data })
    }
  }
}

describe('a batch of the wire', () => {
  it('says of every quote and trade what JSON would', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.tuple(fc.oneof(quote, trade), fc.boolean()), { maxLength: 8 }), { maxLength: 6 }),
        (cycles) => {
          const server = new Writer()
          const reader = new BatchReader()
          const heard: BatchRecord[] = []
          for (const cycle of cycles) {
            const writer = new ByteWriter()
            writeBatchHead(writer, 3, START)
            for (const [made, renew] of cycle) server.write(writer, START, made, renew)
            writeJson(writer, 9, 'trade-bust', '{"a":"ü"}')
            server.expected.push({ name: 'trade-bust', topic: 9, json: '{"a":"ü"}' })
            reader.read(new ByteReader(writer.bytes), (record, deck) => {
              expect(deck).toBe(3)
              heard.push(record)
            })
          }
          expect(heard).toEqual(server.expected)
        },
      ),
    )
  })

  it('of any bytes is read or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          new BatchReader().read(new ByteReader(Uint8Array.of(1, ...bytes)), () => undefined)
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'TAPE_CORRUPT' })
        }
      }),
      { numRuns: 3_000 },
    )
    expect(() => {
      new BatchReader().read(new ByteReader(Uint8Array.of(2, 0, 0)), () => undefined)
    }).toThrow('version 2')
  })

  it('has the bytes that docs/protocol.md shows', () => {
    const writer = new ByteWriter()
    const head = (number: number): { ts: QuoteEvent['ts']; tsRecv: QuoteEvent['tsRecv']; seq: QuoteEvent['seq'] } => ({
      ts: micros(START + number * 1_000),
      tsRecv: micros(START + number * 1_000 + 180),
      seq: seq(40 + number),
    })
    const first = {
      type: 'quote',
      ...head(1),
      instrumentId: 1,
      bid: 9_850_386,
      bidSize: 5_141_002,
      ask: 9_850_638,
      askSize: 5_570_002,
    } as QuoteEvent
    const next = { ...first, ...head(2), ask: 9_850_640 } as QuoteEvent
    writeBatchHead(writer, 0, first.tsRecv)
    writeQuote(writer, 5, 'anchor', undefined, first.tsRecv, first, BTC)
    writeQuote(writer, 5, 'delta', quoteAnchor(first, BTC), first.tsRecv, next, BTC)
    expect(toHex(writer.bytes)).toBe(
      '0100' + '9c9deaa6cef49103' + '2902082900b402' + '0f92b8b2098ac8f3048ebcb20992f7a705' + '2801a80f000402',
    )
  })
})
