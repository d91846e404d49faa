/**
 * Market events as they stand on a tape: scaled integers, numeric instrument ids, readonly, a union on `type`.
 * Only these are source events; statistics and bars are derived from them and never stand on a tape.
 */

import type { Instrument } from './instrument.ts'
import type { Micros, ScaledPrice, ScaledSize, Seq } from './units.ts'

/** What every event carries. */
export interface EventHead {
  /** When it happened at the venue. Data: may go backwards. */
  readonly ts: Micros
  /** Tape time: when it entered our tape. Never decreases along a tape. */
  readonly tsRecv: Micros
  /** Number within its symbol and channel in the tape's epoch; 0 where the source does not number. */
  readonly seq: Seq
}

/** An instrument enters the tape, changes, or ends. Its channel is `instrument`. */
export interface InstrumentEvent extends EventHead {
  readonly type: 'instrument'
  readonly action: 'enter' | 'change' | 'end'
  readonly instrumentId: number
  readonly instrument: Instrument
}

/** Best bid and ask. A side that is empty is null in price and size. */
export interface QuoteEvent extends EventHead {
  readonly type: 'quote'
  readonly instrumentId: number
  readonly bid: ScaledPrice | null
  readonly bidSize: ScaledSize | null
  readonly ask: ScaledPrice | null
  readonly askSize: ScaledSize | null
}

/** Who took liquidity. */
export const AGGRESSOR_SIDES = ['buy', 'sell', 'unknown'] as const
export type AggressorSide = (typeof AGGRESSOR_SIDES)[number]

/** How a trade counts: a late one adds volume, and never moves open, high, low or close. */
export const TRADE_CONDITIONS = ['regular', 'auction', 'late'] as const
export type TradeCondition = (typeof TRADE_CONDITIONS)[number]

/** The venue's own id of a trade: an integer below 2^53 where the venue's is one, otherwise text. */
export type TradeId = number | string

/** An execution. */
export interface TradeEvent extends EventHead {
  readonly type: 'trade'
  readonly instrumentId: number
  readonly tradeId: TradeId
  readonly price: ScaledPrice
  readonly size: ScaledSize
  readonly aggressorSide: AggressorSide
  readonly condition: TradeCondition
}

/** The venue cancels a trade. It repeats the trade's own figures, so that no state has to be searched to take it back. Channel: `trade`. */
export interface TradeBustEvent extends EventHead {
  readonly type: 'trade-bust'
  readonly instrumentId: number
  readonly tradeId: TradeId
  readonly price: ScaledPrice
  readonly size: ScaledSize
  /** `tsRecv` of the trade that is taken back: the bars and the day it belongs to. */
  readonly tsTrade: Micros
}

/** One price in the book, market by price. */
export interface BookLevel {
  readonly price: ScaledPrice
  /** All that rests at the price; in a delta 0 removes the level. */
  readonly size: ScaledSize
  readonly orderCount?: number
}

/** The book, market by price (L2): the whole of it, or changes to it with absolute sizes. Best level first. */
export interface BookEvent extends EventHead {
  readonly type: 'book'
  readonly instrumentId: number
  readonly action: 'snapshot' | 'delta'
  readonly bids: readonly BookLevel[]
  readonly asks: readonly BookLevel[]
}

export const TRADING_STATUSES = ['pre-open', 'auction', 'trading', 'halted', 'closed'] as const
export type TradingStatus = (typeof TRADING_STATUSES)[number]

/** The trading status of an instrument changes. */
export interface StatusEvent extends EventHead {
  readonly type: 'status'
  readonly instrumentId: number
  readonly status: TradingStatus
  /** Why, in the venue's words; may be empty. */
  readonly reason: string
}

/** Data that is known to be missing. */
export interface GapEvent extends EventHead {
  readonly type: 'gap'
  /** The instrument, or null when every one is concerned. */
  readonly instrumentId: number | null
  /** The first and last missing number of the channel, or null where the hole is one of time. */
  readonly fromSeq: Seq | null
  readonly toSeq: Seq | null
  /** The span of tape time in which events are missing. */
  readonly tsFrom: Micros
  readonly tsTo: Micros
  /** A short stable word: `clock-jump`, `venue-disconnect`, `torn-tape`. */
  readonly cause: string
}

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/** A named place on the tape: a bookmark, or a scenario or fault with the parameters that reproduce it. */
export interface MarkerEvent extends EventHead {
  readonly type: 'marker'
  readonly name: string
  readonly params: Readonly<Record<string, JsonValue>>
}

/** A record of a kind that this version does not know, carried along unread. */
export interface OpaqueEvent extends EventHead {
  readonly type: 'opaque'
  readonly kind: number
  readonly payload: Uint8Array
}

/** The events that stand on a tape. */
export type SourceEvent =
  | InstrumentEvent
  | QuoteEvent
  | TradeEvent
  | TradeBustEvent
  | BookEvent
  | StatusEvent
  | GapEvent
  | MarkerEvent
  | OpaqueEvent

export type SourceEventType = SourceEvent['type']

/** The channel in which a source event is numbered, per instrument (and once for events of none). */
export const NUMBERED_IN: Readonly<Record<SourceEventType, SourceChannel>> = {
  instrument: 'instrument',
  quote: 'quote',
  trade: 'trade',
  'trade-bust': 'trade',
  book: 'book',
  status: 'status',
  gap: 'gap',
  marker: 'marker',
  opaque: 'opaque',
}

/** Numberings of source events. */
export type SourceChannel = 'instrument' | 'quote' | 'trade' | 'book' | 'status' | 'gap' | 'marker' | 'opaque'
