/** What encoder and cursor share of a block's records: kinds, bits, and what is remembered of each symbol. docs/tape-format.md has the same as tables. */

import {
  TRADE_CONDITIONS,
  TRADING_STATUSES,
  type AggressorSide,
  type InstrumentEvent,
  type SourceChannel,
  type SourceEventType,
  type TradeCondition,
  type TradingStatus,
} from '../events.ts'
import { corruptBytes } from './byte-reader.ts'

/** The low four bits of a record's first byte. Every other kind is written as `opaque`, which has a kind of its own and a length. */
export const KIND: Readonly<Record<SourceEventType, number>> = {
  instrument: 1,
  quote: 2,
  trade: 3,
  'trade-bust': 4,
  book: 5,
  status: 6,
  gap: 7,
  marker: 8,
  opaque: 15,
}

/** The high four bits: what is as it was, and so takes no bytes. */
export const SAME_TIME = 0x10
export const NEXT_SEQ = 0x20
export const SAME_LATENCY = 0x40
export const SAME_SYMBOL = 0x80

/** A quote's second byte: a bit for each field that changed, and four bits on one for each that is null. In the order of {@link SLOT.bid}. */
export const NULL_SHIFT = 4

/** A trade's second byte: two bits of side, two of condition, and these. */
export const CONDITION_SHIFT = 2
export const NEXT_TRADE_ID = 0x10
export const TEXT_TRADE_ID = 0x20
/** At the ask for a buy, at the bid for a sell, at the last trade's price where the side is unknown. */
export const AT_TOUCH = 0x40
export const SAME_SIZE = 0x80

/** A book's second byte. */
export const IS_DELTA = 0x01
/** One level, of bids or of asks; otherwise the numbers of both follow. */
export const ONE_BID = 0x02
export const ONE_ASK = 0x04
/** Levels have a count of orders. */
export const ORDER_COUNTS = 0x08

/** A gap's second byte. */
export const HAS_FROM_SEQ = 0x01
export const HAS_TO_SEQ = 0x02

/** Words by their place. New ones are added at the end. */
export const SIDES: readonly AggressorSide[] = ['unknown', 'buy', 'sell']
export const CONDITIONS: readonly TradeCondition[] = TRADE_CONDITIONS
export const STATUSES: readonly TradingStatus[] = TRADING_STATUSES
export const ACTIONS: readonly InstrumentEvent['action'][] = ['enter', 'change', 'end']

/** What is remembered of a symbol within a block, a place each. */
export const SLOT = {
  id: 0,
  latency: 1,
  bid: 2,
  bidSize: 3,
  ask: 4,
  askSize: 5,
  /** Bits of the quote's fields that are null. */
  nulls: 6,
  tradeId: 7,
  tradePrice: 8,
  tradeSize: 9,
  bookBid: 10,
  bookAsk: 11,
  /** The last number of each channel, from here on. */
  seqs: 12,
} as const

const SEQ_PLACE = {
  instrument: 0,
  quote: 1,
  trade: 2,
  book: 3,
  status: 4,
  gap: 5,
  marker: 6,
  opaque: 7,
} as const satisfies Readonly<Record<SourceChannel, number>>

/** Where a kind's last number is, by the kind's number; made by a function marked as pure, so that who reads only batches does not carry it. */
export const SEQ_OF_KIND: readonly number[] = /* @__PURE__ */ seqOfKind()

function seqOfKind(): number[] {
  const channels: Readonly<Record<number, SourceChannel>> = {
    [KIND.instrument]: 'instrument',
    [KIND.quote]: 'quote',
    [KIND.trade]: 'trade',
    [KIND['trade-bust']]: 'trade',
    [KIND.book]: 'book',
    [KIND.status]: 'status',
    [KIND.gap]: 'gap',
    [KIND.marker]: 'marker',
    [KIND.opaque]: 'opaque',
  }
  return Array.from({ length: 16 }, (_, kind) => SLOT.seqs + SEQ_PLACE[channels[kind] ?? 'opaque'])
}

/** Doubles of one symbol. */
export const SLOT_SIZE = 20
const FIRST_SLOTS = 64
/** The most symbols of a block, and levels of a book's side: so a block of a few bytes never takes much memory. */
const MAX_SLOTS = 65_536
export const MAX_LEVELS = 65_536

/** The symbols of a block in the order of their first records; everything of a new one is 0. */
export class Slots {
  rows: Float64Array = new Float64Array(FIRST_SLOTS * SLOT_SIZE)
  count = 0

  clear(): void {
    this.count = 0
  }

  /** Adds a symbol. Returns where its row begins. Throws `TAPE_CORRUPT` where there are too many. */
  add(id: number): number {
    if (this.count === MAX_SLOTS) throw corruptBytes(`has more than ${MAX_SLOTS} symbols`)
    const row = this.count * SLOT_SIZE
    if (row === this.rows.length) {
      const grown = new Float64Array(this.rows.length * 2)
      grown.set(this.rows)
      this.rows = grown
    }
    this.rows.fill(0, row, row + SLOT_SIZE)
    this.rows[row] = id
    this.count++
    return row
  }
}
