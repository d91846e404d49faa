/**
 * Rates of limit orders, cancellations and market orders estimated from a feed, as Cont, Stoikov & Talreja 2010 (section 4.2)
 * estimate them: what is counted at a level over the time, or the size over time, that could bring it about.
 */

import type { Observation } from '../observation/observe.ts'
import { SKY_PERFECT } from './published.ts'

/** By level, the best first; a second. */
export interface BookRates {
  readonly limits: readonly number[]
  readonly cancellations: readonly number[]
  /** Of one side. */
  readonly market: number
}

/** Rates a second; `orderSize` is the mean size of a limit order, scaled, which what rests is counted in. */
export function bookRates({ book, orders, seconds }: Observation, orderSize: number): BookRates {
  const { arrivals, cancellations, levelSeconds, sizeSeconds } = book
  return {
    limits: Array.from(arrivals, (count, level) => count / (levelSeconds[level] as number)),
    cancellations: Array.from(cancellations, (count, level) => (count * orderSize) / (sizeSeconds[level] as number)),
    market: orders.prints / (2 * seconds),
  }
}

/** The same rates in another unit of time: the one in which limit orders at the published levels come as often as published. */
export function inPublishedTime({ limits, cancellations, market }: BookRates): BookRates {
  const sum = (rates: readonly number[]): number => rates.reduce((total, rate) => total + rate, 0)
  const unit = sum(SKY_PERFECT.limits) / sum(limits.slice(0, SKY_PERFECT.limits.length))
  return {
    limits: limits.map((rate) => rate * unit),
    cancellations: cancellations.map((rate) => rate * unit),
    market: market * unit,
  }
}

/**
 * Limit orders and cancellations in the whole book for each trade in the published market, if as much is cancelled as
 * arrives: the published rates, beyond their levels by the published power law.
 */
export function publishedOrdersPerTrade(levels: number): number {
  const { limits, market, powerLaw } = SKY_PERFECT
  let arrivals = 0
  for (let level = 0; level < levels; level++) {
    arrivals += limits[level] ?? powerLaw.factor * Math.pow(level + 1, -powerLaw.exponent)
  }
  return (2 * arrivals) / market
}
