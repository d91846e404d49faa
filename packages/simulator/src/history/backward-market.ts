/** The market before the start, told backwards: one bar for each step of time, at the same rates and volatilities as live. */

import {
  INTERVAL_MICROS,
  MICROS_PER_SECOND,
  scaledPrice,
  scaledSize,
  type HistoryBar,
  type Interval,
  type Micros,
  type Notional,
} from '@tapedeck/protocol'
import { tradeDeviation } from '../model/efficient-price.ts'
import { dexp, dln } from '../arithmetic/elementary.ts'
import { normalQuantile } from '../arithmetic/normal.ts'
import { closingPrice, type Opening } from '../model/opening.ts'
import { openStream, type RandomStream } from '../arithmetic/random-stream.ts'
import { LOWEST_TICKS, MEAN_OVER_TYPICAL_SIZE, PRICE_RANGE, type SimulatedInstrument } from '../instruments/simulated-instrument.ts'
import { meanRootVariance, Volatility } from '../model/volatility.ts'

/** Counts of clustered trades have this many times the variance of independent ones: 1 / (1 - 0.8)^2 for a branching of 0.8. */
const DISPERSION = 25
/** How far, in single moves, the extreme of discrete trades stays inside that of a continuous path (Broadie, Glasserman & Kou 1997). */
const DISCRETE_SHIFT = 0.5826
/** Deviation of the logarithm of a single size. */
const SIZE_DEVIATION = 0.9

export class BackwardMarket {
  private readonly simulated: SimulatedInstrument
  private readonly stream: RandomStream
  private readonly volatility: Volatility
  private readonly meanRoot: number
  /** A bar's prices move with every trade, or where bars are made of mids with every quote update. */
  private readonly movesPerTrade: number
  private readonly moveDeviation: number
  private readonly lowest: number
  private readonly highest: number
  private interval: Interval = '1s'
  private meanMoves = 0
  /** The efficient price in ticks at the end of the bar that comes next, which is the one before. */
  private price: number
  /** What the newest bar closes at; null once it has been made. */
  private lastClose: number | null

  constructor(simulated: SimulatedInstrument, seed: number, opening: Opening) {
    const { instrument, parameters } = simulated
    this.simulated = simulated
    this.stream = openStream(seed, instrument.symbol, 'history')
    const switches = openStream(seed, instrument.symbol, 'history volatility')
    // the process is reversible: from the opening it goes back as it goes forward
    this.volatility = new Volatility(switches, parameters.volatilityContrast, opening.multipliers)
    this.meanRoot = meanRootVariance(parameters.volatilityContrast)
    this.movesPerTrade = instrument.barSource === 'mid' ? parameters.quotesPerTrade : 1
    this.moveDeviation = tradeDeviation(simulated) / Math.sqrt(this.movesPerTrade)
    const reference = parameters.referencePrice / instrument.tickSize
    this.lowest = Math.max(LOWEST_TICKS, reference / PRICE_RANGE)
    this.highest = reference * PRICE_RANGE
    this.price = opening.price
    this.lastClose = opening.lastClose
  }

  /** Goes on in steps of an interval, each at least as long as the one before. */
  beginStep(interval: Interval): void {
    const seconds = INTERVAL_MICROS[interval] / MICROS_PER_SECOND
    this.interval = interval
    this.meanMoves = this.simulated.parameters.tradesPerSecond * this.movesPerTrade * seconds
    this.volatility.averageOver(seconds)
  }

  /** The bar before the last one, undefined where nothing happened. A fixed number of draws. */
  barBefore(tsOpen: Micros, secondsBeforeStart: number): HistoryBar | undefined {
    this.volatility.advanceTo(secondsBeforeStart)
    const stream = this.stream
    const { rootVariance, averagedRoot } = this.volatility
    // as live: half of the variance through the rate, half through the size of moves
    const activity = (rootVariance * averagedRoot) / this.meanRoot
    const agitation = rootVariance / (averagedRoot * this.meanRoot)
    const moves = clusteredCount(this.meanMoves * activity, stream.uniform())
    const uMove = stream.uniform()
    const uJump = stream.uniform()
    const uHigh = stream.uniform()
    const uLow = stream.uniform()
    const sides = stream.next()
    const uTrades = stream.uniform()
    const uSize = stream.uniform()
    if (moves === 0) return undefined

    const { simulated } = this
    const deviation = this.moveDeviation * Math.sqrt(agitation)
    const last = this.price
    const first = this.bounded(last * dexp(-deviation * Math.sqrt(moves - 1) * normalQuantile(uMove)))
    // the price before the bar's first move
    this.price = this.bounded(first * dexp(-deviation * normalQuantile(uJump)))

    const close = this.lastClose ?? closingPrice(simulated, last, (sides & 1) === 1)
    this.lastClose = null
    const open = moves === 1 ? close : closingPrice(simulated, first, (sides & 2) === 2)
    let high = Math.max(open, close)
    let low = Math.min(open, close)
    if (moves > 2) {
      const step = deviation * last
      const spread = step * Math.sqrt(moves - 1)
      high = Math.max(high, closingPrice(simulated, this.bounded(extreme(first, last, spread, uHigh, step)), true))
      low = Math.min(low, closingPrice(simulated, this.bounded(extreme(first, last, -spread, uLow, -step)), false))
    }
    const tradeCount = this.movesPerTrade === 1 ? moves : Math.floor(moves / this.movesPerTrade + uTrades)
    const volume = this.volume(tradeCount, uSize)
    const typical = Math.min(high, Math.max(low, Math.round((open + high + low + close) / 4)))
    return {
      instrumentId: simulated.instrument.id,
      interval: this.interval,
      tsOpen,
      open: scaledPrice(open),
      high: scaledPrice(high),
      low: scaledPrice(low),
      close: scaledPrice(close),
      volume: scaledSize(volume),
      notional: exactProduct(typical, volume),
      tradeCount,
    }
  }

  /** The sum of the sizes of some trades, a multiple of the increment. */
  private volume(tradeCount: number, u: number): number {
    if (tradeCount === 0) return 0
    const increment = this.simulated.instrument.sizeIncrement
    const mean = (this.simulated.parameters.typicalSize * MEAN_OVER_TYPICAL_SIZE) / increment
    const deviation = SIZE_DEVIATION / Math.sqrt(tradeCount)
    const noise = dexp(deviation * normalQuantile(u) - (deviation * deviation) / 2)
    return increment * Math.max(tradeCount, Math.round(mean * tradeCount * noise))
  }

  private bounded(price: number): number {
    return Math.min(this.highest, Math.max(this.lowest, price))
  }
}

/** A count of clustered events from one uniform: geometric where few are expected, normal with the same variance where many are. */
function clusteredCount(mean: number, u: number): number {
  if (mean <= DISPERSION) return Math.floor(dln(u) / dln(mean / (1 + mean)))
  return Math.max(1, Math.round(mean + Math.sqrt(DISPERSION * mean) * normalQuantile(u)))
}

/** The extreme of a random path between two prices, from one uniform: above for a positive deviation, below for a negative one. */
function extreme(first: number, last: number, deviation: number, u: number, step: number): number {
  const distance = last - first
  const reach = Math.sqrt(distance * distance - 2 * deviation * deviation * dln(u))
  return (first + last + (deviation < 0 ? -reach : reach)) / 2 - DISCRETE_SHIFT * step
}

/** price * volume in two limbs of 10^15. */
function exactProduct(price: number, volume: number): Notional {
  const product = price * volume
  if (product <= Number.MAX_SAFE_INTEGER) {
    const high = Math.floor(product / 1e15)
    return { high, low: product - high * 1e15 }
  }
  const exact = BigInt(price) * BigInt(volume)
  return { high: Number(exact / LIMB), low: Number(exact % LIMB) }
}

const LIMB = 1_000_000_000_000_000n
