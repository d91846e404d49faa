/**
 * Batches of the wire: all that a cycle says of channels in one message, for clients that ask for them. Quotes and trades are coded against their topic's anchor, a full record that
 * every client of the topic holds, never against the update before: batches are shared, and some clients skip some. docs/protocol.md has the layout.
 */

import type { Quote, Trade } from '../wire.ts'
import { CONDITIONS, SIDES } from './record-layout.ts'
import { MAX_PRECISION, powerOfTen } from '../units.ts'
import { corruptBytes, type ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'
import type { QuoteEvent, TradeEvent } from '../events.ts'
import type { Instrument } from '../instrument.ts'

/** The first byte of a batch; a client that knows another one asks for nothing of this. */
const BATCH_VERSION = 1
/** What a client says at the handshake, as `auth.encoding`, to get batches. */
export const BATCH_ENCODING = 'batch-1'

/** The low three bits of a record's first number; the topic stands above them. */
const KIND = {
  quoteDelta: 0,
  quoteAnchor: 1,
  quoteFull: 2,
  tradeDelta: 3,
  tradeAnchor: 4,
  tradeFull: 5,
  json: 6,
} as const
const KINDS = 8

/** How a record is written: against the anchor, as a new anchor, or in full for one client alone. */
export type RecordForm = 'delta' | 'anchor' | 'full'

/** What a topic's records are coded against. */
export interface Anchor {
  readonly pricePrecision: number
  readonly sizePrecision: number
  readonly seq: number
  readonly latency: number
  /** Of a quote: bid, bidSize, ask, askSize; of a trade: price, tradeId. */
  readonly fields: readonly number[]
}

/** A number so far away is written with the anchor renewed. */
const FARTHEST_SEQ = 8_192

/** Whether a record can be coded against an anchor. */
export function fitsAnchor(anchor: Anchor | undefined, seq: number, instrument: Instrument): anchor is Anchor {
  return (
    anchor !== undefined &&
    anchor.pricePrecision === instrument.pricePrecision &&
    anchor.sizePrecision === instrument.sizePrecision &&
    seq - anchor.seq < FARTHEST_SEQ &&
    seq >= anchor.seq
  )
}

export function quoteAnchor(event: QuoteEvent, { pricePrecision, sizePrecision }: Instrument): Anchor {
  const { bid, bidSize, ask, askSize, seq, ts, tsRecv } = event
  const fields = [bid ?? 0, bidSize ?? 0, ask ?? 0, askSize ?? 0]
  return { pricePrecision, sizePrecision, seq, latency: tsRecv - ts, fields }
}

export function tradeAnchor(event: TradeEvent, { pricePrecision, sizePrecision }: Instrument): Anchor {
  const { price, tradeId, seq, ts, tsRecv } = event
  const fields = [price, typeof tradeId === 'number' ? tradeId : 0]
  return { pricePrecision, sizePrecision, seq, latency: tsRecv - ts, fields }
}

/** Begins a batch: version, the number of the deck, and the time that its records are near. */
export function writeBatchHead(writer: ByteWriter, deck: number, base: number): void {
  writer.u8(BATCH_VERSION)
  writer.uint(deck)
  writer.uint(base)
}

const EMPTY: Anchor = { pricePrecision: 0, sizePrecision: 0, seq: 0, latency: 0, fields: [0, 0, 0, 0] }

function writeHead(
  writer: ByteWriter,
  kind: number,
  topic: number,
  form: RecordForm,
  anchor: Anchor,
  base: number,
  event: QuoteEvent | TradeEvent,
  { pricePrecision, sizePrecision }: Instrument,
): void {
  writer.uint(topic * KINDS + kind)
  if (form !== 'delta') {
    writer.u8(pricePrecision)
    writer.u8(sizePrecision)
  }
  writer.uint(event.seq - anchor.seq)
  writer.int(event.tsRecv - base)
  // how long it was under way is nearly always the same; a time far away is written itself
  const difference = event.tsRecv - event.ts - anchor.latency
  if (Number.isSafeInteger(difference) && Number.isSafeInteger(event.tsRecv - event.ts)) writer.int(difference)
  else {
    writer.escape()
    writer.int(event.ts)
  }
}

/** Writes a quote; `anchor` is that of its topic where the form is `delta`. */
export function writeQuote(
  writer: ByteWriter,
  topic: number,
  form: RecordForm,
  anchor: Anchor | undefined,
  base: number,
  event: QuoteEvent,
  instrument: Instrument,
): void {
  const kind = form === 'delta' ? KIND.quoteDelta : form === 'anchor' ? KIND.quoteAnchor : KIND.quoteFull
  const to = form === 'delta' ? (anchor ?? EMPTY) : EMPTY
  writeHead(writer, kind, topic, form, to, base, event, instrument)
  const values = [event.bid, event.bidSize, event.ask, event.askSize]
  let mask = 0
  values.forEach((value, place) => {
    if (value === null) mask |= 16 << place
    else if (value !== to.fields[place]) mask |= 1 << place
  })
  writer.u8(mask)
  values.forEach((value, place) => {
    if (value !== null && (mask & (1 << place)) !== 0) writer.int(value - (to.fields[place] ?? 0))
  })
}

const TEXT_ID = 0x10

/** Writes a trade; `anchor` is that of its topic where the form is `delta`. */
export function writeTrade(
  writer: ByteWriter,
  topic: number,
  form: RecordForm,
  anchor: Anchor | undefined,
  base: number,
  event: TradeEvent,
  instrument: Instrument,
): void {
  const kind = form === 'delta' ? KIND.tradeDelta : form === 'anchor' ? KIND.tradeAnchor : KIND.tradeFull
  const to = form === 'delta' ? (anchor ?? EMPTY) : EMPTY
  writeHead(writer, kind, topic, form, to, base, event, instrument)
  const { tradeId, price, size, aggressorSide, condition } = event
  const isText = typeof tradeId === 'string'
  writer.u8(SIDES.indexOf(aggressorSide) | (CONDITIONS.indexOf(condition) << 2) | (isText ? TEXT_ID : 0))
  if (isText) writer.text(tradeId)
  else {
    const difference = tradeId - (to.fields[1] ?? 0)
    if (!Number.isSafeInteger(difference)) writer.escape()
    writer.int(Number.isSafeInteger(difference) ? difference : tradeId)
  }
  writer.int(price - (to.fields[0] ?? 0))
  writer.int(size)
}

/** Writes an event that has no record of its own: what it would be as JSON. */
export function writeJson(writer: ByteWriter, topic: number, name: string, json: string): void {
  writer.uint(topic * KINDS + KIND.json)
  writer.text(name)
  writer.text(json)
}

/** What a batch holds, without the symbol, which the topic says. */
export type BatchRecord =
  | { readonly name: 'quote'; readonly topic: number; readonly data: Omit<Quote, 'symbol'> }
  | { readonly name: 'trade'; readonly topic: number; readonly data: Omit<Trade, 'symbol'> }
  | { readonly name: string; readonly topic: number; readonly json: string }

/** Reads batches, and holds the anchors that they are coded against. */
export class BatchReader {
  /** By deck, then by topic. */
  readonly #anchors = new Map<number, Map<number, Anchor>>()

  /** Forgets everything: the connection is another one. */
  clear(): void {
    this.#anchors.clear()
  }

  /** Tells the records in order, with the deck's number. Throws `TAPE_CORRUPT` for bytes that are no batch. */
  read(reader: ByteReader, onRecord: (record: BatchRecord, deck: number) => void): void {
    const version = reader.u8()
    if (version !== BATCH_VERSION) throw corruptBytes(`is a batch of version ${version}`)
    const deck = reader.uint()
    const base = reader.uint()
    let anchors = this.#anchors.get(deck)
    if (anchors === undefined) this.#anchors.set(deck, (anchors = new Map<number, Anchor>()))
    while (reader.left > 0) {
      const head = reader.uint()
      const kind = head % KINDS
      const topic = Math.floor(head / KINDS)
      if (kind === KIND.json) {
        const name = reader.text()
        onRecord({ name, topic, json: reader.text() }, deck)
        continue
      }
      if (kind > KIND.tradeFull) throw corruptBytes(`holds a record of kind ${kind}`)
      const isDelta = kind === KIND.quoteDelta || kind === KIND.tradeDelta
      const known = isDelta
        ? anchors.get(topic)
        : { ...EMPTY, pricePrecision: precision(reader), sizePrecision: precision(reader) }
      if (known === undefined) throw corruptBytes(`is coded against an anchor of topic ${topic} that never came`)
      const seq = known.seq + reader.uint()
      const tsRecv = near(reader, base)
      const difference = reader.int()
      const ts = Number.isNaN(difference) ? near(reader, 0) : tsRecv - known.latency - difference
      const times = { seq, ts, tsRecv }
      const isQuote = kind <= KIND.quoteFull
      const fields = isQuote
        ? readQuote(reader, known, (data) => onRecord({ name: 'quote', topic, data: { ...data, ...times } }, deck))
        : readTrade(reader, known, (data) => onRecord({ name: 'trade', topic, data: { ...data, ...times } }, deck))
      if (kind === KIND.quoteAnchor || kind === KIND.tradeAnchor) {
        anchors.set(topic, { ...known, seq, latency: tsRecv - ts, fields })
      }
    }
  }
}

function precision(reader: ByteReader): number {
  const decimals = reader.u8()
  if (decimals > MAX_PRECISION) throw corruptBytes(`states ${decimals} decimals`)
  return decimals
}

/** A number by its difference. */
function near(reader: ByteReader, from: number): number {
  const n = from + reader.int()
  if (!Number.isSafeInteger(n)) throw corruptBytes('holds no number where one has to be')
  return n
}

function readQuote(
  reader: ByteReader,
  { fields, pricePrecision, sizePrecision }: Anchor,
  tell: (data: Omit<Quote, 'symbol' | 'seq' | 'ts' | 'tsRecv'>) => void,
): readonly number[] {
  const mask = reader.u8()
  const read = [0, 1, 2, 3].map((place) =>
    (mask & (1 << place)) === 0 ? (fields[place] ?? 0) : near(reader, fields[place] ?? 0),
  )
  const [price, size] = [powerOfTen(pricePrecision), powerOfTen(sizePrecision)]
  const value = (place: number, power: number): number | null =>
    (mask & (16 << place)) === 0 ? (read[place] ?? 0) / power : null
  tell({ bid: value(0, price), bidSize: value(1, size), ask: value(2, price), askSize: value(3, size) })
  return read.map((each, place) => ((mask & (16 << place)) === 0 ? each : 0))
}

function readTrade(
  reader: ByteReader,
  { fields, pricePrecision, sizePrecision }: Anchor,
  tell: (data: Omit<Trade, 'symbol' | 'seq' | 'ts' | 'tsRecv'>) => void,
): readonly number[] {
  const flags = reader.u8()
  const isText = (flags & TEXT_ID) !== 0
  const difference = isText ? 0 : reader.int()
  const id = Number.isNaN(difference) ? near(reader, 0) : isText ? 0 : (fields[1] ?? 0) + difference
  const tradeId = isText ? reader.text() : id
  const price = near(reader, fields[0] ?? 0)
  const size = near(reader, 0)
  tell({
    tradeId,
    price: price / powerOfTen(pricePrecision),
    size: size / powerOfTen(sizePrecision),
    aggressorSide: SIDES[flags & 3] ?? 'unknown',
    condition: CONDITIONS[(flags >> 2) & 3] ?? 'regular',
  })
  return [price, id]
}
