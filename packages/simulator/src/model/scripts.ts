/** Does what scenarios want of a row, when its time has come. */

import { powerOfTen, type Micros } from '@tapedeck/protocol'
import type { Action, Deed, Multiples } from '../scenario/actions.ts'
import { ASK, BID, type Side } from './book.ts'
import type { EventWriter } from './event-writer.ts'
import { InstrumentChanges, type InstrumentTable, type RowParts } from './instrument-changes.ts'
import { RowScript, type SavedScript } from './row-script.ts'
import { FIELD, type Rows } from './rows.ts'
import type { Session } from './session.ts'
import type { Trading } from './trading.ts'

/** A stub at which buyers trade stands at so many times the price. */
const STUB_TIMES = 100
/** Prices that may be negative reach so many times as far as their targets, and move as one of this share of where they began. */
const NEGATIVE_REACH = 10
const NEGATIVE_SCALE = 0.5

export class Scripts {
  /** By row, of those that have any. */
  readonly byRow: Map<number, RowScript>
  private readonly rows: Rows
  private readonly writer: EventWriter
  private readonly trading: Trading
  private readonly session: Session
  private readonly changes: InstrumentChanges

  constructor(byRow: Map<number, RowScript>, parts: RowParts, table: InstrumentTable) {
    this.byRow = byRow
    this.rows = parts.rows
    this.writer = parts.writer
    this.trading = parts.trading
    this.session = parts.session
    this.changes = new InstrumentChanges(byRow, parts, table)
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
        this.window(row, time, script, deed.id, deed.times)
        break
      case 'path':
        script.beginPath(time, deed.points)
        break
      case 'target':
        this.target(row, time, script, deed.points)
        break
      case 'jump':
        rows.price.set(row, rows.price.ticks(row) * (1 + deed.change))
        break
      case 'fall-silent':
        script.data.suspended++
        this.trading.end(row)
        break
      case 'come-back':
        if (script.release()) this.resume(row, time)
        break
      case 'cross':
        script.data.suspended++
        this.cross(row, time, deed.ticks)
        break
      case 'restore':
        if (script.release()) this.restore(row, time)
        break
      case 'override':
        session.override(row, time, { status: deed.status, reason: deed.reason })
        break
      case 'release':
        session.override(row, time, null)
        break
      case 'bands':
        if (deed.bands === null) script.data.limit = null
        else script.beginLimit(row, time, deed.bands)
        break
      case 'check-limit':
        script.add(row, script.pauseAt(row, time))
        break
      case 'stub':
        script.data.suspended++
        this.stub(row, time, deed.side, this.stubTicks(row, deed.side, deed.price), deed.count)
        break
      case 'fat-finger':
        this.fatFinger(row, time, script, deed)
        break
      case 'bust': {
        const told = script.data.fatFingers[deed.id]
        if (told !== undefined) this.writer.bust(row, time, told)
        break
      }
      case 'late-trade': {
        const ticks = Math.round(rows.price.ticks(row) * (1 + deed.change))
        const happened = Math.max(0, time - deed.delay) as Micros
        this.writer.trade(row, time, ticks, rows.sizes.ofTypical(row, deed.size), 0, 'late', happened)
        break
      }
      case 'split':
        this.changes.split(row, time, deed.numerator, deed.denominator)
        break
      case 'rename':
        this.changes.rename(row, time, deed.to)
        break
      case 'delist':
        this.changes.delist(row, time)
        break
      case 'tick-size':
        this.changes.tickSize(row, time, deed.times)
        break
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
    const scale = powerOfTen(this.changes.current(row).pricePrecision) / rows.get(row, FIELD.tickSize)
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
    const scaled = price * powerOfTen(this.changes.current(row).pricePrecision)
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
    this.stub(row, time, deed.change < 0 ? 'sell' : 'buy', ticks, 1, rows.sizes.ofTypical(row, deed.size))
    const { lastTrade } = this.writer
    if (lastTrade === undefined) return
    const { tradeId, price, size, tsRecv } = lastTrade
    script.data.fatFingers[deed.id] = { tradeId, price, size, tsTrade: tsRecv }
  }
}

/** A script is plain data, so that its text holds all of it. */
function copyOf(data: SavedScript): SavedScript {
  return JSON.parse(JSON.stringify(data)) as SavedScript
}
