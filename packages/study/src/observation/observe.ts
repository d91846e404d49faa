/**
 * One pass over a market's events that leaves what the measures need: prices on a grid of seconds, market orders one by one, the
 * spread over time, averages of the book. No event is kept.
 */

import { MICROS_PER_SECOND, type BookEvent, type Instrument, type Micros, type SourceEvent } from '@tapedeck/protocol'
import { BookWatch, type BookObservation } from './book-watch.ts'
import { SecondGrid } from './grid.ts'
import { growingDoubles, growingSigns } from './growing.ts'
import { SpreadWatch, type SpreadObservation } from './spread-watch.ts'

/** Market orders in their order. What one order took at several prices in the same instant is one here. */
export interface MarketOrders {
  /** How many trades they came to. */
  readonly prints: number
  /** Seconds since the start. */
  readonly times: Float64Array
  /** The first price, scaled. */
  readonly prices: Float64Array
  /** All that was taken, scaled. */
  readonly sizes: Float64Array
  /** 1 where a buyer took, -1 where a seller did, 0 where nobody knows. */
  readonly signs: Int8Array
  /** The mid just before, scaled. */
  readonly mids: Float64Array
  /** The spread just before, in ticks. */
  readonly spreads: Float64Array
  /** Places in the arrays of orders that were the first after trading began again: what lies between them and the last is no wait. */
  readonly firsts: readonly number[]
}

export interface Observation {
  readonly instrument: Instrument
  readonly start: Micros
  readonly seconds: number
  /** The mid at each second from 0 to `seconds`, scaled; not a number while the venue does not trade. */
  readonly mids: Float64Array
  readonly orders: MarketOrders
  readonly spread: SpreadObservation
  readonly book: BookObservation
}

export interface ObserveOptions {
  readonly instruments: readonly Instrument[]
  readonly start: Micros
  /** How long to look. */
  readonly seconds: number
  /** Levels of the book to look at. Default 25; 0 leaves the book out, which is quicker. */
  readonly bookLevels?: number
}

/** Looks at events from `start` for so many seconds, and says what was seen of each instrument, in their order. */
export function observe(events: Iterable<SourceEvent>, options: ObserveOptions): readonly Observation[] {
  const { instruments, start, seconds, bookLevels = 25 } = options
  const observers = instruments.map((instrument) => new Observer(instrument, seconds, bookLevels))
  const byId = new Map(observers.map((observer) => [observer.instrument.id, observer]))
  const end = start + seconds * MICROS_PER_SECOND
  for (const event of events) {
    if (event.tsRecv > end) break
    if (!('instrumentId' in event) || event.instrumentId === null) continue
    byId.get(event.instrumentId)?.take(event, (event.tsRecv - start) / MICROS_PER_SECOND)
  }
  return observers.map((observer) => observer.finish(start))
}

class Observer {
  readonly instrument: Instrument
  private readonly seconds: number
  private readonly mids: SecondGrid
  private readonly spread: SpreadWatch
  private readonly book: BookWatch | undefined
  private readonly orderTimes = growingDoubles()
  private readonly orderPrices = growingDoubles()
  private readonly orderSizes = growingDoubles()
  private readonly orderSigns = growingSigns()
  private readonly orderMids = growingDoubles()
  private readonly orderSpreads = growingDoubles()
  private readonly firsts: number[] = []
  private isTrading = true
  private prints = 0
  private mid = NaN
  private spreadTicks = NaN
  private spreadSince = 0
  private lastOrderTime = NaN
  private lastOrderSign = NaN

  constructor(instrument: Instrument, seconds: number, bookLevels: number) {
    this.instrument = instrument
    this.seconds = seconds
    this.mids = new SecondGrid(seconds)
    this.spread = new SpreadWatch(Math.ceil(seconds / 60))
    this.book = bookLevels > 0 ? new BookWatch(bookLevels) : undefined
  }

  /** `time` is in seconds since the start. */
  take(event: SourceEvent, time: number): void {
    if (event.type === 'status') this.status(time, event.status === 'trading')
    else if (event.type === 'quote') this.quote(time, event.bid, event.ask)
    else if (event.type === 'book') this.takeBook(event, time)
    else if (event.type === 'trade' && event.condition === 'regular') {
      const sign = event.aggressorSide === 'buy' ? 1 : event.aggressorSide === 'sell' ? -1 : 0
      this.book?.trade(time)
      this.trade(time, event.price, event.size, sign)
    }
  }

  finish(start: Micros): Observation {
    const { instrument, seconds } = this
    this.endSpread(seconds)
    return {
      instrument,
      start,
      seconds,
      mids: this.mids.finish(),
      orders: {
        prints: this.prints,
        times: this.orderTimes.view(),
        prices: this.orderPrices.view(),
        sizes: this.orderSizes.view(),
        signs: this.orderSigns.view(),
        mids: this.orderMids.view(),
        spreads: this.orderSpreads.view(),
        firsts: this.firsts,
      },
      spread: this.spread.finish(),
      book: (this.book ?? new BookWatch(0)).finish(seconds),
    }
  }

  private status(time: number, isTrading: boolean): void {
    this.isTrading = isTrading
    if (!isTrading) {
      this.setSpread(time, NaN)
      this.mids.set(time, NaN)
      this.book?.pause(time)
    } else if (this.orderTimes.length > 0) this.firsts.push(this.orderTimes.length)
  }

  private quote(time: number, bid: number | null, ask: number | null): void {
    if (!this.isTrading) return
    this.setSpread(time, bid === null || ask === null ? NaN : (ask - bid) / this.instrument.tickSize)
    // while a side is empty the last mid holds
    if (bid === null || ask === null) return
    this.mid = (bid + ask) / 2
    this.mids.set(time, this.mid)
  }

  private takeBook(event: BookEvent, time: number): void {
    if (this.isTrading) this.book?.take(event, time)
  }

  private setSpread(time: number, ticks: number): void {
    if (ticks === this.spreadTicks) return
    this.endSpread(time)
    this.spreadTicks = ticks
    this.spreadSince = time
  }

  private endSpread(time: number): void {
    if (!Number.isNaN(this.spreadTicks)) this.spread.add(this.spreadSince, time, this.spreadTicks)
  }

  private trade(time: number, price: number, size: number, sign: number): void {
    this.prints++
    if (time === this.lastOrderTime && sign === this.lastOrderSign) {
      this.orderSizes.addToLast(size)
      return
    }
    this.lastOrderTime = time
    this.lastOrderSign = sign
    this.orderTimes.add(time)
    this.orderPrices.add(price)
    this.orderSizes.add(size)
    this.orderSigns.add(sign)
    this.orderMids.add(this.mid)
    this.orderSpreads.add(this.spreadTicks)
  }
}
