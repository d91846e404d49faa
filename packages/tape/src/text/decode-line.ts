/** Reads the JSON line of a source event and checks every field of it. Mirrors encode-line.ts. */

import {
  AGGRESSOR_SIDES,
  TRADE_CONDITIONS,
  TRADING_STATUSES,
  type BookLevel,
  type Instrument,
  type Micros,
  type ScaledPrice,
  type ScaledSize,
  type Seq,
  type SourceEvent,
  type TradeId,
} from '@tapedeck/protocol'
import { decodeBase64 } from './base64.ts'
import {
  arrayField,
  checkFields,
  corruptField,
  corruptLine,
  countField,
  decimalField,
  intField,
  jsonObjectField,
  oneOfField,
  textField,
  type LinePlace,
  type LineRecord,
} from './fields.ts'
import { decodeInstrument } from './instrument-record.ts'
import { instrumentOf, type InstrumentTable } from './instrument-table.ts'

const HEAD = ['type', 'seq', 'ts', 'tsRecv']
const OF_INSTRUMENT = [...HEAD, 'symbol', 'id']
/** The fields of each type of line. */
const FIELDS = {
  quote: [...OF_INSTRUMENT, 'bid', 'bidSize', 'ask', 'askSize'],
  trade: [...OF_INSTRUMENT, 'tradeId', 'price', 'size', 'aggressorSide', 'condition'],
  'trade-bust': [...OF_INSTRUMENT, 'tradeId', 'price', 'size', 'tsTrade'],
  book: [...OF_INSTRUMENT, 'action', 'bids', 'asks'],
  status: [...OF_INSTRUMENT, 'status', 'reason'],
  gap: [...OF_INSTRUMENT, 'fromSeq', 'toSeq', 'tsFrom', 'tsTo', 'cause'],
  instrument: [...HEAD, 'action', 'instrument'],
  marker: [...HEAD, 'name', 'params'],
  opaque: [...HEAD, 'kind', 'payload'],
} as const

/**
 * The event on a line. An `instrument` event enters its instrument in the table. Throws `TAPE_CORRUPT` naming line, field
 * and value. Hot: every tape that is read goes through here, so each field is checked where it is read.
 */
export function decodeEvent(record: LineRecord, table: InstrumentTable, place: LinePlace): SourceEvent {
  switch (record.type) {
    case 'quote': {
      const of = instrumentOf(record, table, place)
      const event: SourceEvent = {
        type: 'quote',
        ts: tsField(record.ts, 'ts', place),
        tsRecv: tsField(record.tsRecv, 'tsRecv', place),
        seq: seqField(record.seq, 'seq', place),
        instrumentId: of.id,
        bid: record.bid === null ? null : priceField(record.bid, 'bid', of, place),
        bidSize: record.bidSize === null ? null : sizeField(record.bidSize, 'bidSize', of, place),
        ask: record.ask === null ? null : priceField(record.ask, 'ask', of, place),
        askSize: record.askSize === null ? null : sizeField(record.askSize, 'askSize', of, place),
      }
      checkFields(record, FIELDS.quote, place)
      return event
    }
    case 'trade': {
      const of = instrumentOf(record, table, place)
      const event: SourceEvent = {
        type: 'trade',
        ts: tsField(record.ts, 'ts', place),
        tsRecv: tsField(record.tsRecv, 'tsRecv', place),
        seq: seqField(record.seq, 'seq', place),
        instrumentId: of.id,
        tradeId: tradeIdField(record.tradeId, place),
        price: priceField(record.price, 'price', of, place),
        size: sizeField(record.size, 'size', of, place),
        aggressorSide: oneOfField(record.aggressorSide, 'aggressorSide', AGGRESSOR_SIDES, place),
        condition: oneOfField(record.condition, 'condition', TRADE_CONDITIONS, place),
      }
      checkFields(record, FIELDS.trade, place)
      return event
    }
    default:
      return decodeRareEvent(record, table, place)
  }
}

function decodeRareEvent(record: LineRecord, table: InstrumentTable, place: LinePlace): SourceEvent {
  const type = record.type
  if (!isKnownType(type)) {
    throw corruptField(place, 'type', type, `is not a kind of event (known: ${Object.keys(FIELDS).join(', ')})`)
  }
  checkFields(record, FIELDS[type], place)
  const head = {
    ts: tsField(record.ts, 'ts', place),
    tsRecv: tsField(record.tsRecv, 'tsRecv', place),
    seq: seqField(record.seq, 'seq', place),
  }
  switch (type) {
    case 'quote':
    case 'trade':
      return decodeEvent(record, table, place)
    case 'trade-bust': {
      const of = instrumentOf(record, table, place)
      return {
        type,
        ...head,
        instrumentId: of.id,
        tradeId: tradeIdField(record.tradeId, place),
        price: priceField(record.price, 'price', of, place),
        size: sizeField(record.size, 'size', of, place),
        tsTrade: tsField(record.tsTrade, 'tsTrade', place),
      }
    }
    case 'book': {
      const of = instrumentOf(record, table, place)
      return {
        type,
        ...head,
        instrumentId: of.id,
        action: oneOfField(record.action, 'action', ['snapshot', 'delta'], place),
        bids: levelsField(record.bids, 'bids', of, place),
        asks: levelsField(record.asks, 'asks', of, place),
      }
    }
    case 'status':
      return {
        type,
        ...head,
        instrumentId: instrumentOf(record, table, place).id,
        status: oneOfField(record.status, 'status', TRADING_STATUSES, place),
        reason: textField(record.reason, 'reason', place),
      }
    case 'gap':
      return {
        type,
        ...head,
        instrumentId: record.symbol === null ? null : instrumentOf(record, table, place).id,
        fromSeq: record.fromSeq === null ? null : seqField(record.fromSeq, 'fromSeq', place),
        toSeq: record.toSeq === null ? null : seqField(record.toSeq, 'toSeq', place),
        tsFrom: tsField(record.tsFrom, 'tsFrom', place),
        tsTo: tsField(record.tsTo, 'tsTo', place),
        cause: textField(record.cause, 'cause', place),
      }
    case 'instrument': {
      const action = oneOfField(record.action, 'action', ['enter', 'change', 'end'], place)
      const instrument = decodeInstrument(record.instrument, 'instrument', place)
      try {
        table.enter(instrument)
      } catch (thrown) {
        throw corruptLine(place, thrown instanceof Error ? thrown.message : String(thrown), thrown)
      }
      return { type, ...head, action, instrumentId: instrument.id, instrument }
    }
    case 'marker':
      return {
        type,
        ...head,
        name: textField(record.name, 'name', place),
        params: jsonObjectField(record.params, 'params', place),
      }
    case 'opaque': {
      const payload = decodeBase64(textField(record.payload, 'payload', place))
      if (payload === undefined) throw corruptField(place, 'payload', record.payload, 'is not base64')
      return { type, ...head, kind: intField(record.kind, 'kind', place), payload }
    }
  }
}

function isKnownType(type: unknown): type is keyof typeof FIELDS {
  return typeof type === 'string' && Object.hasOwn(FIELDS, type)
}

function tsField(value: unknown, field: string, place: LinePlace): Micros {
  return intField(value, field, place) as Micros
}

function seqField(value: unknown, field: string, place: LinePlace): Seq {
  return countField(value, field, place) as Seq
}

function priceField(value: unknown, field: string, of: Instrument, place: LinePlace): ScaledPrice {
  return decimalField(value, field, of.pricePrecision, place) as ScaledPrice
}

function sizeField(value: unknown, field: string, of: Instrument, place: LinePlace): ScaledSize {
  return decimalField(value, field, of.sizePrecision, place) as ScaledSize
}

function tradeIdField(value: unknown, place: LinePlace): TradeId {
  return typeof value === 'string' ? value : intField(value, 'tradeId', place)
}

function levelsField(value: unknown, field: string, of: Instrument, place: LinePlace): readonly BookLevel[] {
  return arrayField(value, field, place).map((item, level) => {
    const name = `${field}[${level}]`
    const parts = arrayField(item, name, place)
    if (parts.length !== 2 && parts.length !== 3)
      throw corruptField(place, name, item, 'must be [price, size, orderCount?]')
    const [price, size, orderCount] = parts
    const pair = { price: priceField(price, name, of, place), size: sizeField(size, name, of, place) }
    return parts.length === 2 ? pair : { ...pair, orderCount: countField(orderCount, name, place) }
  })
}
