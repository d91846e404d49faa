/** Does what scenarios want of a row, when its time has come. */

import { powerOfTen, scaledPrice, type Instrument, type Micros } from '@tapedeck/protocol'
import type { Action, Deed, Multiples } from '../scenario/actions.ts'
import { ASK, BID, type Side } from './book.ts'
import type { EventWriter } from './event-writer.ts'
import { RowScript, type SavedScript } from './row-script.ts'
import { FIELD, type Rows } from './rows.ts'
import type { Session } from './session.ts'
import type { Trading } from './trading.ts'

/** An instrument whose price would be fewer ticks gets more decimals. */
const FEWEST_TICKS = 50
const MORE_DECIMALS = 2
/** A stub at which buyers trade stands at so many times the price. */
const STUB_TIMES = 100
/** Prices that may be negative reach so many times as far as their targets, and move as one of this share of where they began. */
const NEGATIVE_REACH = 10
const NEGATIVE_SCALE = 0.5

/** What happens to the table of instruments. */
export interface InstrumentTable {
  /** An id that no instrument of the tape has had. */
  nextId(): number
  /** A row's instrument is another one now; undefined: it has left. */
  changed(row: number, before: Instrument, after: Instrument | undefined): void
}

export class Scripts {
  /** By row, of those that have any. */
  readonly byRow: Map<number, RowScript>
  private readonly rows: Rows
  private readonly writer: EventWriter
  private readonly trading: Trading
  private readonly session: Session
  private readonly table: InstrumentTable

  constructor(
    byRow: Map<number, RowScript>,
    parts: { readonly rows: Rows; readonly writer: EventWriter; readonly trading: Trading; readonly session: Session },
    table: InstrumentTable,
  ) {
    this.byRow = byRow
    this.rows = parts.rows
    this.writer = parts.writer
    this.trading = parts.trading
    this.session = parts.session
    this.table = table
  }

  add(row: number, actions: readonly Action[]): void {
    this.scriptOf(row).add(row, actions)
  }

  /** The actions that are due. */
  timer(row: number, time: Micros): void {
    const script = this.scriptOf(row)
    for (let next = script.data.actions[0]; next !== undefined && next.time <= time; next = script.data.actions[0]) {
      script.data.actions.shift()
      this.perform(row, time, script, next.deed)
    }
    script.schedule(row)
  }

  save(): readonly (readonly [number, SavedScript])[] {
    return [...this.byRow].map(([row, script]) => [row, copyOf(script.data)])
  }

  load(saved: readonly (readonly [number, SavedScript])[]): void {
    this.byRow.clear()
    for (const [row, data] of saved) this.scriptOf(row).data = copyOf(data)
  }

  private scriptOf(row: number): RowScript {
    let script = this.byRow.get(row)
    if (script === undefined) {
      script = new RowScript(this.rows)
      this.byRow.set(row, script)
    }
    return script
  }

  private perform(row: number, time: Micros, script: RowScript, deed: Deed): void {
    const { rows, session } = this
    switch (deed.do) {
      case 'window':
        return this.window(row, time, script, deed.id, deed.times)
      case 'path':
        return script.beginPath(time, deed.points)
      case 'target':
        return this.target(row, time, script, deed.points)
      case 'jump':
        return rows.price.set(row, rows.price.ticks(row) * (1 + deed.change))
      case 'fall-silent':
        script.data.suspended++
        return this.trading.end(row)
      case 'come-back':
        if (script.release()) this.resume(row, time)
        return
      case 'cross':
        script.data.suspended++
        return this.cross(row, time, deed.ticks)
      case 'restore':
        if (script.release()) this.restore(row, time)
        return
      case 'override':
        return session.override(row, time, { status: deed.status, reason: deed.reason })
      case 'release':
        return session.override(row, time, null)
      case 'bands':
        if (deed.bands === null) script.data.limit = null
        else script.beginLimit(row, time, deed.bands)
        return
      case 'check-limit':
        return script.add(row, script.pauseAt(row, time))
      case 'stub':
        script.data.suspended++
        return this.stub(row, time, deed.side, this.stubTicks(row, deed.side, deed.price), deed.count)
      case 'fat-finger':
        return this.fatFinger(row, time, script, deed)
      case 'bust': {
        const told = script.data.fatFingers[deed.id]
        if (told !== undefined) this.writer.bust(row, time, told)
        return
      }
      case 'late-trade': {
        const ticks = Math.round(rows.price.ticks(row) * (1 + deed.change))
        const happened = Math.max(0, time - deed.delay)
        return this.writer.lateTrade(row, time, happened, ticks, rows.sizes.ofTypical(row, deed.size))
      }
      case 'split':
        return this.split(row, time, deed.numerator, deed.denominator)
      case 'rename':
        return this.rename(row, time, deed.to)
      case 'delist':
        return this.delist(row, time)
      case 'tick-size':
        return this.tickSize(row, time, deed.times)
    }
  }

  private window(row: number, time: Micros, script: RowScript, id: string, times: Multiples | null): void {
    const { rows } = this
    const others = script.data.windows.filter((each) => each.id !== id)
    script.data.windows = times === null ? others : [...others, { id, times }]
    const product = (key: keyof Multiples): number => script.data.windows.reduce((so, each) => so * each.times[key], 1)
    const tradesBefore = rows.get(row, FIELD.tradesTimes)
    const depthBefore = rows.get(row, FIELD.depthTimes)
    rows.set(row, FIELD.tradesTimes, product('trades'))
    rows.set(row, FIELD.ordersTimes, product('orders'))
    rows.set(row, FIELD.depthTimes, product('depth'))
    rows.set(row, FIELD.spreadTimes, product('spread'))
    rows.set(row, FIELD.volatilityTimes, product('volatility'))
    if (this.session.status(row) !== 'trading' || script.data.suspended > 0) return
    if (tradesBefore > 0 && product('trades') > 0) rows.arrivals.scale(row, product('trades') / tradesBefore)
    if (product('depth') !== depthBefore) this.trading.reopenBook(row, time)
    this.trading.replan(row, time)
  }

  private target(
    row: number,
    time: Micros,
    script: RowScript,
    points: readonly { readonly after: number; readonly price: number }[],
  ): void {
    const { rows } = this
    const scale = powerOfTen(this.instrument(row).pricePrecision) / rows.get(row, FIELD.tickSize)
    const ticks = points.map(({ price }) => price * scale)
    const begun = rows.price.ticks(row)
    if (Math.min(...ticks) < 1) {
      const reach = NEGATIVE_REACH * Math.max(begun, ...ticks.map(Math.abs))
      rows.price.allowNegative(row, reach, begun * NEGATIVE_SCALE)
      rows.touch.setFloor(row, -Infinity)
    }
    script.beginTarget(
      row,
      time,
      points.map(({ after }) => after),
      ticks,
    )
  }

  private cross(row: number, time: Micros, ticks: number): void {
    if (this.session.status(row) !== 'trading') return
    const { book } = this.rows
    this.trading.end(row)
    book.clearChanges()
    this.trading.moveSide(row, BID, book.price(row, ASK, 0) + ticks)
    this.trading.tellBook(row, time)
  }

  private restore(row: number, time: Micros): void {
    if (this.session.status(row) !== 'trading') return
    this.trading.reopenBook(row, time)
    this.trading.replan(row, time)
  }

  private resume(row: number, time: Micros): void {
    if (this.session.status(row) !== 'trading') return
    this.trading.replan(row, time)
    // what happened meanwhile shows with the first quote
    this.rows.set(row, FIELD.reactionTimer, time + 1)
  }

  private stubTicks(row: number, side: 'buy' | 'sell', price: number | null): number {
    const { rows } = this
    if (price === null) return side === 'sell' ? 1 : Math.round(rows.price.ticks(row) * STUB_TIMES)
    const scaled = price * powerOfTen(this.instrument(row).pricePrecision)
    return Math.round(scaled / rows.get(row, FIELD.tickSize))
  }

  /** Trades at a side of the book that holds nothing but one price. */
  private stub(row: number, time: Micros, taker: 'buy' | 'sell', ticks: number, count: number, size = 0): void {
    if (this.session.status(row) !== 'trading') return
    const { book, sizes } = this.rows
    const side: Side = taker === 'sell' ? BID : ASK
    const each = size > 0 ? size : sizes.ofTypical(row, 1)
    this.trading.end(row)
    book.clearChanges()
    book.clear(row, side)
    book.pushBest(row, side, ticks, each * (count + 1))
    book.reweigh(row, side, sizes.orderUnit(row))
    this.writer.bookSnapshot(row, time)
    this.writer.quote(row, time)
    for (let n = 0; n < count; n++) this.trading.take(row, time, side, each)
  }

  private fatFinger(row: number, time: Micros, script: RowScript, deed: Deed & { do: 'fat-finger' }): void {
    script.data.suspended++
    if (this.session.status(row) !== 'trading') return
    const { rows } = this
    const ticks = Math.max(rows.touch.floor(row), Math.round(rows.price.ticks(row) * (1 + deed.change)))
    const before = this.writer.out.length
    this.stub(row, time, deed.change < 0 ? 'sell' : 'buy', ticks, 1, rows.sizes.ofTypical(row, deed.size))
    const told = this.writer.out.slice(before).find((event) => event.type === 'trade')
    if (told === undefined) return
    const { price, size, tsRecv } = told
    script.data.fatFingers[deed.id] = { tradeId: Number(told.tradeId), price, size, tsTrade: tsRecv }
  }

  /** Prices are divided and sizes multiplied; where too few ticks would be left, a new id brings more decimals. */
  private split(row: number, time: Micros, numerator: number, denominator: number): void {
    const { rows, writer } = this
    const before = this.instrument(row)
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

  private rename(row: number, time: Micros, symbol: string): void {
    const before = this.instrument(row)
    this.replace(row, time, { ...before, id: this.table.nextId(), symbol, replaces: before.id })
    // another symbol is another numbering
    for (const field of [FIELD.quoteSeq, FIELD.tradeSeq, FIELD.bookSeq, FIELD.statusSeq]) this.rows.set(row, field, 0)
    this.writer.status(row, time, `renamed from ${before.symbol}`)
    this.writer.bookSnapshot(row, time)
    this.writer.quote(row, time)
  }

  private delist(row: number, time: Micros): void {
    const instrument = this.instrument(row)
    this.session.override(row, time, { status: 'closed', reason: 'delisted' })
    this.writer.instrument(row, time, 'end', instrument)
    this.scriptOf(row).data.actions = []
    this.rows.set(row, FIELD.sessionTimer, Infinity)
    this.table.changed(row, instrument, undefined)
  }

  private tickSize(row: number, time: Micros, times: number): void {
    const { rows } = this
    const before = this.instrument(row)
    const tickSize = Math.max(1, Math.round(before.tickSize * times))
    this.rescale(row, before.tickSize / tickSize)
    rows.set(row, FIELD.tickSize, tickSize)
    const after = { ...before, tickSize: scaledPrice(tickSize) }
    this.setInstrument(row, before, after)
    this.writer.instrument(row, time, 'change', after)
    this.restore(row, time)
  }

  /** Ticks become so many times as small. */
  private rescale(row: number, times: number): void {
    this.rows.price.rescale(row, times)
    this.rows.touch.rescale(row, times)
    this.scriptOf(row).rescale(times)
  }

  /** The old id leaves the tape, and a new one takes its place. */
  private replace(row: number, time: Micros, after: Instrument): void {
    const before = this.instrument(row)
    this.writer.instrument(row, time, 'end', before)
    this.setInstrument(row, before, after)
    this.rows.set(row, FIELD.instrumentSeq, 0)
    this.writer.instrument(row, time, 'enter', after)
  }

  private setInstrument(row: number, before: Instrument, after: Instrument): void {
    const info = this.rows.infos[row]
    if (info !== undefined) info.instrument = after
    this.table.changed(row, before, after)
  }

  private instrument(row: number): Instrument {
    const info = this.rows.infos[row]
    if (info === undefined) throw new Error('a row that is open has an instrument')
    return info.instrument
  }
}

/** A script is plain data, so that its text holds all of it. */
function copyOf(data: SavedScript): SavedScript {
  return JSON.parse(JSON.stringify(data)) as SavedScript
}
