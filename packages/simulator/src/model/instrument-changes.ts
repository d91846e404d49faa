/** What scenarios do to the table of instruments: splits, renames, delistings, other tick sizes. */

import { powerOfTen, scaledPrice, type Instrument, type Micros } from '@tapedeck/protocol'
import type { EventWriter } from './event-writer.ts'
import type { RowScript } from './row-script.ts'
import { FIELD, type Rows } from './rows.ts'
import type { Session } from './session.ts'
import type { Trading } from './trading.ts'

/** An instrument whose price would be fewer ticks gets more decimals. */
const FEWEST_TICKS = 50
const MORE_DECIMALS = 2

/** Who must know of a change. */
export interface InstrumentTable {
  /** An id that no instrument of the tape has had. */
  nextId(): number
  /** A row's instrument is another one now; undefined: it has left. */
  changed(row: number, before: Instrument, after: Instrument | undefined): void
}

/** What acts on rows. */
export interface RowParts {
  readonly rows: Rows
  readonly writer: EventWriter
  readonly trading: Trading
  readonly session: Session
}

export class InstrumentChanges {
  private readonly byRow: ReadonlyMap<number, RowScript>
  private readonly rows: Rows
  private readonly writer: EventWriter
  private readonly trading: Trading
  private readonly session: Session
  private readonly table: InstrumentTable

  constructor(byRow: ReadonlyMap<number, RowScript>, parts: RowParts, table: InstrumentTable) {
    this.byRow = byRow
    this.rows = parts.rows
    this.writer = parts.writer
    this.trading = parts.trading
    this.session = parts.session
    this.table = table
  }

  /** Prices are divided and sizes multiplied; where too few ticks would be left, a new id brings more decimals. */
  split(row: number, time: Micros, numerator: number, denominator: number): void {
    const { rows, writer } = this
    const before = this.current(row)
    const finer = (rows.price.ticks(row) * denominator) / numerator < FEWEST_TICKS
    const times = denominator / numerator
    rows.sizes.scale(row, numerator / denominator)
    this.rescale(row, finer ? times * powerOfTen(MORE_DECIMALS) : times)
    writer.marker(time, 'split', { symbol: before.symbol, numerator, denominator })
    if (finer) {
      const pricePrecision = before.pricePrecision + MORE_DECIMALS
      this.replace(row, time, { ...before, id: this.table.nextId(), pricePrecision, replaces: before.id })
    } else writer.instrument(row, time, 'change', before)
  }

  rename(row: number, time: Micros, symbol: string): void {
    const before = this.current(row)
    this.replace(row, time, { ...before, id: this.table.nextId(), symbol, replaces: before.id })
    // another symbol is another numbering
    for (const field of [FIELD.quoteSeq, FIELD.tradeSeq, FIELD.bookSeq, FIELD.statusSeq]) this.rows.set(row, field, 0)
    this.writer.status(row, time, `renamed from ${before.symbol}`)
    this.writer.bookSnapshot(row, time)
    this.writer.quote(row, time)
  }

  delist(row: number, time: Micros): void {
    const instrument = this.current(row)
    this.session.override(row, time, { status: 'closed', reason: 'delisted' })
    this.writer.instrument(row, time, 'end', instrument)
    const script = this.byRow.get(row)
    if (script !== undefined) script.data.actions = []
    this.rows.set(row, FIELD.sessionTimer, Infinity)
    this.table.changed(row, instrument, undefined)
  }

  tickSize(row: number, time: Micros, times: number): void {
    const { rows } = this
    const before = this.current(row)
    const tickSize = Math.max(1, Math.round(before.tickSize * times))
    this.rescale(row, before.tickSize / tickSize)
    rows.set(row, FIELD.tickSize, tickSize)
    const after = { ...before, tickSize: scaledPrice(tickSize) }
    this.setInstrument(row, before, after)
    this.writer.instrument(row, time, 'change', after)
    if (this.session.status(row) !== 'trading') return
    this.trading.reopenBook(row, time)
    this.trading.replan(row, time)
  }

  /** Ticks become so many times as small. */
  private rescale(row: number, times: number): void {
    this.rows.price.rescale(row, times)
    this.rows.touch.rescale(row, times)
    this.byRow.get(row)?.rescale(times)
  }

  /** The old id leaves the tape, and a new one takes its place. */
  private replace(row: number, time: Micros, after: Instrument): void {
    const before = this.current(row)
    this.writer.instrument(row, time, 'end', before)
    this.setInstrument(row, before, after)
    this.rows.set(row, FIELD.instrumentSeq, 0)
    this.writer.instrument(row, time, 'enter', after)
  }

  private setInstrument(row: number, before: Instrument, after: Instrument): void {
    const info = this.rows.infos[row]
    if (info !== undefined) info.instrument = after
    this.rows.set(row, FIELD.instrumentId, after.id)
    this.table.changed(row, before, after)
  }

  current(row: number): Instrument {
    const info = this.rows.infos[row]
    if (info === undefined) throw new Error('a row that is open has an instrument')
    return info.instrument
  }
}
