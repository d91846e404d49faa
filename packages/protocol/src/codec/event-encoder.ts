/** Writes market events as records of a block. Mirrors event-cursor.ts; the layout is in docs/tape-format.md. */

import type { BookEvent, BookLevel, QuoteEvent, SourceEvent, TradeEvent, TradeId } from '../events.ts'
import type { Micros } from '../units.ts'
import { ByteWriter } from './byte-writer.ts'
import { writeInstrument } from './instrument-record.ts'
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

export interface EventEncoder {
  /** Events of the block so far. */
  readonly count: number
  readonly byteLength: number
  /** Tape time of its first and last event; 0 where there is none. */
  readonly tsFirst: Micros
  readonly tsLast: Micros
  /**
   * Adds an event. Throws `INTERNAL` for a number that is no integer below 2^53, and for tape time that goes back: a mistake of
   * the caller's, after which the encoder is used no more.
   */
  add(event: SourceEvent): void
  /** A copy of the block's payload; the next event begins another block. */
  finish(): Uint8Array<ArrayBuffer>
}

/** Creates an encoder that stands at the beginning of a block. Hot path: a quote or a trade allocates nothing. */
export function createEventEncoder(): EventEncoder {
  return new BlockEncoder()
}

class BlockEncoder implements EventEncoder {
  count = 0
  tsFirst: Micros = 0 as Micros
  tsLast: Micros = 0 as Micros
  readonly #writer = new ByteWriter()
  readonly #slots = new Slots()
  /** Where the row of an instrument begins. */
  readonly #rows = new Map<number, number>()
  #lastRow = -1

  get byteLength(): number {
    return this.#writer.length
  }

  add(event: SourceEvent): void {
    this.#write(event)
    if (this.count++ === 0) this.tsFirst = event.tsRecv
    this.tsLast = event.tsRecv
  }

  finish(): Uint8Array<ArrayBuffer> {
    const payload = this.#writer.bytes.slice()
    this.#writer.clear()
    this.#slots.clear()
    this.#rows.clear()
    this.#lastRow = -1
    this.count = 0
    this.tsFirst = 0 as Micros
    this.tsLast = 0 as Micros
    return payload
  }

  #write(event: SourceEvent): void {
    const kind = KIND[event.type]
    // what is of no instrument is remembered as of the id 0, which none has
    const id = 'instrumentId' in event ? (event.instrumentId ?? 0) : 0
    const known = this.#rows.get(id)
    const row = known ?? this.#slots.add(id)
    const { rows } = this.#slots
    const { ts, tsRecv, seq } = event
    const latency = tsRecv - ts
    const seqPlace = row + (SEQ_OF_KIND[kind] as number)

    let head: number = kind
    const isFirst = this.count === 0
    if (!isFirst && tsRecv === this.tsLast) head |= SAME_TIME
    if (seq === (rows[seqPlace] as number) + 1) head |= NEXT_SEQ
    if (latency === rows[row + SLOT.latency]) head |= SAME_LATENCY
    if (row === this.#lastRow) head |= SAME_SYMBOL
    const writer = this.#writer
    writer.u8(head)
    if ((head & SAME_TIME) === 0) writer.uint(isFirst ? tsRecv : tsRecv - this.tsLast)
    if ((head & SAME_SYMBOL) === 0) {
      writer.uint(row / SLOT_SIZE)
      if (known === undefined) writer.uint(id)
    }
    if ((head & SAME_LATENCY) === 0) {
      if (Number.isSafeInteger(latency)) {
        writer.int(latency)
        rows[row + SLOT.latency] = latency
      } else {
        writer.escape()
        writer.int(ts)
      }
    }
    if ((head & NEXT_SEQ) === 0) writer.uint(seq)
    this.#writeFields(event, row, rows)
    if (known === undefined) this.#rows.set(id, row)
    rows[seqPlace] = seq
    this.#lastRow = row
  }

  #writeFields(event: SourceEvent, row: number, rows: Float64Array): void {
    const writer = this.#writer
    switch (event.type) {
      case 'quote':
        this.#quote(event, row, rows)
        return
      case 'trade':
        this.#trade(event, row, rows)
        return
      case 'book':
        this.#book(event, row, rows)
        return
      case 'trade-bust': {
        const { tradeId, price, size, tsTrade, tsRecv } = event
        writer.u8(typeof tradeId === 'string' ? TEXT_TRADE_ID : 0)
        this.#tradeId(tradeId, row, rows)
        writer.int(price)
        writer.int(size)
        this.#time(tsTrade, tsRecv)
        return
      }
      case 'status':
        writer.u8(STATUSES.indexOf(event.status))
        writer.text(event.reason)
        return
      case 'gap': {
        const { fromSeq, toSeq, tsFrom, tsTo, tsRecv, cause } = event
        writer.u8((fromSeq === null ? 0 : HAS_FROM_SEQ) | (toSeq === null ? 0 : HAS_TO_SEQ))
        if (fromSeq !== null) writer.uint(fromSeq)
        if (toSeq !== null) writer.uint(toSeq)
        this.#time(tsFrom, tsRecv)
        this.#time(tsTo, tsRecv)
        writer.text(cause)
        return
      }
      case 'instrument':
        writer.u8(ACTIONS.indexOf(event.action))
        writeInstrument(writer, event.instrument)
        return
      case 'marker':
        writer.text(event.name)
        writer.text(JSON.stringify(event.params))
        return
      case 'opaque':
        writer.uint(event.kind)
        writer.uint(event.payload.length)
        writer.raw(event.payload)
        return
    }
  }

  #quote({ bid, bidSize, ask, askSize }: QuoteEvent, row: number, rows: Float64Array): void {
    const nulls =
      (bid === null ? 1 : 0) | (bidSize === null ? 2 : 0) | (ask === null ? 4 : 0) | (askSize === null ? 8 : 0)
    const changed =
      (bid === null || bid === rows[row + SLOT.bid] ? 0 : 1) |
      (bidSize === null || bidSize === rows[row + SLOT.bidSize] ? 0 : 2) |
      (ask === null || ask === rows[row + SLOT.ask] ? 0 : 4) |
      (askSize === null || askSize === rows[row + SLOT.askSize] ? 0 : 8)
    const writer = this.#writer
    writer.u8(changed | (nulls << NULL_SHIFT))
    if ((changed & 1) !== 0) this.#change(bid ?? 0, row + SLOT.bid, rows)
    if ((changed & 2) !== 0) this.#change(bidSize ?? 0, row + SLOT.bidSize, rows)
    if ((changed & 4) !== 0) this.#change(ask ?? 0, row + SLOT.ask, rows)
    if ((changed & 8) !== 0) this.#change(askSize ?? 0, row + SLOT.askSize, rows)
  }

  #trade({ tradeId, price, size, aggressorSide, condition }: TradeEvent, row: number, rows: Float64Array): void {
    const side = SIDES.indexOf(aggressorSide)
    const touch = rows[row + (side === 1 ? SLOT.ask : side === 2 ? SLOT.bid : SLOT.tradePrice)]
    let flags = side | (CONDITIONS.indexOf(condition) << CONDITION_SHIFT)
    if (typeof tradeId === 'string') flags |= TEXT_TRADE_ID
    else if (tradeId === (rows[row + SLOT.tradeId] as number) + 1) flags |= NEXT_TRADE_ID
    if (price === touch) flags |= AT_TOUCH
    if (size === rows[row + SLOT.tradeSize]) flags |= SAME_SIZE
    const writer = this.#writer
    writer.u8(flags)
    if ((flags & NEXT_TRADE_ID) === 0) this.#tradeId(tradeId, row, rows)
    else rows[row + SLOT.tradeId] = Number(tradeId)
    if ((flags & AT_TOUCH) === 0) this.#change(price, row + SLOT.tradePrice, rows)
    else rows[row + SLOT.tradePrice] = price
    if ((flags & SAME_SIZE) === 0) writer.int(size)
    rows[row + SLOT.tradeSize] = size
  }

  #book({ action, bids, asks }: BookEvent, row: number, rows: Float64Array): void {
    const one = bids.length + asks.length === 1
    const counted = bids.some(hasCount) || asks.some(hasCount)
    const writer = this.#writer
    writer.u8(
      (action === 'delta' ? IS_DELTA : 0) |
        (one ? (bids.length === 1 ? ONE_BID : ONE_ASK) : 0) |
        (counted ? ORDER_COUNTS : 0),
    )
    if (!one) {
      writer.uint(bids.length)
      writer.uint(asks.length)
    }
    for (const level of bids) this.#level(level, counted, row + SLOT.bookBid, rows)
    for (const level of asks) this.#level(level, counted, row + SLOT.bookAsk, rows)
  }

  #level({ price, size, orderCount }: BookLevel, counted: boolean, place: number, rows: Float64Array): void {
    this.#change(price, place, rows)
    this.#writer.int(size)
    if (!counted) return
    if (orderCount === undefined) this.#writer.escape()
    else this.#writer.int(orderCount)
  }

  /** A number as its difference to the last one; both stay below 10^15, so it is exact. */
  #change(n: number, place: number, rows: Float64Array): void {
    this.#writer.int(n - (rows[place] as number))
    rows[place] = n
  }

  #tradeId(tradeId: TradeId, row: number, rows: Float64Array): void {
    if (typeof tradeId === 'string') {
      this.#writer.text(tradeId)
      return
    }
    this.#writer.int(tradeId)
    rows[row + SLOT.tradeId] = tradeId
  }

  /** A time near tape time as its difference, or after an escape as it is. */
  #time(time: number, tsRecv: number): void {
    const difference = tsRecv - time
    if (Number.isSafeInteger(difference)) this.#writer.int(difference)
    else {
      this.#writer.escape()
      this.#writer.int(time)
    }
  }
}

function hasCount({ orderCount }: BookLevel): boolean {
  return orderCount !== undefined
}
