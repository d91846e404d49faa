/** Makes an event of what a cursor stands on, checked: prices and sizes keep their limit, times are integers. */

import type { EventHead, JsonValue, MarkerEvent, SourceEvent } from '../events.ts'
import { SCALED_LIMIT, type Micros, type ScaledPrice, type ScaledSize, type Seq } from '../units.ts'
import { corruptBytes } from './byte-reader.ts'
import type { BlockCursor } from './event-cursor.ts'
import type { Levels } from './levels.ts'
import { ACTIONS, CONDITIONS, KIND, SIDES, STATUSES } from './record-layout.ts'

/** Throws `TAPE_CORRUPT` where a number is none that an event can have. */
export function eventAt(at: BlockCursor): SourceEvent {
  if (!Number.isSafeInteger(at.ts)) throw corruptBytes('holds a time of 2^53 or more')
  const ts = at.ts as Micros
  const tsRecv = at.tsRecv as Micros
  const seq = at.seq as Seq
  const { instrumentId } = at
  switch (at.kind) {
    case KIND.quote: {
      checkScaled(at.bid, at.bidSize)
      checkScaled(at.ask, at.askSize)
      const { nulls } = at
      return {
        type: 'quote',
        ts,
        tsRecv,
        seq,
        instrumentId,
        bid: (nulls & 1) === 0 ? (at.bid as ScaledPrice) : null,
        bidSize: (nulls & 2) === 0 ? (at.bidSize as ScaledSize) : null,
        ask: (nulls & 4) === 0 ? (at.ask as ScaledPrice) : null,
        askSize: (nulls & 8) === 0 ? (at.askSize as ScaledSize) : null,
      }
    }
    case KIND.trade:
      checkScaled(at.price, at.size)
      return {
        type: 'trade',
        ts,
        tsRecv,
        seq,
        instrumentId,
        tradeId: tradeIdOf(at),
        price: at.price as ScaledPrice,
        size: at.size as ScaledSize,
        aggressorSide: SIDES[at.side] ?? 'unknown',
        condition: CONDITIONS[at.condition] ?? 'regular',
      }
    case KIND.book:
      checkLevels(at.bids)
      checkLevels(at.asks)
      return {
        type: 'book',
        ts,
        tsRecv,
        seq,
        instrumentId,
        action: at.isDelta ? 'delta' : 'snapshot',
        bids: at.bids.toLevels(),
        asks: at.asks.toLevels(),
      }
    default:
      return rareEventAt(at, { ts, tsRecv, seq })
  }
}

function rareEventAt(at: BlockCursor, head: EventHead): SourceEvent {
  const { instrumentId } = at
  switch (at.kind) {
    case KIND['trade-bust']:
      checkScaled(at.price, at.size)
      return {
        type: 'trade-bust',
        ...head,
        instrumentId,
        tradeId: tradeIdOf(at),
        price: at.price as ScaledPrice,
        size: at.size as ScaledSize,
        tsTrade: timeOf(at.tsTrade),
      }
    case KIND.status:
      return { type: 'status', ...head, instrumentId, status: STATUSES[at.word] ?? 'closed', reason: at.text }
    case KIND.gap:
      return {
        type: 'gap',
        ...head,
        instrumentId: instrumentId === 0 ? null : instrumentId,
        fromSeq: Number.isNaN(at.fromSeq) ? null : (at.fromSeq as Seq),
        toSeq: Number.isNaN(at.toSeq) ? null : (at.toSeq as Seq),
        tsFrom: timeOf(at.tsFrom),
        tsTo: timeOf(at.tsTo),
        cause: at.text,
      }
    case KIND.instrument: {
      const { instrument } = at
      if (instrument === undefined) throw corruptBytes('holds an instrument event without an instrument')
      return { type: 'instrument', ...head, action: ACTIONS[at.word] ?? 'change', instrumentId, instrument }
    }
    case KIND.marker:
      return { type: 'marker', ...head, name: at.text, params: paramsOf(at.params) }
    default:
      // a copy: the block's bytes are used again
      return { type: 'opaque', ...head, kind: at.opaqueKind, payload: at.payload.slice() }
  }
}

function tradeIdOf({ tradeId, tradeIdText }: BlockCursor): number | string {
  return Number.isNaN(tradeId) ? tradeIdText : tradeId
}

function timeOf(time: number): Micros {
  if (!Number.isSafeInteger(time)) throw corruptBytes('holds a time of 2^53 or more')
  return time as Micros
}

function paramsOf(text: string): MarkerEvent['params'] {
  let params: JsonValue
  try {
    params = JSON.parse(text) as JsonValue
  } catch {
    throw corruptBytes('holds a marker whose parameters are not JSON')
  }
  if (typeof params !== 'object' || params === null || Array.isArray(params)) {
    throw corruptBytes('holds a marker whose parameters are no object')
  }
  return params as MarkerEvent['params']
}

function checkLevels(levels: Levels): void {
  for (let index = 0; index < levels.count; index++) {
    checkScaled(levels.prices[index] as number, levels.sizes[index] as number)
  }
}

/** NaN, where bytes had the escape in place of a number, is refused as well. */
function checkScaled(price: number, size: number): void {
  if (!(price < SCALED_LIMIT && price > -SCALED_LIMIT && size < SCALED_LIMIT && size > -SCALED_LIMIT)) {
    throw corruptBytes('holds a price or size of 10^15 or more')
  }
}
