/** Reads the records of a block. Mirrors event-encoder.ts; the layout is in docs/tape-format.md. */

import type { SourceEvent } from '../events.ts'
import { ByteReader, corruptBytes, readCount } from './byte-reader.ts'
import { eventAt } from './event-object.ts'
import { readInstrument } from './instrument-record.ts'
import { Levels } from './levels.ts'
import {
  ACTIONS,
  AT_TOUCH,
  CONDITION_SHIFT,
  CONDITIONS,
  HAS_FROM_SEQ,
  HAS_TO_SEQ,
  IS_DELTA,
  KIND,
  NEXT_SEQ,
  NEXT_TRADE_ID,
  NULL_SHIFT,
  ONE_ASK,
  ONE_BID,
  ORDER_COUNTS,
  SAME_LATENCY,
  SAME_SIZE,
  SAME_SYMBOL,
  SAME_TIME,
  SEQ_OF_KIND,
  SIDES,
  SLOT,
  SLOT_SIZE,
  Slots,
  STATUSES,
  TEXT_TRADE_ID,
} from './record-layout.ts'
import type { Instrument } from '../instrument.ts'

/**
 * Stands on one event at a time and shows its fields as plain numbers, so that reading allocates nothing. Fields that the
 * event's kind does not have hold anything.
 */
export interface EventCursor {
  /** Begins a payload, before its first event. */
  open(payload: Uint8Array): void
  /** Goes to the next event; false at the end. Throws `TAPE_CORRUPT`. */
  next(): boolean
  /** A number of {@link KIND}. */
  readonly kind: number
  /** 0 for an event of no instrument. */
  readonly instrumentId: number
  readonly ts: number
  readonly tsRecv: number
  readonly seq: number
  /** Of a quote; one that is null has its bit in `nulls` (1 bid, 2 bidSize, 4 ask, 8 askSize) and any number here. */
  readonly bid: number
  readonly bidSize: number
  readonly ask: number
  readonly askSize: number
  readonly nulls: number
  /** Of a trade or a bust. */
  readonly price: number
  readonly size: number
  /** NaN where the id is text. */
  readonly tradeId: number
  readonly tradeIdText: string
  /** Of a trade: the place of its word in SIDES and CONDITIONS. */
  readonly side: number
  readonly condition: number
  /** Of a book. */
  readonly isDelta: boolean
  readonly bids: Levels
  readonly asks: Levels
  /** The event it stands on, as an object of its own. */
  event(): SourceEvent
}

/** Creates a cursor that stands on nothing. */
export function createEventCursor(): EventCursor {
  return new BlockCursor()
}

/** Also what {@link eventAt} reads the rarer kinds from. */
export class BlockCursor implements EventCursor {
  kind = 0
  instrumentId = 0
  ts = 0
  tsRecv = 0
  seq = 0
  bid = 0
  bidSize = 0
  ask = 0
  askSize = 0
  nulls = 0
  price = 0
  size = 0
  tradeId = 0
  tradeIdText = ''
  side = 0
  condition = 0
  isDelta = false
  readonly bids: Levels = new Levels()
  readonly asks: Levels = new Levels()
  /** Of a status or an instrument: the place of its word. */
  word = 0
  /** Reason of a status, cause of a gap, name of a marker. */
  text = ''
  params = ''
  tsTrade = 0
  tsFrom = 0
  tsTo = 0
  /** NaN for none. */
  fromSeq = 0
  toSeq = 0
  instrument: Instrument | undefined
  opaqueKind = 0
  payload: Uint8Array = new Uint8Array(0)
  readonly #reader = new ByteReader(new Uint8Array(0))
  readonly #slots = new Slots()
  #row = -1

  open(payload: Uint8Array): void {
    this.#reader.open(payload)
    this.#slots.clear()
    this.#row = -1
    this.tsRecv = 0
  }

  event(): SourceEvent {
    return eventAt(this)
  }

  next(): boolean {
    const reader = this.#reader
    if (reader.at === reader.end) return false
    const head = reader.u8()
    if ((head & SAME_TIME) === 0) {
      this.tsRecv += reader.uint()
      if (this.tsRecv > Number.MAX_SAFE_INTEGER) throw corruptBytes('holds a time of 2^53 or more')
    }
    if ((head & SAME_SYMBOL) === 0) this.#goToSlot(reader)
    else if (this.#row < 0) throw corruptBytes('names the symbol before its first')
    const row = this.#row
    const { rows } = this.#slots
    if ((head & SAME_LATENCY) !== 0) this.ts = this.tsRecv - (rows[row + SLOT.latency] as number)
    else {
      const latency = reader.int()
      if (!Number.isNaN(latency)) {
        rows[row + SLOT.latency] = latency
        this.ts = this.tsRecv - latency
      } else this.ts = reader.int()
    }
    const kind = head & 0x0f
    const seqPlace = row + (SEQ_OF_KIND[kind] as number)
    this.seq = (head & NEXT_SEQ) === 0 ? reader.uint() : (rows[seqPlace] as number) + 1
    rows[seqPlace] = this.seq
    this.kind = kind
    if (kind === KIND.quote) this.#quote(reader, row, rows)
    else if (kind === KIND.book) this.#book(reader, row, rows)
    else if (kind === KIND.trade) this.#trade(reader, row, rows)
    else this.#rare(reader, kind)
    return true
  }

  #goToSlot(reader: ByteReader): void {
    const slot = reader.uint()
    const { count } = this.#slots
    if (slot > count) throw corruptBytes(`names symbol ${slot} of ${count}`)
    this.#row = slot === count ? this.#slots.add(reader.uint()) : slot * SLOT_SIZE
    this.instrumentId = this.#slots.rows[this.#row] as number
  }

  #quote(reader: ByteReader, row: number, rows: Float64Array): void {
    const mask = reader.u8()
    if ((mask & 1) !== 0) rows[row + SLOT.bid] = (rows[row + SLOT.bid] as number) + reader.int()
    if ((mask & 2) !== 0) rows[row + SLOT.bidSize] = (rows[row + SLOT.bidSize] as number) + reader.int()
    if ((mask & 4) !== 0) rows[row + SLOT.ask] = (rows[row + SLOT.ask] as number) + reader.int()
    if ((mask & 8) !== 0) rows[row + SLOT.askSize] = (rows[row + SLOT.askSize] as number) + reader.int()
    this.bid = rows[row + SLOT.bid] as number
    this.bidSize = rows[row + SLOT.bidSize] as number
    this.ask = rows[row + SLOT.ask] as number
    this.askSize = rows[row + SLOT.askSize] as number
    this.nulls = mask >> NULL_SHIFT
  }

  #trade(reader: ByteReader, row: number, rows: Float64Array): void {
    const flags = reader.u8()
    this.side = flags & 3
    this.condition = (flags >> CONDITION_SHIFT) & 3
    if (this.side >= SIDES.length || this.condition >= CONDITIONS.length) {
      throw corruptBytes('holds a trade of unknown side or condition')
    }
    if ((flags & NEXT_TRADE_ID) === 0) this.#tradeId(reader, flags)
    else this.tradeId = (rows[row + SLOT.tradeId] as number) + 1
    if ((flags & TEXT_TRADE_ID) === 0) rows[row + SLOT.tradeId] = this.tradeId
    if ((flags & AT_TOUCH) === 0) this.price = (rows[row + SLOT.tradePrice] as number) + reader.int()
    else {
      this.price = rows[row + (this.side === 1 ? SLOT.ask : this.side === 2 ? SLOT.bid : SLOT.tradePrice)] as number
    }
    rows[row + SLOT.tradePrice] = this.price
    this.size = (flags & SAME_SIZE) === 0 ? reader.int() : (rows[row + SLOT.tradeSize] as number)
    rows[row + SLOT.tradeSize] = this.size
  }

  #book(reader: ByteReader, row: number, rows: Float64Array): void {
    const flags = reader.u8()
    const counted = (flags & ORDER_COUNTS) !== 0
    this.isDelta = (flags & IS_DELTA) !== 0
    // a level takes two bytes at least
    const bids = (flags & ONE_BID) !== 0 ? 1 : (flags & ONE_ASK) !== 0 ? 0 : readCount(reader, 2)
    const asks = (flags & ONE_ASK) !== 0 ? 1 : (flags & ONE_BID) !== 0 ? 0 : readCount(reader, 2)
    this.bids.read(reader, bids, counted, row + SLOT.bookBid, rows)
    this.asks.read(reader, asks, counted, row + SLOT.bookAsk, rows)
  }

  #rare(reader: ByteReader, kind: number): void {
    switch (kind) {
      case KIND['trade-bust']: {
        this.#tradeId(reader, reader.u8())
        if (!Number.isNaN(this.tradeId)) this.#slots.rows[this.#row + SLOT.tradeId] = this.tradeId
        this.price = reader.int()
        this.size = reader.int()
        this.tsTrade = this.#time(reader)
        return
      }
      case KIND.status:
        this.word = wordOf(reader, STATUSES)
        this.text = reader.text()
        return
      case KIND.gap: {
        const flags = reader.u8()
        this.fromSeq = (flags & HAS_FROM_SEQ) === 0 ? NaN : reader.uint()
        this.toSeq = (flags & HAS_TO_SEQ) === 0 ? NaN : reader.uint()
        this.tsFrom = this.#time(reader)
        this.tsTo = this.#time(reader)
        this.text = reader.text()
        return
      }
      case KIND.instrument:
        this.word = wordOf(reader, ACTIONS)
        this.instrument = readInstrument(reader)
        return
      case KIND.marker:
        this.text = reader.text()
        this.params = reader.text()
        return
      case KIND.opaque:
        this.opaqueKind = reader.uint()
        this.payload = reader.raw(reader.uint())
        return
      default:
        throw corruptBytes(`holds a record of kind ${kind}`)
    }
  }

  #tradeId(reader: ByteReader, flags: number): void {
    if ((flags & TEXT_TRADE_ID) === 0) this.tradeId = reader.int()
    else {
      this.tradeId = NaN
      this.tradeIdText = reader.text()
    }
  }

  #time(reader: ByteReader): number {
    const difference = reader.int()
    return Number.isNaN(difference) ? reader.int() : this.tsRecv - difference
  }
}

function wordOf(reader: ByteReader, words: readonly string[]): number {
  const place = reader.u8()
  if (place >= words.length) throw corruptBytes(`holds word ${place} of ${words.length}`)
  return place
}
