/** Turns scaled events and derived state into the public form: one division per number, nothing else. */

import type { BookDepth } from './channels.ts'
import { crc32c } from './codec/crc32c.ts'
import type { BookLevel, EventHead, QuoteEvent, StatusEvent, TradeBustEvent, TradeEvent } from './events.ts'
import type { BarState, Notional, StatsState } from './derived.ts'
import type { Instrument } from './instrument.ts'
import { formatScaled, fromDecimal, placePoint, powerOfTen } from './units.ts'
import type { Bar, Book, InstrumentInfo, Quote, Stats, Status, Trade, TradeBust } from './wire.ts'

/** The public form of a quote. */
export function quoteOf(event: QuoteEvent, instrument: Instrument): Quote {
  const price = powerOfTen(instrument.pricePrecision)
  const size = powerOfTen(instrument.sizePrecision)
  return {
    symbol: instrument.symbol,
    bid: event.bid === null ? null : event.bid / price,
    bidSize: event.bidSize === null ? null : event.bidSize / size,
    ask: event.ask === null ? null : event.ask / price,
    askSize: event.askSize === null ? null : event.askSize / size,
    seq: event.seq,
    ts: event.ts,
    tsRecv: event.tsRecv,
  }
}

/** Levels of a book in scaled units, best first: all of a side, or those that changed. */
type Levels = readonly Pick<BookLevel, 'price' | 'size'>[]

/** The public form of a book's best levels. `checksum` is of all of them, also where `bids` and `asks` are only what changed. */
export function bookOf(
  head: Pick<EventHead, 'seq' | 'ts' | 'tsRecv'>,
  levels: { readonly action: Book['action']; readonly bids: Levels; readonly asks: Levels; readonly checksum: number },
  depth: BookDepth,
  instrument: Instrument,
): Book {
  const price = powerOfTen(instrument.pricePrecision)
  const size = powerOfTen(instrument.sizePrecision)
  const pair = (level: Levels[number]): readonly [number, number] => [level.price / price, level.size / size]
  return {
    symbol: instrument.symbol,
    depth,
    action: levels.action,
    bids: levels.bids.map(pair),
    asks: levels.asks.map(pair),
    checksum: levels.checksum,
    seq: head.seq,
    ts: head.ts,
    tsRecv: head.tsRecv,
  }
}

/**
 * What a client compares its levels with: CRC-32C of the text `price:size,` of every bid and then `price:size,` of every ask, best
 * first, with prices and sizes as integers in units of 10^-precision.
 */
export function bookChecksum(bids: Levels, asks: Levels): number {
  let text = ''
  for (const { price, size } of bids) text += `${price}:${size},`
  for (const { price, size } of asks) text += `${price}:${size},`
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at)
  return crc32c(bytes)
}

/** The public form of a trade. */
export function tradeOf(event: TradeEvent, instrument: Instrument): Trade {
  return {
    symbol: instrument.symbol,
    tradeId: event.tradeId,
    price: event.price / powerOfTen(instrument.pricePrecision),
    size: event.size / powerOfTen(instrument.sizePrecision),
    aggressorSide: event.aggressorSide,
    condition: event.condition,
    seq: event.seq,
    ts: event.ts,
    tsRecv: event.tsRecv,
  }
}

/** The public form of a bust. */
export function tradeBustOf(event: TradeBustEvent, instrument: Instrument): TradeBust {
  return {
    symbol: instrument.symbol,
    tradeId: event.tradeId,
    price: event.price / powerOfTen(instrument.pricePrecision),
    size: event.size / powerOfTen(instrument.sizePrecision),
    seq: event.seq,
    ts: event.ts,
    tsRecv: event.tsRecv,
  }
}

/** The public form of a trading status. */
export function statusOf(event: StatusEvent, instrument: Instrument): Status {
  return {
    symbol: instrument.symbol,
    status: event.status,
    reason: event.reason,
    seq: event.seq,
    ts: event.ts,
    tsRecv: event.tsRecv,
  }
}

/** Exact decimal text of a notional. */
export function formatNotional(notional: Notional, instrument: Instrument): string {
  const scaled = BigInt(notional.high) * 1_000_000_000_000_000n + BigInt(notional.low)
  const precision = instrument.pricePrecision + instrument.sizePrecision
  const negative = scaled < 0n
  const text = placePoint(String(negative ? -scaled : scaled), precision)
  return negative ? `-${text}` : text
}

/** The public form of day statistics. */
export function statsOf(state: StatsState, instrument: Instrument): Stats {
  const price = powerOfTen(instrument.pricePrecision)
  const size = powerOfTen(instrument.sizePrecision)
  const decimal = (n: number | null): number | null => (n === null ? null : n / price)
  const known = state.last !== null && state.prevClose !== null
  const change = known ? state.last - state.prevClose : null
  const turnover = state.notional.high * 1e15 + state.notional.low
  return {
    symbol: instrument.symbol,
    open: decimal(state.open),
    high: decimal(state.high),
    low: decimal(state.low),
    last: decimal(state.last),
    lastSize: state.lastSize === null ? null : state.lastSize / size,
    prevClose: decimal(state.prevClose),
    change: decimal(change),
    changePercent: change === null || !state.prevClose ? null : (change / Math.abs(state.prevClose)) * 100,
    volume: state.volume / size,
    notional: formatNotional(state.notional, instrument),
    vwap: state.volume === 0 ? null : turnover / state.volume / price,
    tradeCount: state.tradeCount,
    tsDayOpen: state.tsDayOpen,
    seq: state.seq,
    ts: state.tsRecv,
    tsRecv: state.tsRecv,
  }
}

/** The public form of a bar. */
export function barOf(state: BarState, instrument: Instrument): Bar {
  const price = powerOfTen(instrument.pricePrecision)
  return {
    symbol: instrument.symbol,
    interval: state.interval,
    seq: state.seq,
    tsOpen: state.tsOpen,
    tsClose: state.tsClose,
    open: state.open / price,
    high: state.high / price,
    low: state.low / price,
    close: state.close / price,
    volume: state.volume / powerOfTen(instrument.sizePrecision),
    tradeCount: state.tradeCount,
    closed: state.closed,
    corrected: state.corrected,
  }
}

/** The public form of an instrument. */
export function instrumentInfoOf(instrument: Instrument): InstrumentInfo {
  const price = powerOfTen(instrument.pricePrecision)
  const size = powerOfTen(instrument.sizePrecision)
  return {
    id: instrument.id,
    symbol: instrument.symbol,
    name: instrument.name,
    venue: instrument.venue,
    assetClass: instrument.assetClass,
    currency: instrument.currency,
    pricePrecision: instrument.pricePrecision,
    tickSize: instrument.tickSize / price,
    sizePrecision: instrument.sizePrecision,
    sizeIncrement: instrument.sizeIncrement / size,
    lotSize: instrument.lotSize / size,
    barSource: instrument.barSource,
    dayStart: instrument.dayStart,
    calendar: instrument.calendar,
  }
}

/** Text of a public decimal at a precision: exactly the digits that the venue's integer has. Throws `SCALED_OUT_OF_RANGE`. */
export function formatDecimal(decimal: number, precision: number): string {
  return formatScaled(fromDecimal(decimal, precision), precision)
}
