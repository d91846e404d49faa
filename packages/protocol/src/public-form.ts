/** Turns scaled events and derived state into the public form: one division per number, nothing else. */

import type { QuoteEvent, StatusEvent, TradeBustEvent, TradeEvent } from './events.ts'
import type { BarState, Notional, StatsState } from './derived.ts'
import type { Instrument } from './instrument.ts'
import { formatScaled, fromDecimal, placePoint, powerOfTen } from './units.ts'
import type { Bar, InstrumentInfo, Quote, Stats, Status, Trade, TradeBust } from './wire.ts'

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
