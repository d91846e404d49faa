/** Events written by hand: times in seconds, prices in ticks of one. */

import type {
  BookEvent,
  BookLevel,
  Instrument,
  Micros,
  QuoteEvent,
  ScaledPrice,
  ScaledSize,
  Seq,
  StatusEvent,
  TradeEvent,
  TradingStatus,
} from '@tapedeck/protocol'

export const START: Micros = 1_000_000_000_000 as Micros

export const INSTRUMENT: Instrument = {
  id: 7,
  symbol: 'HAND',
  name: 'Made by hand',
  venue: 'TEST',
  assetClass: 'equity',
  currency: 'USD',
  pricePrecision: 2,
  tickSize: 1 as ScaledPrice,
  sizePrecision: 0,
  sizeIncrement: 1 as ScaledSize,
  lotSize: 1 as ScaledSize,
  barSource: 'trade',
  dayStart: { time: '00:00', timeZone: 'UTC' },
  calendar: '24/7',
}

function head(seconds: number) {
  const time = (START + Math.round(seconds * 1e6)) as Micros
  return { ts: time, tsRecv: time, seq: 0 as Seq, instrumentId: INSTRUMENT.id }
}

export function quote(seconds: number, bid: number | null, ask: number | null): QuoteEvent {
  const size = (price: number | null): ScaledSize | null => (price === null ? null : (100 as ScaledSize))
  return {
    type: 'quote',
    ...head(seconds),
    bid: bid as ScaledPrice | null,
    bidSize: size(bid),
    ask: ask as ScaledPrice | null,
    askSize: size(ask),
  }
}

export function trade(seconds: number, price: number, size: number, aggressorSide: 'buy' | 'sell'): TradeEvent {
  return {
    type: 'trade',
    ...head(seconds),
    tradeId: 1,
    price: price as ScaledPrice,
    size: size as ScaledSize,
    aggressorSide,
    condition: 'regular',
  }
}

export function status(seconds: number, to: TradingStatus): StatusEvent {
  return { type: 'status', ...head(seconds), status: to, reason: '' }
}

type Levels = readonly (readonly [price: number, size: number])[]

export function book(seconds: number, action: BookEvent['action'], bids: Levels, asks: Levels): BookEvent {
  const levels = (of: Levels): readonly BookLevel[] =>
    of.map(([price, size]) => ({ price: price as ScaledPrice, size: size as ScaledSize }))
  return { type: 'book', ...head(seconds), action, bids: levels(bids), asks: levels(asks) }
}
