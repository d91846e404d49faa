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

/** Fields of a row beside those of its parts, what every order needs first. Times are tape time; a timer that does not run is Infinity. */
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
  /** Units of the book's time a second, at usual activity. */
  bookPace: 6,
  meanRoot: 7,
  seasonFactor: 8,
  seasonUntil: 9,
  /** 1 where the timer only asks again, because nothing came for long. */
  isOrderLook: 10,
  isTradeLook: 11,
  tickSize: 12,
  latency: 13,
  instrumentId: 14,
  /** Numbers of the last event of each channel. */
  bookSeq: 15,
  quoteSeq: 16,
  tradeSeq: 17,
  statusSeq: 18,
  instrumentSeq: 19,
  /** What scenarios multiply. */
  tradesTimes: 20,
  ordersTimes: 21,
  depthTimes: 22,
  spreadTimes: 23,
  volatilityTimes: 24,
  tradesPerSecond: 25,
  tradeId: 26,
  factorRow: 27,
  /** Place in TRADING_STATUSES, or NOT_BEGUN. */
  status: 28,
  /** An auction: what it will print, when it began, when it is looked at next. */
  auctionSize: 29,
  auctionSince: 30,
  lookTimer: 31,
  /** When the venue closed; not a number while it has not. */
  closedSince: 32,
} as const
const FIELDS = 33

/** What scenarios multiply. */
const MULTIPLES = [
  FIELD.tradesTimes,
  FIELD.ordersTimes,
  FIELD.depthTimes,
  FIELD.spreadTimes,
  FIELD.volatilityTimes,
] as const

/** The status of a row that has told nothing yet. */
export const NOT_BEGUN: number = -1

/** Timers of a row. */
const TIMERS = [FIELD.tradeTimer, FIELD.orderTimer, FIELD.reactionTimer, FIELD.sessionTimer, FIELD.scriptTimer] as const

/** What random numbers are drawn for. The first four are those of every order: one cache line. */
const PURPOSES = [
  'pace',
  'quote',
  'book',
  'order size',
  'arrival',
  'sign',
  'size',
  'price',
  'level gap',
  'volatility',
  'session',
] as const

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
    const words = state.integers('streams', PURPOSES.length * STREAM_WORDS)
    const stream = (purpose: (typeof PURPOSES)[number]): Streams =>
      new Streams(words, purpose, PURPOSES.indexOf(purpose), PURPOSES.length)
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
    this.streams = PURPOSES.map(stream)
    this.factors = new MarketFactors(state, seed, factors)
  }

  /** Opens the next row at a time, at which it is to begin. */
  open(info: RowInfo, opening: Opening, time: Micros): number {
    const row = this.infos.length
    const { simulated, calendar } = info
    const { instrument, parameters } = simulated
    this.infos.push(info)
    for (const streams of this.streams) streams.open(row, this.seed, instrument.symbol)
    const factorRow = this.factors.rowOf(parameters.factor)
    for (const timer of TIMERS) this.set(row, timer, Infinity)
    this.set(row, FIELD.status, NOT_BEGUN)
    this.set(row, FIELD.sessionTimer, time)
    this.set(row, FIELD.meanRoot, meanRootVariance(parameters.volatilityContrast))
    this.set(row, FIELD.tradesPerSecond, parameters.tradesPerSecond)
    this.set(row, FIELD.bookPace, (parameters.ordersPerTrade * parameters.tradesPerSecond) / EVENTS_PER_UNIT)
    this.set(row, FIELD.tickSize, instrument.tickSize)
    this.set(row, FIELD.instrumentId, info.instrument.id)
    this.set(row, FIELD.latency, LATENCY_MICROS[instrument.assetClass])
    this.set(row, FIELD.tradeId, Math.floor(time / MICROS_PER_SECOND) * TRADE_IDS_PER_SECOND)
    this.set(row, FIELD.factorRow, factorRow)
    for (const times of MULTIPLES) this.set(row, times, 1)
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
