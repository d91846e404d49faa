/** One JSON line per source event, keys in a fixed order, prices and sizes as exact decimal text. Mirrors decode-line.ts. */

import {
  formatScaled,
  TapedeckError,
  type BookLevel,
  type EventHead,
  type Instrument,
  type SourceEvent,
  type TradeId,
} from '@tapedeck/protocol'
import { encodeBase64 } from './base64.ts'
import { instrumentRecord } from './instrument-record.ts'
import type { InstrumentTable } from './instrument-table.ts'

/**
 * The line of an event, without its line break. An `instrument` event enters its instrument in the table.
 * Throws `TAPE_CORRUPT` when the event names an instrument that the table does not hold.
 */
export function encodeEvent(event: SourceEvent, table: InstrumentTable): string {
  switch (event.type) {
    case 'quote': {
      const { pricePrecision, sizePrecision } = listed(event.instrumentId, table)
      return (
        `{"type":"quote",${table.reference(event.instrumentId)},${head(event)}` +
        `,"bid":${decimal(event.bid, pricePrecision)},"bidSize":${decimal(event.bidSize, sizePrecision)}` +
        `,"ask":${decimal(event.ask, pricePrecision)},"askSize":${decimal(event.askSize, sizePrecision)}}`
      )
    }
    case 'trade': {
      const { pricePrecision, sizePrecision } = listed(event.instrumentId, table)
      return (
        `{"type":"trade",${table.reference(event.instrumentId)},${head(event)},"tradeId":${tradeId(event.tradeId)}` +
        `,"price":${decimal(event.price, pricePrecision)},"size":${decimal(event.size, sizePrecision)}` +
        `,"aggressorSide":"${event.aggressorSide}","condition":"${event.condition}"}`
      )
    }
    case 'trade-bust': {
      const { pricePrecision, sizePrecision } = listed(event.instrumentId, table)
      return (
        `{"type":"trade-bust",${table.reference(event.instrumentId)},${head(event)},"tradeId":${tradeId(event.tradeId)}` +
        `,"price":${decimal(event.price, pricePrecision)},"size":${decimal(event.size, sizePrecision)}` +
        `,"tsTrade":${event.tsTrade}}`
      )
    }
    case 'book': {
      const instrument = listed(event.instrumentId, table)
      return (
        `{"type":"book",${table.reference(event.instrumentId)},${head(event)},"action":"${event.action}"` +
        `,"bids":${levels(event.bids, instrument)},"asks":${levels(event.asks, instrument)}}`
      )
    }
    case 'status':
      listed(event.instrumentId, table)
      return (
        `{"type":"status",${table.reference(event.instrumentId)},${head(event)},"status":"${event.status}"` +
        `,"reason":${JSON.stringify(event.reason)}}`
      )
    case 'gap': {
      if (event.instrumentId !== null) listed(event.instrumentId, table)
      const reference = event.instrumentId === null ? '"symbol":null' : table.reference(event.instrumentId)
      return (
        `{"type":"gap",${reference},${head(event)},"fromSeq":${event.fromSeq},"toSeq":${event.toSeq}` +
        `,"tsFrom":${event.tsFrom},"tsTo":${event.tsTo},"cause":${JSON.stringify(event.cause)}}`
      )
    }
    case 'instrument': {
      if (event.instrumentId !== event.instrument.id) {
        throw new TapedeckError(
          'TAPE_CORRUPT',
          `instrument event of id ${event.instrumentId} carries instrument ${event.instrument.id}; they must be one`,
        )
      }
      table.enter(event.instrument)
      return (
        `{"type":"instrument",${head(event)},"action":"${event.action}"` +
        `,"instrument":${JSON.stringify(instrumentRecord(event.instrument))}}`
      )
    }
    case 'marker':
      return (
        `{"type":"marker",${head(event)},"name":${JSON.stringify(event.name)}` +
        `,"params":${JSON.stringify(event.params)}}`
      )
    case 'opaque':
      return `{"type":"opaque",${head(event)},"kind":${event.kind},"payload":"${encodeBase64(event.payload)}"}`
  }
}

function listed(instrumentId: number, table: InstrumentTable): Instrument {
  const instrument = table.byId(instrumentId)
  if (instrument === undefined) {
    throw new TapedeckError(
      'TAPE_CORRUPT',
      `instrument ${instrumentId} is not in the tape's table; an instrument event must come before its first event`,
      { instrumentId },
    )
  }
  return instrument
}

function head(event: EventHead): string {
  return `"seq":${event.seq},"ts":${event.ts},"tsRecv":${event.tsRecv}`
}

function decimal(n: number | null, precision: number): string {
  return n === null ? 'null' : `"${formatScaled(n, precision)}"`
}

function tradeId(id: TradeId): string {
  return typeof id === 'number' ? String(id) : JSON.stringify(id)
}

function levels(side: readonly BookLevel[], instrument: Instrument): string {
  const texts = side.map(({ price, size, orderCount }) => {
    const pair = `${decimal(price, instrument.pricePrecision)},${decimal(size, instrument.sizePrecision)}`
    return orderCount === undefined ? `[${pair}]` : `[${pair},${orderCount}]`
  })
  return `[${texts.join(',')}]`
}
