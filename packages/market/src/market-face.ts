/** The face of market state: what a deck feeds it, what a publisher and a history ask of it. */

import type {
  BarState,
  BookLevel,
  HistoryBar,
  Instrument,
  Interval,
  Micros,
  QuoteEvent,
  Seq,
  SourceChannel,
  SourceEvent,
  StatsState,
  StatusEvent,
  TradeEvent,
} from '@tapedeck/protocol'

/** Called synchronously while an event is applied or time passes. Every method is optional. */
export interface MarketListener {
  /** Statistics of the instrument have a new seq. */
  statsChanged?(instrumentId: number): void
  /** Running bars of the instrument, in one interval or more, have a new seq. */
  barsChanged?(instrumentId: number): void
  /** A bar reached its end, or a bust corrected it after that. In the order (time, symbol, interval). */
  barClosed?(bar: BarState): void
}

/** How much a market holds. */
export interface MarketOptions {
  /** Closed bars kept per instrument and interval. Default 2,000. */
  readonly maxBars?: number
  /** Trades kept per instrument. Default 50. */
  readonly maxTrades?: number
}

/** A part of a market. */
export interface MarketSelection {
  /** Ids of instruments. */
  readonly instruments?: ReadonlySet<number> | undefined
  /** Channels of source events; state that comes from others is left out. */
  readonly channels?: ReadonlySet<SourceChannel> | undefined
}

/** The book of an instrument, market by price. */
export interface BookState {
  readonly instrumentId: number
  /** That of the last book event. */
  readonly seq: Seq
  readonly ts: Micros
  readonly tsRecv: Micros
  /** Best first. */
  readonly bids: readonly BookLevel[]
  readonly asks: readonly BookLevel[]
}

/** Which bars: `from <= tsOpen < to`, the newest `limit` of them. */
export interface BarRange {
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly limit: number
}

export interface BarAnswer {
  /** Oldest first; the last one may be running (`closed: false`). */
  readonly bars: readonly BarState[]
  /** Whether the market holds older bars than the first of these; where there are none, bars older than the range. */
  readonly hasMore: boolean
  /** The seq of the interval's channel: live bars of greater seq follow. */
  readonly seq: Seq
}

/**
 * State of every instrument, folded from source events. Pure: knows no clock and does no input or output. State that comes
 * from `loadHistory` has seq 0: the numbering of a derived channel begins with its first live change.
 */
export interface Market {
  /** Tape time up to which boundaries have been processed. */
  readonly time: Micros
  /** Every instrument that has not ended, by id. */
  instruments(): readonly Instrument[]
  /** The instrument of an id, also after it has ended. */
  instrument(instrumentId: number): Instrument | undefined
  /** The instrument that has a symbol now; none after it has ended. */
  instrumentOf(symbol: string): Instrument | undefined
  /**
   * Folds the bars of the time before the tape into every interval, and the day so far into the statistics. Once, before the
   * first event. Bars are base steps (1s to 1h, or 1d), oldest first within an instrument, coarser ones before finer ones, all
   * ended at `start`. An interval whose beginning they do not cover has no bar, unless it is the one that runs at `start`.
   */
  loadHistory(bars: Iterable<HistoryBar>, start: Micros): void
  /**
   * Processes every boundary at or before the event's tape time, then the event. Throws a TapedeckError, and leaves the event
   * out: `SCALED_OUT_OF_RANGE` where a sum would pass its range, `TAPE_CORRUPT` where the instrument is unknown or tape time
   * goes back, `BAD_INSTRUMENT` for an instrument that is not valid or changes its precisions. A bust takes back volume,
   * notional and count; prices stay, since the state holds no trades to find them again from.
   */
  apply(event: SourceEvent): void
  /** Processes every bar and day boundary at or before `time`. Does nothing for a time that has passed already. */
  advanceTo(time: Micros): void
  quote(instrumentId: number): QuoteEvent | undefined
  /** The best `depth` levels of each side (default: all that the tape told). Undefined before the first book event. */
  book(instrumentId: number, depth?: number): BookState | undefined
  status(instrumentId: number): StatusEvent | undefined
  /** The last trades, oldest first. */
  trades(instrumentId: number): readonly TradeEvent[]
  /** Undefined before the first price or trade. */
  stats(instrumentId: number): StatsState | undefined
  /** The running bar, undefined where nothing has happened in its interval. */
  runningBar(instrumentId: number, interval: Interval): BarState | undefined
  bars(instrumentId: number, interval: Interval, range: BarRange): BarAnswer
  /** The seq of the last source event or derived change of a channel, 0 before the first. */
  seqOf(instrumentId: number, channel: 'trade' | 'stats' | `bar:${Interval}`): Seq
  /** Current state as bytes: instruments, quotes, books, statuses, statistics, running bars, last trades, numbers. Closed bars are left out. */
  save(selection?: MarketSelection): Uint8Array
  /**
   * Takes saved state in place of all that there is; closed bars are dropped. Throws `TAPE_CORRUPT`, or `TAPE_VERSION` for state of a
   * newer form, and changes nothing then.
   */
  load(state: Uint8Array): void
}
