/**
 * The efficient price, in ticks: what the market thinks, between the quotes. Trades move it by their surprise, news by
 * heavy-tailed shocks, and common factors along with others. Moves are relative, so that it stays above zero.
 */

import { dpow } from '../arithmetic/elementary.ts'
import type { MarketFactor } from './market-factor.ts'
import { POOL } from './order-signs.ts'
import type { RandomStream } from '../arithmetic/random-stream.ts'
import { LOWEST_TICKS, PRICE_RANGE, type SimulatedInstrument } from '../instruments/simulated-instrument.ts'
import { meanRootVariance } from './volatility.ts'

/** The share of a trade's standard deviation that a full surprise moves. */
const IMPACT = 0.5
/** What is left for news, so that both together have unit variance: a surprise has the variance 1 - 1 / POOL. */
const NEWS_VARIANCE = 1 - (1 - 1 / POOL) * IMPACT * IMPACT
/** No single shock is larger than this many of its own deviations. */
const LARGEST_TAIL = 30
/** Memory of past shocks for the leverage effect, per trade, and its bounds. */
const FAST_DECAY = 0.99
const SLOW_DECAY = 0.9998
const LEAST_LEVERAGE = 0.5
const MOST_LEVERAGE = 3
const SECONDS_PER_DAY = 86_400

export class EfficientPrice {
  /** In ticks, not rounded. */
  ticks: number
  private readonly lowest: number
  private readonly highest: number
  private readonly news: RandomStream
  private readonly factor: MarketFactor | null
  private readonly factorMove: number
  private factorLevel = 0
  /** Relative deviation of a trade's move at mean volatility. */
  private readonly deviation: number
  private readonly tailPower: number
  private readonly tailScale: number
  private readonly leverageFast: number
  private readonly leverageSlow: number
  private fast = 0
  private slow = 0
  private leverage = 1
  /** Shocks since the last trade, in units of `deviation`. */
  private shock = 0
  /** Variance of news that has not come out yet. */
  private pending = 0

  constructor(simulated: SimulatedInstrument, ticks: number, news: RandomStream, factor: MarketFactor | null) {
    const { instrument, parameters } = simulated
    const reference = parameters.referencePrice / instrument.tickSize
    this.ticks = ticks
    this.lowest = Math.max(LOWEST_TICKS, reference / PRICE_RANGE)
    this.highest = reference * PRICE_RANGE
    this.news = news
    this.factor = factor
    const loading = factor === null ? 0 : parameters.factorLoading
    this.factorMove = loading * parameters.dailyVolatility
    this.leverageFast = parameters.leverageFast
    this.leverageSlow = parameters.leverageSlow
    const leverageVariance = 1 + this.leverageFast * this.leverageFast + this.leverageSlow * this.leverageSlow
    this.deviation = tradeDeviation(simulated) * Math.sqrt((1 - loading * loading) / leverageVariance)
    this.tailPower = -1 / parameters.tailIndex
    this.tailScale = Math.sqrt((parameters.tailIndex - 2) / parameters.tailIndex)
  }

  /** A trade moves the price by its surprise, and lets news of unit variance follow. */
  trade(surprise: number, rootDeviation: number): void {
    // leverage follows the shocks up to this trade: falls raise it
    this.fast = FAST_DECAY * this.fast + FAST_SCALE * this.shock
    this.slow = SLOW_DECAY * this.slow + SLOW_SCALE * this.shock
    const leverage = 1 - this.leverageFast * this.fast - this.leverageSlow * this.slow
    this.leverage = Math.min(MOST_LEVERAGE, Math.max(LEAST_LEVERAGE, leverage))
    this.shock = 0
    this.pending += NEWS_VARIANCE
    this.move(IMPACT * surprise, rootDeviation)
  }

  /** Lets out the news that falls to one of `remaining` updates before the next trade. Two draws. */
  update(remaining: number, rootDeviation: number): void {
    const variance = this.pending / remaining
    this.pending -= variance
    const z = this.news.normal()
    const tail = Math.min(LARGEST_TAIL, dpow(this.news.uniform(), this.tailPower) * this.tailScale)
    this.move(Math.sqrt(variance) * z * tail, rootDeviation)
    if (this.factor !== null) {
      this.ticks *= 1 + this.factorMove * (this.factor.level - this.factorLevel)
      this.factorLevel = this.factor.level
    }
    this.ticks = Math.min(this.highest, Math.max(this.lowest, this.ticks))
  }

  private move(shock: number, rootDeviation: number): void {
    this.shock += shock
    const relative = shock * this.deviation * rootDeviation * this.leverage
    this.ticks *= 1 + Math.min(0.5, Math.max(-0.5, relative))
  }
}

const FAST_SCALE = Math.sqrt(1 - FAST_DECAY * FAST_DECAY)
const SLOW_SCALE = Math.sqrt(1 - SLOW_DECAY * SLOW_DECAY)

/**
 * Relative standard deviation of the move that goes with one trade at mean volatility. Half of the variance comes through
 * the rate of trades, half through the size of their moves: each is sqrt(v) over its mean, so that the sum of squared
 * moves averages to the daily variance.
 */
export function tradeDeviation({ parameters }: SimulatedInstrument): number {
  const tradesPerDay = parameters.tradesPerSecond * SECONDS_PER_DAY
  return (parameters.dailyVolatility * meanRootVariance(parameters.volatilityContrast)) / Math.sqrt(tradesPerDay)
}
