/** The documented face of the wire contract. Zod schemas stand behind `@tapedeck/protocol/schemas`. */

export type { AuthenticateAnswer, AuthenticateRequest } from './authenticate.ts'
export {
  CHANNELS,
  BOOK_DEPTHS,
  depthOf,
  INTERVAL_MICROS,
  INTERVALS,
  intervalOf,
  isChannel,
  isInterval,
  deckNumberOf,
  roomName,
  type BarChannel,
  type BookChannel,
  type BookDepth,
  type Channel,
  type Interval,
} from './channels.ts'
export { ByteReader, corruptBytes, ESCAPE, readCount, readF64 } from './codec/byte-reader.ts'
export { ByteWriter } from './codec/byte-writer.ts'
export { crc32c } from './codec/crc32c.ts'
export { createEventCursor, type EventCursor } from './codec/event-cursor.ts'
export { createEventEncoder, type EventEncoder } from './codec/event-encoder.ts'
export { readInstrument, writeInstrument } from './codec/instrument-record.ts'
export type { Levels } from './codec/levels.ts'
export { KIND } from './codec/record-layout.ts'
export {
  BATCH_ENCODING,
  BatchReader,
  fitsAnchor,
  quoteAnchor,
  tradeAnchor,
  writeBatchHead,
  writeJson,
  writeQuote,
  writeTrade,
  type Anchor,
  type BatchRecord,
  type RecordForm,
} from './codec/wire-batch.ts'
export { decodeUtf8, encodeUtf8 } from './codec/utf-8.ts'
export { dayStartAtOrBefore, nextDayStart } from './day-start.ts'
export type { BarState, HistoryBar, Notional, StatsState } from './derived.ts'
export { exactProduct } from './exact-product.ts'
export { ERROR_CODES, TapedeckError, toErrorBody, type ErrorBody, type ErrorCode } from './errors.ts'
export {
  AGGRESSOR_SIDES,
  NUMBERED_IN,
  TRADE_CONDITIONS,
  TRADING_STATUSES,
  type AggressorSide,
  type BookEvent,
  type BookLevel,
  type EventHead,
  type GapEvent,
  type InstrumentEvent,
  type JsonValue,
  type MarkerEvent,
  type OpaqueEvent,
  type QuoteEvent,
  type SourceChannel,
  type SourceEvent,
  type SourceEventType,
  type StatusEvent,
  type TradeBustEvent,
  type TradeCondition,
  type TradeEvent,
  type TradeId,
  type TradingStatus,
} from './events.ts'
export {
  ASSET_CLASSES,
  BAR_SOURCES,
  checkInstrument,
  SYMBOL_PATTERN,
  type AssetClass,
  type BarSource,
  type DayStart,
  type Instrument,
} from './instrument.ts'
export { DEFAULT_HISTORY_BARS, DEFAULT_LIMITS, type Limits } from './limits.ts'
export {
  CLIENT_EVENTS,
  type DeckAction,
  type DeckCloseAnswer,
  type DeckCloseRequest,
  type DeckControlAnswer,
  type DeckControlRequest,
  type DeckOpenAnswer,
  type DeckOpenRequest,
  type ClientEvent,
  type ClientToServerEvents,
  type ClockAnswer,
  type HistoryAnswer,
  type HistoryRequest,
  type InstrumentsAnswer,
  type InstrumentsRequest,
  type Notice,
  type RecordingAnswer,
  type RecordingChangeRequest,
  type RecordingRequest,
  type RecordingsAnswer,
  type RecordingStartRequest,
  type RecordingStopRequest,
  type MissedUpdate,
  type Recovery,
  type Refused,
  type Reset,
  type Resume,
  type SeekTarget,
  type ServerToClientEvents,
  type Snapshot,
  type SubscribeAnswer,
  type SubscribeRequest,
  type UnsubscribeAnswer,
  type UnsubscribeRequest,
} from './messages.ts'
export {
  barOf,
  bookChecksum,
  bookOf,
  formatDecimal,
  formatNotional,
  instrumentInfoOf,
  quoteOf,
  statsOf,
  statusOf,
  tradeBustOf,
  tradeOf,
} from './public-form.ts'
export { parseSpan } from './span.ts'
export {
  checkScaled,
  formatScaled,
  fromDecimal,
  MAX_PRECISION,
  micros,
  MICROS_PER_DAY,
  MICROS_PER_HOUR,
  MICROS_PER_MILLISECOND,
  MICROS_PER_MINUTE,
  MICROS_PER_SECOND,
  parseScaled,
  powerOfTen,
  SCALED_LIMIT,
  scaledPrice,
  scaledSize,
  seq,
  toDecimal,
  type Micros,
  type ScaledPrice,
  type ScaledSize,
  type Seq,
} from './units.ts'
export {
  DECK_STATES,
  type Bar,
  type Book,
  type DeckSource,
  type DeckState,
  type DeckStatus,
  type Gap,
  type InstrumentChange,
  type InstrumentInfo,
  type Quote,
  type Recording,
  type Stats,
  type Status,
  type ScenarioInfo,
  type TapeActivity,
  type Trade,
  type TradeBust,
  type WireHead,
} from './wire.ts'
export { instantOf, marchFirst, TIME_ZONES, weekdayOf, yearOf, type TimeZone } from './time-zone.ts'
