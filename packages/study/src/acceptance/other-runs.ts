/**
 * Rows of the acceptance table with a run of their own: the book's rates, large ticks, spreads of many instruments, two that move
 * together, a day with a season.
 */

import { MICROS_PER_SECOND, type Micros } from '@tapedeck/protocol'
import { createSimulator, DEFAULT_INSTRUMENTS, type SimulatedInstrument } from '@tapedeck/simulator'
import { dayProfile, differences, edgeShare, sumsPerInterval } from '../measures/arrivals.ts'
import { deviation, mean } from '../measures/moments.ts'
import { leastSquares } from '../measures/relation.ts'
import { eppsCurve, known } from '../measures/returns.ts'
import { observe, type Observation } from '../observation/observe.ts'
import { bookRates, inPublishedTime, publishedOrdersPerTrade, type BookRates } from './book-rates.ts'
import { alone, exampleOf, instrumentOf, SESSION_START, START } from './market-class.ts'
import { SESSION_SECONDS } from './sample.ts'

const DAY_SECONDS = 86_400
const HALF_HOUR = 1_800
const BOOK_LEVELS = 25
const SEASON_DAYS = 54

/** Rates of the book in the published unit of time, from days in which activity is constant and orders are to trades as published. */
export function recoverBookRates(seed: number, seconds: number = 4 * DAY_SECONDS): BookRates {
  const example = exampleOf('fx')
  const simulated: SimulatedInstrument = {
    ...example,
    parameters: {
      ...example.parameters,
      volatilityContrast: 1,
      ordersPerTrade: publishedOrdersPerTrade(BOOK_LEVELS),
    },
  }
  const seen = observeOne(simulated, seed, seconds, BOOK_LEVELS)
  return inPublishedTime(bookRates(seen, simulated.parameters.restingSize))
}

/** The share of time for which a large tick's spread is one tick. */
export function largeTickShare(seed: number, seconds: number = 5 * SESSION_SECONDS): number {
  const { secondsByTicks } = observeOne(alone(instrumentOf('F'), 0.4), seed, seconds, 0).spread
  return (secondsByTicks[1] ?? 0) / secondsByTicks.reduce((sum, time) => sum + time, 0)
}

/**
 * How well the spread before trades follows from the volatility of a trade over instruments with small ticks: R squared of the line through both, each
 * as a share of the price (Wyart et al. 2008). Where half a spread is less than a tick, the tick has its say in the spread: those are left out.
 */
export function spreadVolatilityFit(seed: number, seconds: number = SESSION_SECONDS): number {
  const small = DEFAULT_INSTRUMENTS.filter(({ parameters: { spread } }) => spread.kind === 'half' && spread.ticks >= 1)
  const points = small.map((simulated) => {
    const { orders, instrument } = observeOne(alone(simulated, simulated.parameters.tradesPerSecond), seed, seconds, 0)
    const price = orders.prices[0] ?? NaN
    return {
      spread: (mean(known(orders.spreads)) * instrument.tickSize) / price,
      volatility: deviation(differences(orders.mids, orders.firsts)) / price,
    }
  })
  return leastSquares(
    points.map(({ volatility }) => volatility),
    points.map(({ spread }) => spread),
  ).rSquared
}

/** Spans of the Epps curve in seconds. */
export const EPPS_SPANS: readonly number[] = [1, 5, 10, 30, 60, 300, 1_800]

/** Coins that trade seldom enough for the effect to show, and share a factor. */
const EPPS_COINS = ['ADA-USD', 'AVAX-USD', 'LINK-USD', 'LTC-USD']

/** Correlation over these spans, the mean of all pairs of some coins that share a factor. */
export function eppsRun(seed: number, seconds: number = 30 * SESSION_SECONDS): readonly number[] {
  const coins = EPPS_COINS.map((symbol): SimulatedInstrument => {
    const { instrument, parameters } = instrumentOf(symbol)
    return { instrument, parameters: { ...parameters, season: 'flat', ordersPerTrade: 1 } }
  })
  const simulator = createSimulator({ seed, start: START, instruments: coins, historyBars: 0 })
  const seen = observe(simulator.events(), { instruments: simulator.instruments, start: START, seconds, bookLevels: 0 })
  const curves = seen.flatMap(({ mids }, i) =>
    seen.slice(i + 1).map((other) => eppsCurve(mids, other.mids, EPPS_SPANS)),
  )
  return EPPS_SPANS.map((_, i) => mean(curves.map((curve) => curve[i] as number)))
}

/** The share of a share's volume that falls into the first and last half hour of the New York session, over some weeks. */
export function seasonEdgeShare(seed: number, days: number = SEASON_DAYS): number {
  const { instrument, parameters } = instrumentOf('AAPL')
  const simulated: SimulatedInstrument = {
    instrument: { ...instrument, calendar: 'us-equity' },
    parameters: { ...parameters, ordersPerTrade: 1 },
  }
  const seconds = days * DAY_SECONDS
  const { orders } = observeOne(simulated, seed, seconds, 0, SESSION_START)
  const halfHours = sumsPerInterval(orders.times, orders.sizes, HALF_HOUR, seconds)
  const profile = dayProfile(halfHours, DAY_SECONDS / HALF_HOUR)
  return edgeShare(profile.subarray(0, SESSION_SECONDS / HALF_HOUR), 1)
}

function observeOne(
  simulated: SimulatedInstrument,
  seed: number,
  seconds: number,
  bookLevels: number,
  start: Micros = START,
): Observation {
  const { instrument } = simulated
  const simulator = createSimulator({ seed, start, instruments: [simulated], historyBars: 0 })
  const [seen] = observe(simulator.events(), { instruments: [instrument], start, seconds, bookLevels })
  if (seen === undefined) throw new Error(`nothing was seen of ${instrument.symbol} at ${start / MICROS_PER_SECOND}`)
  return seen
}
