/**
 * The canonical form of source events: the bytes that a tape's digest is taken over. Frozen; every field has one place and
 * one width.
 *
 * Little-endian throughout. The notation:
 * - `u8`, `u32`: unsigned integers. `u32` stands only before things that have a length.
 * - `int`: 64-bit two's complement, low 32 bits first, then high. Every number of an event is one.
 * - `int?`: a presence byte (0 absent, 1 present), then an `int`, which is 0 where absent.
 * - `text`: `u32` length in bytes, then UTF-8. `bytes`: `u32` length, then the bytes.
 * - `tradeId`: `u8` 0 and an `int`, or `u8` 1 and a `text`.
 * - `levels`: `u32` count, then for each level `int` price, `int` size, `int?` orderCount.
 *
 * Every event: `u8` kind, `int` ts, `int` tsRecv, and then
 *
 * | kind         | fields                                                                                                  |
 * | ------------ | ------------------------------------------------------------------------------------------------------- |
 * | 1 instrument | `u8` action (1 enter, 2 change, 3 end), `int` instrumentId, then the instrument: `int` id, `text` symbol, |
 * |              | `text` name, `text` venue, `text` assetClass, `text` currency, `int` pricePrecision, `int` tickSize,    |
 * |              | `int` sizePrecision, `int` sizeIncrement, `int` lotSize, `text` barSource, `text` dayStart.time,        |
 * |              | `text` dayStart.timeZone, `text` calendar, `int?` replaces                                              |
 * | 2 quote      | `int` instrumentId, `int?` bid, `int?` bidSize, `int?` ask, `int?` askSize                              |
 * | 3 trade      | `int` instrumentId, `tradeId`, `int` price, `int` size, `u8` aggressorSide (0 unknown, 1 buy, 2 sell),  |
 * |              | `u8` condition (0 regular, 1 auction, 2 late)                                                           |
 * | 4 trade-bust | `int` instrumentId, `tradeId`, `int` price, `int` size, `int` tsTrade                                   |
 * | 5 book       | `int` instrumentId, `u8` action (0 snapshot, 1 delta), `levels` bids, `levels` asks                     |
 * | 6 status     | `int` instrumentId, `u8` status (1 pre-open, 2 auction, 3 trading, 4 halted, 5 closed), `text` reason   |
 * | 7 gap        | `int?` instrumentId, `int?` fromSeq, `int?` toSeq, `int` tsFrom, `int` tsTo, `text` cause               |
 * | 8 marker     | `text` name, `text` params as JSON without spaces, keys sorted by UTF-16 code unit at every depth       |
 * | 9 opaque     | `int` kind, `bytes` payload                                                                             |
 *
 * An event's own `seq`, the epoch, and whatever frames events in a file or on a wire are left out: they may differ between
 * forms of one tape.
 */

import type {
  AggressorSide,
  BookLevel,
  Instrument,
  InstrumentEvent,
  JsonValue,
  SourceEvent,
  SourceEventType,
  TradeCondition,
  TradeId,
  TradingStatus,
} from '@tapedeck/protocol'

const KIND_BYTE: Readonly<Record<SourceEventType, number>> = {
  instrument: 1,
  quote: 2,
  trade: 3,
  'trade-bust': 4,
  book: 5,
  status: 6,
  gap: 7,
  marker: 8,
  opaque: 9,
}
const INSTRUMENT_ACTION_BYTE: Readonly<Record<InstrumentEvent['action'], number>> = { enter: 1, change: 2, end: 3 }
const AGGRESSOR_BYTE: Readonly<Record<AggressorSide, number>> = { unknown: 0, buy: 1, sell: 2 }
const CONDITION_BYTE: Readonly<Record<TradeCondition, number>> = { regular: 0, auction: 1, late: 2 }
const STATUS_BYTE: Readonly<Record<TradingStatus, number>> = {
  'pre-open': 1,
  auction: 2,
  trading: 3,
  halted: 4,
  closed: 5,
}

/** Bytes gathered before they are handed on; a hash takes few large pieces faster than many small ones. */
const BUFFER_BYTES = 65_536
/** Texts up to this length are tried as ASCII, straight into the buffer. */
const SHORT_TEXT = 256
const TWO_TO_32 = 4_294_967_296

export interface CanonicalWriter {
  /** Appends an event. Allocates nothing for quotes, and for trades whose id is an integer or ASCII. */
  write(event: SourceEvent): void
  /** Hands on what is still in the buffer. */
  flush(): void
}

/** Writes events in canonical form and hands the bytes to `consume`, which must not keep them: the buffer is used again. */
export function createCanonicalWriter(consume: (bytes: Uint8Array) => void): CanonicalWriter {
  const buffer = new Uint8Array(BUFFER_BYTES)
  const view = new DataView(buffer.buffer)
  const encoder = new TextEncoder()
  let offset = 0

  const flush = (): void => {
    if (offset > 0) consume(buffer.subarray(0, offset))
    offset = 0
  }
  const u8 = (n: number): void => {
    if (offset === BUFFER_BYTES) flush()
    buffer[offset++] = n
  }
  const u32 = (n: number): void => {
    if (offset + 4 > BUFFER_BYTES) flush()
    view.setUint32(offset, n, true)
    offset += 4
  }
  const int = (n: number): void => {
    if (offset + 8 > BUFFER_BYTES) flush()
    // both conversions are modulo 2^32, so negative numbers come out in two's complement
    view.setUint32(offset, n, true)
    view.setUint32(offset + 4, Math.floor(n / TWO_TO_32), true)
    offset += 8
  }
  const optionalInt = (n: number | null | undefined): void => {
    const present = n !== null && n !== undefined
    u8(present ? 1 : 0)
    int(present ? n : 0)
  }
  const bytes = (payload: Uint8Array): void => {
    u32(payload.length)
    if (offset + payload.length > BUFFER_BYTES) flush()
    if (payload.length > BUFFER_BYTES) {
      consume(payload)
    } else {
      buffer.set(payload, offset)
      offset += payload.length
    }
  }
  /** Writes a text that is short and ASCII; otherwise leaves the buffer as it was and returns false. */
  const asciiText = (text: string): boolean => {
    const length = text.length
    if (length > SHORT_TEXT) return false
    if (offset + 4 + length > BUFFER_BYTES) flush()
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i)
      if (code > 0x7f) return false
      buffer[offset + 4 + i] = code
    }
    view.setUint32(offset, length, true)
    offset += 4 + length
    return true
  }
  const text = (value: string): void => {
    if (!asciiText(value)) bytes(encoder.encode(value))
  }
  const tradeId = (id: TradeId): void => {
    if (typeof id === 'number') {
      u8(0)
      int(id)
    } else {
      u8(1)
      text(id)
    }
  }
  const levels = (side: readonly BookLevel[]): void => {
    u32(side.length)
    for (const level of side) {
      int(level.price)
      int(level.size)
      optionalInt(level.orderCount)
    }
  }
  const instrument = (of: Instrument): void => {
    int(of.id)
    text(of.symbol)
    text(of.name)
    text(of.venue)
    text(of.assetClass)
    text(of.currency)
    int(of.pricePrecision)
    int(of.tickSize)
    int(of.sizePrecision)
    int(of.sizeIncrement)
    int(of.lotSize)
    text(of.barSource)
    text(of.dayStart.time)
    text(of.dayStart.timeZone)
    text(of.calendar)
    optionalInt(of.replaces)
  }

  const write = (event: SourceEvent): void => {
    u8(KIND_BYTE[event.type])
    int(event.ts)
    int(event.tsRecv)
    switch (event.type) {
      case 'quote':
        int(event.instrumentId)
        optionalInt(event.bid)
        optionalInt(event.bidSize)
        optionalInt(event.ask)
        optionalInt(event.askSize)
        return
      case 'trade':
        int(event.instrumentId)
        tradeId(event.tradeId)
        int(event.price)
        int(event.size)
        u8(AGGRESSOR_BYTE[event.aggressorSide])
        u8(CONDITION_BYTE[event.condition])
        return
      case 'trade-bust':
        int(event.instrumentId)
        tradeId(event.tradeId)
        int(event.price)
        int(event.size)
        int(event.tsTrade)
        return
      case 'book':
        int(event.instrumentId)
        u8(event.action === 'snapshot' ? 0 : 1)
        levels(event.bids)
        levels(event.asks)
        return
      case 'instrument':
        u8(INSTRUMENT_ACTION_BYTE[event.action])
        int(event.instrumentId)
        instrument(event.instrument)
        return
      case 'status':
        int(event.instrumentId)
        u8(STATUS_BYTE[event.status])
        text(event.reason)
        return
      case 'gap':
        optionalInt(event.instrumentId)
        optionalInt(event.fromSeq)
        optionalInt(event.toSeq)
        int(event.tsFrom)
        int(event.tsTo)
        text(event.cause)
        return
      case 'marker':
        text(event.name)
        text(canonicalJson(event.params))
        return
      case 'opaque':
        int(event.kind)
        bytes(event.payload)
        return
    }
  }
  return { write, flush }
}

/** JSON without spaces, with the keys of every object in the order of their UTF-16 code units. */
export function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`)
  return `{${members.join(',')}}`
}

/** `Array.isArray` does not narrow readonly arrays away. */
function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value)
}
