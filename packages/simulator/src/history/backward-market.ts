/** The market before the start, told backwards: one bar for each step of time, at the same rates and volatilities as live. */

import {
  exactProduct,
  type HistoryBar,
  type Interval,
  type Micros,
  type ScaledPrice,
  type ScaledSize,
} from '@tapedeck/protocol'
import { dexp, dln } from '../arithmetic/elementary.ts'
import { normalQuantile } from '../arithmetic/normal.ts'
import { openStream, STREAM_WORDS, uniformOf, type RandomStream } from '../arithmetic/random-stream.ts'
import { Streams } from '../arithmetic/streams.ts'
import type { Calendar } from '../calendar/calendar.ts'
import type { Season } from '../calendar/season.ts'
import {
  LOWEST_TICKS,
  MEAN_OVER_TYPICAL_SIZE,
  PRICE_RANGE,
  type SimulatedInstrument,
} from '../instruments/simulated-instrument.ts'
import { tradeDeviation } from '../model/efficient-price.ts'
import { ShownPrice, type Opening } from '../model/opening.ts'
import { meanRootVariance, Volatility, VOLATILITY_WIDTH } from '../model/volatility.ts'

/** Counts of clustered events have this many times the variance of independent ones: 1 / (1 - 0.8)^2 for a branching of 0.8. */
const DISPERSION = 25
/** How far, in single moves, the extreme of discrete trades stays inside that of a continuous path (Broadie, Glasserman & Kou 1997). */
const DISCRETE_SHIFT = 0.5826
/** Deviation of the logarithm of a single size. */
const SIZE_DEVIATION = 0.9
/** Quantiles at the middles of 4,096 equal parts, found by a draw's first bits: history is millions of bars. */
const TABLE_SHIFT = 20
const TABLE_SIZE = 4_096
const NORMALS = Float64Array.from({ length: TABLE_SIZE }, (_, part) => normalQuantile((part + 0.5) / TABLE_SIZE))
const EXPONENTIALS = Float64Array.from({ length: TABLE_SIZE }, (_, part) => -dln((part + 0.5) / TABLE_SIZE))
/** Quotes that move for each trade: bars of mids are made of them. */
const QUOTES_PER_TRADE = 2.5

/** What the bars of an instrument are made from. */
export interface HistoryMarket {
  readonly simulated: SimulatedInstrument
  readonly calendar: Calendar
  readonly season: Season
  readonly seed: number
  readonly opening: Opening
}

export class BackwardMarket {
  private readonly simulated: SimulatedInstrument
  private readonly shown: ShownPrice
  private readonly tradesPerSecond: number
  private readonly stream: RandomStream
  private readonly volatility: Volatility
  private readonly meanRoot: number
  private averagedRoot = 1
  /** A bar's prices move with every trade, or where bars are made of mids with every quote update. */
  private readonly movesPerTrade: number
  private readonly moveDeviation: number
  private readonly gapDeviation: number
  private readonly lowest: number
  private readonly highest: number
  private interval: Interval = '1s'
  /** The efficient price in ticks at the end of the bar that comes next, which is the one before. */
  private price: number
  /** What the newest bar closes at; null once it has been made. */
  private lastClose: number | null

  constructor({ simulated, calendar, seed, opening }: HistoryMarket) {
    const { instrument, parameters } = simulated
    this.simulated = simulated
    this.shown = new ShownPrice(simulated)
    this.tradesPerSecond = parameters.tradesPerSecond
    this.stream = openStream(seed, instrument.symbol, 'history')
    const switches = new Streams(new Int32Array(STREAM_WORDS), 'history volatility')
    switches.open(0, seed, instrument.symbol)
    // the process is reversible: from the opening it goes back as it goes forward
    this.volatility = new Volatility(new Float64Array(VOLATILITY_WIDTH), switches)
    this.volatility.open(0, parameters.volatilityContrast, opening.multipliers)
    this.meanRoot = meanRootVariance(parameters.volatilityContrast)
    this.movesPerTrade = instrument.barSource === 'mid' ? QUOTES_PER_TRADE : 1
    this.moveDeviation = tradeDeviation(simulated, calendar.tradingSecondsPerDay) / Math.sqrt(this.movesPerTrade)
    this.gapDeviation = parameters.dailyVolatility * Math.sqrt(parameters.overnightShare)
    const reference = parameters.referencePrice / instrument.tickSize
    this.lowest = Math.max(LOWEST_TICKS, reference / PRICE_RANGE)
    this.highest = reference * PRICE_RANGE
    this.price = opening.price
    this.lastClose = opening.lastClose
  }

  /** Goes on in steps of an interval, each at least as long as the one before. */
  beginStep(interval: Interval, seconds: number): void {
    this.interval = interval
    this.averagedRoot = this.volatility.averageOver(0, seconds)
  }

  /** The venue was closed before: what came overnight is undone. One draw. */
  closeBefore(): void {
    this.price = this.bounded(this.price * dexp(-this.gapDeviation * normalQuantile(this.stream.uniform())))
  }

  /**
   * The bar before the last one, in which the market traded so many seconds, `factor` times as busily as on average; undefined where nothing happened. `age` is its
   * distance from the start in seconds. One draw, or seven where there is a bar.
   */
  barBefore(tsOpen: number, seconds: number, factor: number, age: number): HistoryBar | undefined {
    const { stream, simulated, shown } = this
    const root = this.volatility.rootAt(0, age)
    const expected = this.tradesPerSecond * this.movesPerTrade * seconds * factor
    // as live: half of the variance through the rate, half through the size of moves
    const activity = (root * this.averagedRoot) / this.meanRoot
    const agitation = root / (this.averagedRoot * this.meanRoot)
    const moves = clusteredCount(expected * activity, stream.next())
    if (moves === 0) return undefined
    const uMove = stream.uniform()
    const uJump = stream.uniform()
    const highDraw = stream.next()
    const lowDraw = stream.next()
    const sides = stream.next()
    const sizeDraw = stream.next()

    const deviation = this.moveDeviation * Math.sqrt(agitation)
    const last = this.price
    const first =
      moves === 1 ? last : this.bounded(last * growth(-deviation * Math.sqrt(moves - 1) * normalQuantile(uMove)))
    // the price before the bar's first move
    this.price = this.bounded(first * growth(-deviation * normalQuantile(uJump)))

    const close = this.lastClose ?? shown.at(last, (sides & 1) === 1)
    this.lastClose = null
    const open = moves === 1 ? close : shown.at(first, (sides & 2) === 2)
    let high = Math.max(open, close)
    let low = Math.min(open, close)
    if (moves > 2) {
      const step = deviation * last
      const spread = step * Math.sqrt(moves - 1)
      high = Math.max(high, shown.at(this.bounded(extreme(first, last, spread, highDraw, step)), true))
      low = Math.min(low, shown.at(this.bounded(extreme(first, last, -spread, lowDraw, -step)), false))
    }
    const tradeCount = this.movesPerTrade === 1 ? moves : Math.floor(moves / this.movesPerTrade + uniformOf(sides))
    const volume = this.volume(tradeCount, sizeDraw)
    const typical = Math.min(high, Math.max(low, Math.round((open + high + low + close) / 4)))
    return {
      instrumentId: simulated.instrument.id,
      interval: this.interval,
      tsOpen: tsOpen as Micros,
      open: open as ScaledPrice,
      high: high as ScaledPrice,
      low: low as ScaledPrice,
      close: close as ScaledPrice,
      volume: volume as ScaledSize,
      notional: exactProduct(typical, volume),
      tradeCount,
    }
  }

  /** The sum of the sizes of some trades, a multiple of the increment. */
  private volume(tradeCount: number, draw: number): number {
    if (tradeCount === 0) return 0
    const increment = this.simulated.instrument.sizeIncrement
    const mean = (this.simulated.parameters.typicalSize * MEAN_OVER_TYPICAL_SIZE) / increment
    const deviation = SIZE_DEVIATION / Math.sqrt(tradeCount)
    const noise = growth(deviation * normalOf(draw) - (deviation * deviation) / 2)
    return increment * Math.max(tradeCount, Math.round(mean * tradeCount * noise))
  }

  private bounded(price: number): number {
    return Math.min(this.highest, Math.max(this.lowest, price))
  }
}

/** A count of clustered events from one draw: geometric where few are expected, normal with the same variance where many are. */
function clusteredCount(mean: number, draw: number): number {
  if (mean <= DISPERSION) return Math.floor(dln(uniformOf(draw)) / dln(mean / (1 + mean)))
  return Math.max(1, Math.round(mean + Math.sqrt(DISPERSION * mean) * normalOf(draw)))
}

/** The extreme of a random path between two prices, from one draw: above for a positive deviation, below for a negative one. */
function extreme(first: number, last: number, deviation: number, draw: number, step: number): number {
  const distance = last - first
  const reach = Math.sqrt(
    distance * distance + 2 * deviation * deviation * (EXPONENTIALS[draw >>> TABLE_SHIFT] as number),
  )
  return (first + last + (deviation < 0 ? -reach : reach)) / 2 - DISCRETE_SHIFT * step
}

/** e^x, quickly where x is small: to a relative error of 2e-7. */
function growth(x: number): number {
  return x < 0.01 && x > -0.01 ? 1 + x + (x * x) / 2 : dexp(x)
}

/** A normal number from the first bits of a draw: enough for what nobody looks at twice. */
function normalOf(draw: number): number {
  return NORMALS[draw >>> TABLE_SHIFT] as number
}
