/** The public form of market data: symbols and plain decimals, as JSON carries them to any client in any language. */

import type { BookDepth, Interval } from './channels.ts'
import type { AggressorSide, TradeCondition, TradeId, TradingStatus } from './events.ts'
import type { AssetClass, BarSource, DayStart } from './instrument.ts'

/** What every published update carries. Times are integer microseconds since the Unix epoch, UTC. */
export interface WireHead {
  readonly symbol: string
  /** Number within (symbol, channel) of the epoch and take. A jump is the number of updates folded into this one. */
  readonly seq: number
  /** When it happened at the venue. */
  readonly ts: number
  /** Tape time: when it entered the tape. */
  readonly tsRecv: number
  /** The deck it comes from; absent for `live`. */
  readonly deck?: string
}

/** Best bid and ask; an empty side is null. */
export interface Quote extends WireHead {
  readonly bid: number | null
  readonly bidSize: number | null
  readonly ask: number | null
  readonly askSize: number | null
}

export interface Trade extends WireHead {
  readonly tradeId: TradeId
  readonly price: number
  readonly size: number
  readonly aggressorSide: AggressorSide
  readonly condition: TradeCondition
}

/** A trade is cancelled by the venue; comes on the `trade` channel, in its numbering. */
export interface TradeBust extends WireHead {
  readonly tradeId: TradeId
  readonly price: number
  readonly size: number
}

/** Statistics of the instrument's day. Prices are null until the first one of the day. */
export interface Stats extends WireHead {
  readonly open: number | null
  readonly high: number | null
  readonly low: number | null
  readonly last: number | null
  readonly lastSize: number | null
  readonly prevClose: number | null
  /** `last - prevClose`, exact; null where either is unknown. */
  readonly change: number | null
  readonly changePercent: number | null
  readonly volume: number
  /** Sum of price times size, exact decimal text. */
  readonly notional: string
  /** Volume-weighted average price, null without volume. */
  readonly vwap: number | null
  readonly tradeCount: number
  readonly tsDayOpen: number
}

export interface Status extends WireHead {
  readonly status: TradingStatus
  readonly reason: string
}

export interface Bar {
  readonly symbol: string
  readonly interval: Interval
  readonly seq: number
  readonly tsOpen: number
  readonly tsClose: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
  readonly tradeCount: number
  readonly closed: boolean
  readonly corrected: boolean
  readonly deck?: string
}

/** Static data of an instrument, steps as decimals. */
export interface InstrumentInfo {
  readonly id: number
  readonly symbol: string
  readonly name: string
  readonly venue: string
  readonly assetClass: AssetClass
  readonly currency: string
  readonly pricePrecision: number
  readonly tickSize: number
  readonly sizePrecision: number
  readonly sizeIncrement: number
  readonly lotSize: number
  readonly barSource: BarSource
  readonly dayStart: DayStart
  readonly calendar: string
}

/** The best levels of a book, or what of them has changed. */
export interface Book extends WireHead {
  readonly depth: BookDepth
  /** `delta`: levels that changed since the number before, with their new size; a size of 0 takes the level away. */
  readonly action: 'snapshot' | 'delta'
  /** Price and size, best first. */
  readonly bids: readonly (readonly [price: number, size: number])[]
  readonly asks: readonly (readonly [price: number, size: number])[]
  /** Of all levels as they are now; see `bookChecksum`. */
  readonly checksum: number
}

/** The instrument table changes. */
export interface InstrumentChange {
  readonly action: 'enter' | 'change' | 'end'
  readonly instrument: InstrumentInfo
  readonly tsRecv: number
  readonly deck?: string
}

/** Data that is known to be missing. */
export interface Gap {
  /** Null when every symbol is concerned. */
  readonly symbol: string | null
  readonly fromSeq: number | null
  readonly toSeq: number | null
  readonly tsFrom: number
  readonly tsTo: number
  readonly cause: string
  readonly deck?: string
}

/** What a deck is doing. */
export const DECK_STATES = ['waiting', 'playing', 'paused', 'ended'] as const
export type DeckState = (typeof DECK_STATES)[number]

/** Where a deck's tape comes from. */
export interface DeckSource {
  /** `rolling` is the tape of the last hours of `live`. */
  readonly kind: 'simulator' | 'file' | 'import' | 'rolling'
  /** For people: `simulated market, seed 1`, or a file's name. */
  readonly name: string
  readonly tapeId: string
}

/** State of a deck, sent on join, on change, and once a second: the heartbeat on which age and staleness are computed. */
export interface DeckStatus {
  readonly deck: string
  readonly state: DeckState
  readonly epoch: string
  readonly take: number
  /** Tape time now. */
  readonly position: number
  /** The server's clock when `position` held. */
  readonly wall: number
  /** Tape seconds per second, or `max`. */
  readonly speed: number | 'max'
  /** Who controls the deck, null when nobody does. `live` obeys nobody. */
  readonly driver: string | null
  /** Of a deck that is shared: the clients that subscribe to something of it, by their ids, the first 100. */
  readonly members?: readonly string[]
  /** The id of the client that it is sent to; only in the first one of a connection. */
  readonly you?: string
  /** The span of the tape; `to` is null while it has no end. */
  readonly span: { readonly from: number; readonly to: number | null }
  readonly source: DeckSource
  /** The part that is played again and again; null where none is. */
  readonly loop: { readonly from: number; readonly to: number } | null
  /** Places with a name; the first 100 of them. */
  readonly markers: readonly { readonly name: string; readonly tsRecv: number }[]
  /** Source events played so far in this take. */
  readonly events: number
  /** SHA-256 of the tape, once it has been played to its end. */
  readonly digest: string | null
}

/** A recording in the library. */
export interface Recording {
  /** Never a path; also the name of its file. */
  readonly id: string
  readonly title: string
  readonly notes: string
  readonly symbols: readonly string[]
  /** Tape time of the start and of the last event. */
  readonly span: { readonly from: number; readonly to: number }
  readonly events: number
  readonly bytes: number
  /** SHA-256 of its events; null while it is being recorded, and where its recording was cut off. */
  readonly digest: string | null
  /** `torn`: its recording was cut off, and everything before the cut can be played. */
  readonly state: 'recording' | 'complete' | 'torn'
  /** The deck that is being recorded, null once it is not. */
  readonly deck: string | null
}

/** A scenario of the catalogue, which a deck can be opened on. */
export interface ScenarioInfo {
  readonly name: string
  /** One sentence for people. */
  readonly title: string
  /** Whether it can be had for other symbols, as `name:AAPL,MSFT`. */
  readonly takesSymbols: boolean
}

/** What happens along a tape, to be drawn as a line. */
export interface TapeActivity {
  /** From the start of the tape to its last event. */
  readonly span: { readonly from: number; readonly to: number }
  /** Events in each of so many equal parts of the span; they are counted by blocks of the tape, and spread evenly within one. */
  readonly counts: readonly number[]
  /** Where the tape has no event for 10 s and more. */
  readonly silences: readonly { readonly from: number; readonly to: number }[]
  readonly markers: readonly { readonly name: string; readonly tsRecv: number }[]
}
