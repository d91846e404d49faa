/** Makes the events of a row, numbered, and keeps them in order until they are taken. */

import {
  seq,
  TRADING_STATUSES,
  type BookLevel,
  type Instrument,
  type InstrumentEvent,
  type JsonValue,
  type Micros,
  type ScaledPrice,
  type ScaledSize,
  type TradeCondition,
  type TradeEvent,
  type TradeId,
  type TradingStatus,
} from '@tapedeck/protocol'
import { ASK, BID, type Side } from './book.ts'
import { EventBuffer } from './event-buffer.ts'
import { FIELD, type Rows } from './rows.ts'

/** A trade as it was told, to be taken back later. */
export interface ToldTrade {
  readonly tradeId: TradeId
  readonly price: ScaledPrice
  readonly size: ScaledSize
  readonly tsTrade: Micros
}

const NO_LEVELS: readonly BookLevel[] = []

export class EventWriter {
  readonly made: EventBuffer = new EventBuffer()
  /** The last trade that was told. */
  lastTrade: TradeEvent | undefined
  /** Number of the last marker. */
  markers = 0
  private readonly rows: Rows

  constructor(rows: Rows) {
    this.rows = rows
  }

  /** The best bid and ask of the book as it stands; null where a side is empty. */
  quote(row: number, time: Micros): void {
    const { rows } = this
    const { book } = rows
    const tickSize = rows.get(row, FIELD.tickSize)
    const hasBid = book.count(row, BID) > 0
    const hasAsk = book.count(row, ASK) > 0
    this.made.push({
      type: 'quote',
      instrumentId: this.instrumentId(row),
      ts: this.ts(row, time),
      tsRecv: time,
      seq: seq(rows.count(row, FIELD.quoteSeq)),
      bid: hasBid ? ((book.price(row, BID, 0) * tickSize) as ScaledPrice) : null,
      bidSize: hasBid ? (book.size(row, BID, 0) as ScaledSize) : null,
      ask: hasAsk ? ((book.price(row, ASK, 0) * tickSize) as ScaledPrice) : null,
      askSize: hasAsk ? (book.size(row, ASK, 0) as ScaledSize) : null,
    })
  }

  /**
   * A trade at a price in ticks. `sign` is 1 where a buyer took, -1 where a seller did, 0 where nobody did. `happened` is when,
   * if not just now.
   */
  trade(
    row: number,
    time: Micros,
    ticks: number,
    size: number,
    sign: number,
    condition: TradeCondition,
    happened: Micros = this.ts(row, time),
  ): void {
    const { rows } = this
    this.lastTrade = {
      type: 'trade',
      instrumentId: this.instrumentId(row),
      ts: happened,
      tsRecv: time,
      seq: seq(rows.count(row, FIELD.tradeSeq)),
      tradeId: rows.count(row, FIELD.tradeId),
      price: (ticks * rows.get(row, FIELD.tickSize)) as ScaledPrice,
      size: size as ScaledSize,
      aggressorSide: sign > 0 ? 'buy' : sign < 0 ? 'sell' : 'unknown',
      condition,
    }
    this.made.push(this.lastTrade)
  }

  bust(row: number, time: Micros, told: ToldTrade): void {
    this.made.push({
      type: 'trade-bust',
      instrumentId: this.instrumentId(row),
      ts: this.ts(row, time),
      tsRecv: time,
      seq: seq(this.rows.count(row, FIELD.tradeSeq)),
      ...told,
    })
  }

  /** What changed in the book since its changes were cleared. */
  bookDelta(row: number, time: Micros): void {
    const { book } = this.rows
    if (book.changes === 1) {
      const level = this.changedLevel(row, 0)
      const isBid = book.changedSides[0] === BID
      this.bookEvent(row, time, 'delta', isBid ? [level] : NO_LEVELS, isBid ? NO_LEVELS : [level])
    } else this.bookEvent(row, time, 'delta', this.changedLevels(row, BID), this.changedLevels(row, ASK))
  }

  /** The whole book. */
  bookSnapshot(row: number, time: Micros): void {
    this.bookEvent(row, time, 'snapshot', this.levels(row, BID), this.levels(row, ASK))
  }

  status(row: number, time: Micros, reason: string): void {
    this.made.push({
      type: 'status',
      instrumentId: this.instrumentId(row),
      ts: this.ts(row, time),
      tsRecv: time,
      seq: seq(this.rows.count(row, FIELD.statusSeq)),
      status: TRADING_STATUSES[this.rows.get(row, FIELD.status)] as TradingStatus,
      reason,
    })
  }

  instrument(row: number, time: Micros, action: InstrumentEvent['action'], instrument: Instrument): void {
    this.made.push({
      type: 'instrument',
      action,
      instrumentId: instrument.id,
      instrument,
      ts: this.ts(row, time),
      tsRecv: time,
      seq: seq(this.rows.count(row, FIELD.instrumentSeq)),
    })
  }

  marker(time: Micros, name: string, params: Readonly<Record<string, JsonValue>>): void {
    this.markers++
    this.made.push({ type: 'marker', ts: time, tsRecv: time, seq: seq(this.markers), name, params })
  }

  private bookEvent(
    row: number,
    time: Micros,
    action: 'snapshot' | 'delta',
    bids: readonly BookLevel[],
    asks: readonly BookLevel[],
  ): void {
    this.made.push({
      type: 'book',
      instrumentId: this.instrumentId(row),
      ts: this.ts(row, time),
      tsRecv: time,
      seq: seq(this.rows.count(row, FIELD.bookSeq)),
      action,
      bids,
      asks,
    })
  }

  private levels(row: number, side: Side): readonly BookLevel[] {
    const { book } = this.rows
    const tickSize = this.rows.get(row, FIELD.tickSize)
    return Array.from({ length: book.count(row, side) }, (_, level) => ({
      price: (book.price(row, side, level) * tickSize) as ScaledPrice,
      size: book.size(row, side, level) as ScaledSize,
    }))
  }

  private changedLevel(row: number, index: number): BookLevel {
    const { book } = this.rows
    return {
      price: ((book.changedPrices[index] as number) * this.rows.get(row, FIELD.tickSize)) as ScaledPrice,
      size: book.changedSizes[index] as number as ScaledSize,
    }
  }

  /** Changes of a side, best first; of several to one price the last holds. */
  private changedLevels(row: number, side: Side): readonly BookLevel[] {
    const { changes, changedSides } = this.rows.book
    const levels: BookLevel[] = []
    for (let i = changes - 1; i >= 0; i--) {
      if (changedSides[i] !== side) continue
      const level = this.changedLevel(row, i)
      if (!levels.some(({ price }) => price === level.price)) levels.push(level)
    }
    if (levels.length === 0) return NO_LEVELS
    return levels.sort((one, other) => (side === BID ? other.price - one.price : one.price - other.price))
  }

  private instrumentId(row: number): number {
    return this.rows.get(row, FIELD.instrumentId)
  }

  /** Nothing happened before the tape began. */
  private ts(row: number, time: Micros): Micros {
    return Math.max(this.rows.start, time - this.rows.get(row, FIELD.latency)) as Micros
  }
}
