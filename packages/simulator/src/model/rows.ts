/** All instruments of a market, a row each: the parts that the model is made of, and what a row holds besides them. */

import { MICROS_PER_SECOND, type Instrument, type Micros } from '@tapedeck/protocol'
import { STREAM_WORDS } from '../arithmetic/random-stream.ts'
import { Streams } from '../arithmetic/streams.ts'
import type { Calendar } from '../calendar/calendar.ts'
import type { Season } from '../calendar/season.ts'
import type { SimulatedInstrument } from '../instruments/simulated-instrument.ts'
import { Arrivals, ARRIVALS_WIDTH } from './arrivals.ts'
import { Book, BOOK_SIDES_WIDTH, BOOK_WIDTH, EVENTS_PER_UNIT } from './book.ts'
import { EfficientPrice, PRICE_WIDTH } from './efficient-price.ts'
import { MarketFactors } from './market-factor.ts'
import type { Opening } from './opening.ts'
import { OrderSigns, SIGNS_WIDTH } from './order-signs.ts'
import { Sizes, SIZES_WIDTH } from './sizes.ts'
import { State } from './state.ts'
import { Touch, TOUCH_WIDTH } from './touch.ts'
import { meanRootVariance, Volatility, VOLATILITY_WIDTH } from './volatility.ts'

/** How long after its happening an event enters the tape, by asset class: a constant, so that no order is changed. */
const LATENCY_MICROS: Readonly<Record<Instrument['assetClass'], number>> = {
  equity: 500,
  fx: 1_000,
  index: 1_000,
  crypto: 2_000,
}
/** Trade ids begin at the start's second times this, so that later runs of the same symbol continue above them. */
const TRADE_IDS_PER_SECOND = 1_000

/** Fields of a row beside those of its parts. Times are tape time; a timer that does not run is Infinity. */
export const FIELD = {
  /** The earliest of the timers. */
  next: 0,
  tradeTimer: 1,
  orderTimer: 2,
  /** The quote follows a trade a little later. */
  reactionTimer: 3,
  /** The calendar's next phase, or the next look at an auction. */
  sessionTimer: 4,
  /** The next thing that a scenario does. */
  scriptTimer: 5,
  /** Place in TRADING_STATUSES. */
  status: 6,
  meanRoot: 7,
  tradesPerSecond: 8,
  /** Units of the book's time a second, at usual activity. */
  bookPace: 9,
  tickSize: 10,
  latency: 11,
  tradeId: 12,
  factorRow: 13,
  seasonFactor: 14,
  seasonUntil: 15,
  /** What scenarios multiply. */
  tradesTimes: 16,
  ordersTimes: 17,
  depthTimes: 18,
  spreadTimes: 19,
  volatilityTimes: 20,
  /** An auction: what it will print, when it began, when it is looked at next. */
  auctionSize: 21,
  auctionSince: 22,
  lookTimer: 30,
  /** When the venue closed; not a number while it has not. */
  closedSince: 31,
  /** Numbers of the last event of each channel. */
  quoteSeq: 23,
  tradeSeq: 24,
  bookSeq: 25,
  statusSeq: 26,
  instrumentSeq: 27,
  /** 1 where the timer only asks again, because nothing came for long. */
  isTradeLook: 28,
  isOrderLook: 29,
} as const
const FIELDS = 32

/** Timers of a row. */
const TIMERS = [FIELD.tradeTimer, FIELD.orderTimer, FIELD.reactionTimer, FIELD.sessionTimer, FIELD.scriptTimer] as const

/** A row's static side: what it was opened with. */
export interface RowInfo {
  /** As it is now: symbol, id and tick size may change. */
  instrument: Instrument
  readonly simulated: SimulatedInstrument
  readonly calendar: Calendar
  readonly season: Season
}

export class Rows {
  readonly state: State
  readonly fields: Float64Array
  /** By row; a row beyond its length is free. */
  readonly infos: RowInfo[] = []
  readonly volatility: Volatility
  readonly arrivals: Arrivals
  readonly signs: OrderSigns
  readonly price: EfficientPrice
  readonly touch: Touch
  readonly sizes: Sizes
  readonly book: Book
  readonly factors: MarketFactors
  readonly pace: Streams
  readonly quotes: Streams
  readonly gaps: Streams
  readonly session: Streams
  readonly start: number
  private readonly seed: number
  private readonly streams: readonly Streams[]

  constructor(rows: number, seed: number, start: Micros, factors: readonly string[]) {
    const state = new State(rows)
    const opened: Streams[] = []
    const stream = (purpose: string): Streams => {
      const streams = new Streams(state.integers(`stream ${purpose}`, STREAM_WORDS), purpose)
      opened.push(streams)
      return streams
    }
    this.state = state
    this.seed = seed
    this.start = start
    this.fields = state.doubles('fields', FIELDS)
    this.volatility = new Volatility(state.doubles('volatility', VOLATILITY_WIDTH), stream('volatility'))
    this.arrivals = new Arrivals(state.doubles('arrivals', ARRIVALS_WIDTH), stream('arrival'))
    this.signs = new OrderSigns(state.doubles('signs', SIGNS_WIDTH), stream('sign'))
    this.price = new EfficientPrice(state.doubles('price', PRICE_WIDTH), stream('price'))
    this.touch = new Touch(state.doubles('touch', TOUCH_WIDTH))
    this.sizes = new Sizes(state.doubles('sizes', SIZES_WIDTH), stream('size'), stream('order size'))
    this.book = new Book(
      state.doubles('book levels', BOOK_WIDTH),
      state.doubles('book sides', BOOK_SIDES_WIDTH),
      stream('book'),
    )
    this.pace = stream('pace')
    this.quotes = stream('quote')
    this.gaps = stream('level gap')
    this.session = stream('session')
    this.streams = opened
    this.factors = new MarketFactors(state, seed, factors)
  }

  /** Opens the next row at a time. Its timers stand still. */
  open(info: RowInfo, opening: Opening, time: Micros): number {
    const row = this.infos.length
    const { simulated, calendar } = info
    const { instrument, parameters } = simulated
    this.infos.push(info)
    for (const streams of this.streams) streams.open(row, this.seed, instrument.symbol)
    const factorRow = this.factors.rowOf(parameters.factor)
    for (const timer of TIMERS) this.set(row, timer, Infinity)
    this.set(row, FIELD.meanRoot, meanRootVariance(parameters.volatilityContrast))
    this.set(row, FIELD.tradesPerSecond, parameters.tradesPerSecond)
    this.set(row, FIELD.bookPace, (parameters.ordersPerTrade * parameters.tradesPerSecond) / EVENTS_PER_UNIT)
    this.set(row, FIELD.tickSize, instrument.tickSize)
    this.set(row, FIELD.latency, LATENCY_MICROS[instrument.assetClass])
    this.set(row, FIELD.tradeId, Math.floor(time / MICROS_PER_SECOND) * TRADE_IDS_PER_SECOND)
    this.set(row, FIELD.factorRow, factorRow)
    for (let times = FIELD.tradesTimes; times <= FIELD.volatilityTimes; times++) this.set(row, times, 1)
    const hasFactor = factorRow >= 0
    this.volatility.open(row, parameters.volatilityContrast, opening.multipliers)
    this.signs.open(row)
    this.price.open(row, simulated, opening.price, hasFactor, calendar.tradingSecondsPerDay)
    if (hasFactor) this.price.skipFactor(row, this.factors.levelAt(factorRow, Math.floor(this.seconds(time))))
    this.touch.open(row, parameters.spread, 1)
    this.sizes.open(row, instrument.sizeIncrement, instrument.lotSize, parameters.typicalSize, parameters.restingSize)
    return row
  }

  get(row: number, field: number): number {
    return this.fields[row * FIELDS + field] as number
  }

  set(row: number, field: number, value: number): void {
    this.fields[row * FIELDS + field] = value
  }

  /** Adds 1 to a count and returns it. */
  count(row: number, field: number): number {
    const at = row * FIELDS + field
    return (this.fields[at] = (this.fields[at] as number) + 1)
  }

  /** Seconds since the start. */
  seconds(time: number): number {
    return (time - this.start) / MICROS_PER_SECOND
  }

  /** Sets `next` to the earliest timer. */
  findNext(row: number): void {
    const at = row * FIELDS
    const f = this.fields
    let next = f[at + FIELD.tradeTimer] as number
    for (let timer = at + FIELD.orderTimer; timer <= at + FIELD.scriptTimer; timer++) {
      if ((f[timer] as number) < next) next = f[timer] as number
    }
    f[at + FIELD.next] = next
  }
}
