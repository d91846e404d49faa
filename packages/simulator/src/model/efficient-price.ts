/**
 * The efficient price, in ticks: what the market thinks, between the quotes. Trades move it by their surprise, news by
 * heavy-tailed shocks, and common factors along with others. Moves are relative, so that it stays above zero, unless an
 * instrument may go below: then moves are those of a price at its scale.
 */

import { dpow } from '../arithmetic/elementary.ts'
import type { Streams } from '../arithmetic/streams.ts'
import { LOWEST_TICKS, PRICE_RANGE, type SimulatedInstrument } from '../instruments/simulated-instrument.ts'
import { POOL } from './order-signs.ts'
import { meanRootVariance } from './volatility.ts'

/** The share of a trade's standard deviation that a full surprise moves. */
const IMPACT = 0.5
/** What is left for news, so that both together have unit variance: a surprise has the variance 1 - 1 / POOL. */
const NEWS = Math.sqrt(1 - (1 - 1 / POOL) * IMPACT * IMPACT)
/** No single shock is larger than this many of its own deviations. */
const LARGEST_TAIL = 30
/** Memory of past shocks for the leverage effect, per trade, and its bounds. */
const FAST_DECAY = 0.99
const SLOW_DECAY = 0.9998
const FAST_SCALE = Math.sqrt(1 - FAST_DECAY * FAST_DECAY)
const SLOW_SCALE = Math.sqrt(1 - SLOW_DECAY * SLOW_DECAY)
const LEAST_LEVERAGE = 0.5
const MOST_LEVERAGE = 3
/** No move takes more than half of the price, or adds more. */
const LARGEST_MOVE = 0.5
const SECONDS_PER_DAY = 86_400

/** Fields of a row. */
const TICKS = 0
const FACTOR_LEVEL = 1
const FAST = 2
const SLOW = 3
/** Relative deviation of a trade's move at mean volatility. */
const DEVIATION = 4
const TAIL_POWER = 5
const TAIL_SCALE = 6
const LEVERAGE_FAST = 7
const LEVERAGE_SLOW = 8
/** Relative move for a factor's move of one. */
const FACTOR_MOVE = 9
const LOWEST = 10
const HIGHEST = 11
/** Moves are relative to the price, or to this where it is larger: above 0 only where prices may be negative. */
const SCALE = 12
/** Doubles a row. */
export const PRICE_WIDTH = 13

export class EfficientPrice {
  private readonly values: Float64Array
  private readonly news: Streams

  constructor(values: Float64Array, news: Streams) {
    this.values = values
    this.news = news
  }

  /** Opens a row at a price in ticks, with a factor or without, on a venue that trades so long a day. */
  open(row: number, simulated: SimulatedInstrument, ticks: number, hasFactor: boolean, tradingSeconds: number): void {
    const { instrument, parameters } = simulated
    const at = row * PRICE_WIDTH
    const values = this.values
    const reference = parameters.referencePrice / instrument.tickSize
    const loading = hasFactor ? parameters.factorLoading : 0
    const { leverageFast, leverageSlow, tailIndex } = parameters
    const leverageVariance = 1 + leverageFast * leverageFast + leverageSlow * leverageSlow
    const ownShare = (1 - loading * loading) / leverageVariance
    const sessionVolatility = parameters.dailyVolatility * Math.sqrt(1 - parameters.overnightShare)
    values[at + TICKS] = ticks
    values[at + DEVIATION] = tradeDeviation(simulated, tradingSeconds) * Math.sqrt(ownShare)
    values[at + TAIL_POWER] = -1 / tailIndex
    values[at + TAIL_SCALE] = Math.sqrt((tailIndex - 2) / tailIndex)
    values[at + LEVERAGE_FAST] = leverageFast
    values[at + LEVERAGE_SLOW] = leverageSlow
    values[at + FACTOR_MOVE] = loading * sessionVolatility * Math.sqrt(SECONDS_PER_DAY / tradingSeconds)
    values[at + LOWEST] = Math.max(LOWEST_TICKS, reference / PRICE_RANGE)
    values[at + HIGHEST] = reference * PRICE_RANGE
  }

  ticks(row: number): number {
    return this.values[row * PRICE_WIDTH + TICKS] as number
  }

  /** Puts the price elsewhere, within its bounds. */
  set(row: number, ticks: number): void {
    const at = row * PRICE_WIDTH
    const values = this.values
    values[at + TICKS] = Math.min(values[at + HIGHEST] as number, Math.max(values[at + LOWEST] as number, ticks))
  }

  /** Ticks become so many times as small, or prices so many times as large. */
  rescale(row: number, times: number): void {
    const at = row * PRICE_WIDTH
    for (const field of [TICKS, LOWEST, HIGHEST, SCALE]) {
      this.values[at + field] = (this.values[at + field] as number) * times
    }
  }

  /** From now on the price may reach down to -`reach` and up to `reach`, and moves as one of `scale` does. */
  allowNegative(row: number, reach: number, scale: number): void {
    const at = row * PRICE_WIDTH
    this.values[at + LOWEST] = -reach
    this.values[at + HIGHEST] = Math.max(reach, this.values[at + HIGHEST] as number)
    this.values[at + SCALE] = scale
  }

  /** A trade moves the price by its surprise, and news comes with it; `root` multiplies the deviation. Two draws. */
  trade(row: number, surprise: number, root: number): void {
    const at = row * PRICE_WIDTH
    const values = this.values
    const z = this.news.normal(row)
    const tail = Math.min(
      LARGEST_TAIL,
      dpow(this.news.uniform(row), values[at + TAIL_POWER] as number) * (values[at + TAIL_SCALE] as number),
    )
    const shock = IMPACT * surprise + NEWS * z * tail
    const fast = values[at + FAST] as number
    const slow = values[at + SLOW] as number
    // falls up to this trade raise volatility
    const leverage = 1 - (values[at + LEVERAGE_FAST] as number) * fast - (values[at + LEVERAGE_SLOW] as number) * slow
    const bounded = Math.min(MOST_LEVERAGE, Math.max(LEAST_LEVERAGE, leverage))
    values[at + FAST] = FAST_DECAY * fast + FAST_SCALE * shock
    values[at + SLOW] = SLOW_DECAY * slow + SLOW_SCALE * shock
    this.move(row, shock * (values[at + DEVIATION] as number) * root * bounded)
  }

  /** Follows the price's factor to its level. */
  followFactor(row: number, level: number): void {
    const at = row * PRICE_WIDTH
    const before = this.values[at + FACTOR_LEVEL] as number
    if (level === before) return
    this.values[at + FACTOR_LEVEL] = level
    this.move(row, (this.values[at + FACTOR_MOVE] as number) * (level - before))
  }

  /** Takes a factor's level as the one to go on from: what it did while nobody traded does not concern the price. */
  skipFactor(row: number, level: number): void {
    this.values[row * PRICE_WIDTH + FACTOR_LEVEL] = level
  }

  /** Moves by a share of the price. */
  move(row: number, relative: number): void {
    const at = row * PRICE_WIDTH
    const ticks = this.values[at + TICKS] as number
    const scale = Math.max(ticks, this.values[at + SCALE] as number)
    this.set(row, ticks + scale * Math.min(LARGEST_MOVE, Math.max(-LARGEST_MOVE, relative)))
  }
}

/**
 * Relative standard deviation of the move that goes with one trade at mean volatility. Half of the variance comes through
 * the rate of trades, half through the size of their moves: each is sqrt(v) over its mean, so that the sum of squared
 * moves averages to what of the daily variance falls into the day's trading.
 */
export function tradeDeviation({ parameters }: SimulatedInstrument, tradingSeconds: number): number {
  const tradesPerDay = parameters.tradesPerSecond * tradingSeconds
  const variance = parameters.dailyVolatility * parameters.dailyVolatility * (1 - parameters.overnightShare)
  return meanRootVariance(parameters.volatilityContrast) * Math.sqrt(variance / tradesPerDay)
}
