/** Continuous trading in a row: trades that eat into the book, limit orders and cancellations, and quotes that follow the price. */

import { MICROS_PER_MINUTE, MICROS_PER_SECOND, type Micros } from '@tapedeck/protocol'
import { ASK, BID, DEPTH, type Side } from './book.ts'
import type { EventWriter } from './event-writer.ts'
import { FIELD, type Rows } from './rows.ts'

/** The quote follows a trade so long after it, plus up to the span. */
const REACTION_MICROS = 200
const REACTION_SPAN_MICROS = 2_000
/** The spread follows volatility between these multiples. */
const NARROWEST = 0.5
const WIDEST = 2
/** Prices that one order takes at most. */
const MOST_LEVELS_SWEPT = 3
/** Trades that an order which takes comes to on average, since some sweep several prices. */
const TRADES_PER_TAKER = 1.14
/** No wait for an order is longer: after it one asks again, at the rate of that time. */
const LONGEST_WAIT_SECONDS = 60

/** Something that moves prices or keeps them in bounds besides the model: a scenario. */
export interface PriceScript {
  /** Moves the row's price as the scenario wants it at a time. */
  steer(row: number, time: Micros): void
  /** Changes the sides that the touch has found, where limits forbid them. */
  limit(row: number, time: Micros): void
  /** Learns of a trade at a price in ticks. */
  traded(time: Micros, ticks: number): void
}

export class Trading {
  private readonly rows: Rows
  private readonly writer: EventWriter
  private readonly scripts: ReadonlyMap<number, PriceScript>

  constructor(rows: Rows, writer: EventWriter, scripts: ReadonlyMap<number, PriceScript>) {
    this.rows = rows
    this.writer = writer
    this.scripts = scripts
  }

  /** Makes a fresh book around the price. Writes nothing. */
  makeBook(row: number, time: Micros): void {
    const { rows } = this
    const { book, touch } = rows
    touch.fresh(row, rows.price.ticks(row), rows.get(row, FIELD.spreadTimes))
    this.scripts.get(row)?.limit(row, time)
    book.clearChanges()
    book.clear(row, BID)
    book.clear(row, ASK)
    this.moveSide(row, BID, touch.bid)
    this.moveSide(row, ASK, touch.ask)
  }

  /** Makes a fresh book and tells it. */
  reopenBook(row: number, time: Micros): void {
    this.makeBook(row, time)
    this.writer.bookSnapshot(row, time)
    this.writer.quote(row, time)
  }

  /** Starts the clocks of trades and orders, from nothing. */
  begin(row: number, time: Micros): void {
    const { rows } = this
    rows.set(row, FIELD.seasonUntil, -Infinity)
    rows.arrivals.open(row, rows.seconds(time), this.tradeRate(row, time))
    this.planTrade(row, time)
    this.planOrder(row, time)
    rows.set(row, FIELD.reactionTimer, Infinity)
  }

  /** Stops them. */
  end(row: number): void {
    for (const timer of [FIELD.tradeTimer, FIELD.orderTimer, FIELD.reactionTimer]) this.rows.set(row, timer, Infinity)
  }

  /** The trade, or the look for one, that is due. */
  tradeTimer(row: number, time: Micros): void {
    if (this.rows.get(row, FIELD.isTradeLook) === 0) this.trade(row, time)
    this.planTrade(row, time)
  }

  /** The order that is due. */
  orderTimer(row: number, time: Micros): void {
    const moved = this.follow(row, time)
    if (!moved && this.rows.get(row, FIELD.isOrderLook) === 0) this.order(row, time)
    this.planOrder(row, time)
  }

  /** The quote follows the last trade. */
  reactionTimer(row: number, time: Micros): void {
    this.rows.set(row, FIELD.reactionTimer, Infinity)
    this.follow(row, time)
  }

  /** Draws anew when the next trade and the next order come, where what decides it has just changed. */
  replan(row: number, time: Micros): void {
    this.planTrade(row, time)
    this.planOrder(row, time)
  }

  /** Somebody takes what rests at the best price of a side, and more where it is not enough. */
  take(row: number, time: Micros, side: Side, size: number): void {
    const { book, sizes } = this.rows
    const sign = side === ASK ? 1 : -1
    const unit = this.unit(row)
    const script = this.scripts.get(row)
    let left = size
    for (let swept = 1; left > 0; swept++) {
      const displayed = book.size(row, side, 0)
      const taken = displayed - left < sizes.least(row) ? displayed : left
      this.writer.trade(row, time, book.price(row, side, 0), taken, sign, 'regular')
      script?.traded(time, book.price(row, side, 0))
      left = swept < MOST_LEVELS_SWEPT && book.count(row, side) > 1 ? left - taken : 0
      book.clearChanges()
      if (taken < displayed) book.resize(row, side, 0, displayed - taken, unit)
      else if (left <= 0) {
        // an order that waited takes the place of the last one
        book.resize(row, side, 0, sizes.level(row, this.rows.get(row, FIELD.depthTimes)), unit)
      } else {
        book.popBest(row, side)
        this.fill(row, side)
        book.reweigh(row, side, unit)
      }
      this.tellBook(row, time)
    }
  }

  /** Moves the best price of a side, whatever stands between. Writes nothing. */
  moveSide(row: number, side: Side, price: number): void {
    const { book, touch, sizes } = this.rows
    const towards = side === BID ? 1 : -1
    const depth = this.rows.get(row, FIELD.depthTimes)
    const reach = (DEPTH / 2) * touch.levelGap(row)
    // beyond the price, or so far before it that the whole side is new
    while (book.count(row, side) > 0) {
      const distance = (price - book.price(row, side, 0)) * towards
      if (distance >= 0 && distance < reach) break
      book.popBest(row, side)
    }
    if (book.count(row, side) > 0) {
      let next = book.price(row, side, 0)
      for (let count = 1; count < DEPTH; count++) {
        next += this.levelDistance(row) * towards
        if ((price - next) * towards <= 0) break
        book.pushBest(row, side, next, sizes.level(row, depth))
      }
    }
    if (book.count(row, side) === 0 || book.price(row, side, 0) !== price) {
      book.pushBest(row, side, price, sizes.level(row, depth))
    }
    this.fill(row, side)
    book.reweigh(row, side, this.unit(row))
  }

  /** Tells the changes of the book and the quote that is its top. */
  tellBook(row: number, time: Micros): void {
    this.writer.bookDelta(row, time)
    this.writer.quote(row, time)
  }

  private trade(row: number, time: Micros): void {
    const { rows } = this
    const seconds = rows.seconds(time)
    rows.arrivals.trade(row, seconds)
    const side = rows.signs.next(row) > 0 ? ASK : BID
    // others' news comes with trades alone: what is not traded together takes minutes to move together (Epps 1979)
    const factor = rows.get(row, FIELD.factorRow)
    if (factor >= 0) rows.price.followFactor(row, rows.factors.levelAt(factor, Math.floor(seconds)))
    this.take(row, time, side, rows.sizes.trade(row))
    rows.price.trade(
      row,
      rows.signs.surprise(row),
      this.rootDeviation(row, time) * rows.get(row, FIELD.volatilityTimes),
    )
    const reaction = time + REACTION_MICROS + Math.floor(REACTION_SPAN_MICROS * rows.pace.uniform(row))
    if (reaction < rows.get(row, FIELD.reactionTimer)) rows.set(row, FIELD.reactionTimer, reaction)
  }

  /** Follows the price with the quote. Returns whether it moved. */
  private follow(row: number, time: Micros): boolean {
    const { rows } = this
    const { book, touch, price, quotes } = rows
    const script = this.scripts.get(row)
    script?.steer(row, time)
    const width = Math.min(WIDEST, Math.max(NARROWEST, this.rootDeviation(row, time)))
    const times = rows.get(row, FIELD.spreadTimes)
    const bid = book.price(row, BID, 0)
    const ask = book.price(row, ASK, 0)
    touch.bid = bid
    touch.ask = ask
    touch.follow(row, price.ticks(row), width, times, quotes.uniform(row), quotes.uniform(row))
    script?.limit(row, time)
    if (touch.bid === bid && touch.ask === ask) return false
    book.clearChanges()
    if (touch.bid !== bid) this.moveSide(row, BID, touch.bid)
    if (touch.ask !== ask) this.moveSide(row, ASK, touch.ask)
    this.tellBook(row, time)
    return true
  }

  /** A limit order comes, or one is cancelled. */
  private order(row: number, time: Micros): void {
    const { book, sizes } = this.rows
    const unit = this.unit(row)
    book.pick(row, unit)
    const { pickedSide: side, pickedLevel: level } = book
    const before = book.size(row, side, level)
    const change = sizes.order(row, this.rows.get(row, FIELD.depthTimes))
    const after = book.pickedIsLimit ? before + change : Math.max(sizes.least(row), before - change)
    if (after === before) return
    book.clearChanges()
    book.resize(row, side, level, after, unit)
    this.writer.bookDelta(row, time)
    if (level === 0) this.writer.quote(row, time)
  }

  /** Levels behind those that stand, until the side is full or prices end. */
  private fill(row: number, side: Side): void {
    const { book, touch, sizes } = this.rows
    const floor = touch.floor(row)
    const depth = this.rows.get(row, FIELD.depthTimes)
    for (let count = book.count(row, side); count < DEPTH; count++) {
      const distance = this.levelDistance(row)
      const price = book.price(row, side, count - 1) + (side === BID ? -distance : distance)
      if (price < floor) return
      book.pushLast(row, side, price, sizes.level(row, depth))
    }
  }

  /** How far apart two levels are, in ticks. */
  private levelDistance(row: number): number {
    return 1 + Math.floor(this.rows.gaps.exponential(row) * (this.rows.touch.levelGap(row) - 1))
  }

  private planTrade(row: number, time: Micros): void {
    const { rows } = this
    const rate = this.tradeRate(row, time)
    const wait = rate > 0 ? rows.arrivals.waitFrom(row, rows.seconds(time), rate) : -LONGEST_WAIT_SECONDS
    rows.set(row, FIELD.isTradeLook, wait < 0 ? 1 : 0)
    rows.set(row, FIELD.tradeTimer, after(time, Math.abs(wait)))
  }

  private planOrder(row: number, time: Micros): void {
    const { rows } = this
    const activity = this.activity(row, time) * rows.get(row, FIELD.ordersTimes)
    const rate = rows.book.rate(row) * rows.get(row, FIELD.bookPace) * activity
    const wait = rows.pace.exponential(row) / rate
    rows.set(row, FIELD.isOrderLook, wait > LONGEST_WAIT_SECONDS ? 1 : 0)
    rows.set(row, FIELD.orderTimer, after(time, Math.min(LONGEST_WAIT_SECONDS, wait)))
  }

  private tradeRate(row: number, time: Micros): number {
    const { rows } = this
    const takers = rows.get(row, FIELD.tradesPerSecond) / TRADES_PER_TAKER
    return takers * this.activity(row, time) * rows.get(row, FIELD.tradesTimes)
  }

  /** How busy the market is at a time: 1 is usual. */
  private activity(row: number, time: Micros): number {
    const { rows } = this
    if (time >= rows.get(row, FIELD.seasonUntil)) {
      rows.set(row, FIELD.seasonFactor, rows.infos[row]?.season.factorAt(time) ?? 1)
      rows.set(row, FIELD.seasonUntil, time - (time % MICROS_PER_MINUTE) + MICROS_PER_MINUTE)
    }
    const root = rows.volatility.rootAt(row, rows.seconds(time))
    return (root / rows.get(row, FIELD.meanRoot)) * rows.get(row, FIELD.seasonFactor)
  }

  /** What volatility multiplies the deviation of moves by: v^(1/4) over its mean's root. */
  private rootDeviation(row: number, time: Micros): number {
    const { rows } = this
    return Math.sqrt(rows.volatility.rootAt(row, rows.seconds(time)) / rows.get(row, FIELD.meanRoot))
  }

  private unit(row: number): number {
    return this.rows.sizes.orderUnit(row)
  }
}

/** A time so many seconds later, in whole microseconds, at least one. */
function after(time: number, seconds: number): number {
  return time + Math.max(1, Math.floor(seconds * MICROS_PER_SECOND + 0.5))
}
