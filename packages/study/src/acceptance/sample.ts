/** What the statistics are measured on: one observation, cut into the spans that published figures are about. */

import { branchingRatio, coefficientOfVariation, countsPerInterval, differences } from '../measures/arrivals.ts'
import { autocorrelation, autocorrelations, lagsUpTo, logSpacedLags } from '../measures/autocorrelation.ts'
import { deviation, kurtosis, magnitudes, skewness } from '../measures/moments.ts'
import { decayExponent, hillIndex } from '../measures/power-law.ts'
import { correlation, leverage } from '../measures/relation.ts'
import { known, logReturns } from '../measures/returns.ts'
import type { Observation } from '../observation/observe.ts'

/** A session of a share, which is the day of the acceptance run. */
export const SESSION_SECONDS = 23_400
const DAY_SECONDS = 86_400
const MINUTE = 60
const FIVE_MINUTES = 300
const TEN_MINUTES = 600
const HOUR = 3_600

/** Returns over the spans, and what is asked of them more than once. */
export interface Sample {
  readonly observation: Observation
  readonly minutes: Float64Array
  readonly fiveMinutes: Float64Array
  readonly fiveMinuteMagnitudes: Float64Array
  /** Market orders in the same five minutes, and in ten, where the venue traded all the while. */
  readonly fiveMinuteOrders: Float64Array
  readonly tenMinuteOrders: Float64Array
  readonly hours: Float64Array
  readonly sessions: Float64Array
  readonly days: Float64Array
}

export function sampleOf(observation: Observation): Sample {
  const { mids } = observation
  const fiveMinutes = known(logReturns(mids, FIVE_MINUTES))
  return {
    observation,
    minutes: known(logReturns(mids, MINUTE)),
    fiveMinutes,
    fiveMinuteMagnitudes: magnitudes(fiveMinutes),
    fiveMinuteOrders: orderCounts(observation, FIVE_MINUTES),
    tenMinuteOrders: orderCounts(observation, TEN_MINUTES),
    hours: known(logReturns(mids, HOUR)),
    sessions: known(logReturns(mids, SESSION_SECONDS)),
    days: known(logReturns(mids, DAY_SECONDS)),
  }
}

function orderCounts({ mids, orders, seconds }: Observation, width: number): Float64Array {
  const traded = logReturns(mids, width)
  return countsPerInterval(orders.times, width, seconds).filter((_, i) => !Number.isNaN(traded[i]))
}

/** Lags of the published curve. */
export const CURVE_LAGS: readonly number[] = lagsUpTo(10)
/** Five minutes times these: 25 minutes to more than a day. */
const MAGNITUDE_LAGS: readonly number[] = logSpacedLags(5, 320, 24)
/** Market orders. */
const SIGN_LAGS: readonly number[] = logSpacedLags(10, 1_000, 20)

interface Statistic {
  /** What is measured and how, for a table. */
  readonly meaning: string
  readonly measure: (sample: Sample) => number
}

const statistic = (meaning: string, measure: (sample: Sample) => number): Statistic => ({ meaning, measure })
const magnitudeMemory = (lag: number): Statistic =>
  statistic(`ACF of |r|, 5 min, lag ${lag}`, ({ fiveMinuteMagnitudes }) => autocorrelation(fiveMinuteMagnitudes, lag))

export const STATISTICS = {
  hillMinute: statistic('Hill tail index, 1 min, largest 0.5 %', ({ minutes }) => hillIndex(minutes, 0.005)),
  hillFiveMinutes: statistic('Hill tail index, 5 min, largest 1 %', ({ fiveMinutes }) => hillIndex(fiveMinutes, 0.01)),
  kurtosisMinute: statistic('kurtosis, 1 min', ({ minutes }) => kurtosis(minutes)),
  kurtosisFiveMinutes: statistic('kurtosis, 5 min', ({ fiveMinutes }) => kurtosis(fiveMinutes)),
  kurtosisHour: statistic('kurtosis, 1 h', ({ hours }) => kurtosis(hours)),
  skewness: statistic('skewness, 5 min', ({ fiveMinutes }) => skewness(fiveMinutes)),
  returnMemory: statistic('ACF of returns, 5 min, lag 1', ({ fiveMinutes }) => autocorrelation(fiveMinutes, 1)),
  magnitudeMemory1: magnitudeMemory(1),
  magnitudeMemory2: magnitudeMemory(2),
  magnitudeMemory5: magnitudeMemory(5),
  magnitudeMemory10: magnitudeMemory(10),
  magnitudeDecay: statistic('decay exponent of the ACF of |r|, 5 min, lags 5 to 320', ({ fiveMinuteMagnitudes }) =>
    decayExponent(fiveMinuteMagnitudes, MAGNITUDE_LAGS),
  ),
  bounce: statistic('ACF of trade price changes, lag 1', ({ observation: { orders } }) =>
    autocorrelation(differences(orders.prices, orders.firsts), 1),
  ),
  midMemory: statistic('ACF of mid changes from trade to trade, lag 1', ({ observation: { orders } }) =>
    autocorrelation(differences(orders.mids, orders.firsts), 1),
  ),
  signsAtTen: statistic('ACF of trade signs, lag 10', ({ observation: { orders } }) =>
    autocorrelation(orders.signs, 10),
  ),
  signDecay: statistic('decay exponent of the ACF of trade signs, lags 10 to 1000', ({ observation: { orders } }) =>
    decayExponent(orders.signs, SIGN_LAGS),
  ),
  tradesAndVolatility: statistic('correlation of trades and |r|, 5 min', ({ fiveMinuteOrders, fiveMinuteMagnitudes }) =>
    correlation(fiveMinuteOrders, fiveMinuteMagnitudes),
  ),
  branching: statistic('branching ratio 1 − √(mean / variance), 10 min counts', ({ tenMinuteOrders }) =>
    branchingRatio(tenMinuteOrders),
  ),
  waits: statistic('variation of waits between trades, deviation / mean', ({ observation: { orders } }) =>
    coefficientOfVariation(differences(orders.times, orders.firsts)),
  ),
  leverage: statistic('leverage corr(r, next r²), 5 min', ({ fiveMinutes }) => leverage(fiveMinutes)),
  deviationDay: statistic('standard deviation of a day, %', ({ days }) => 100 * deviation(days)),
} as const satisfies Readonly<Record<string, Statistic>>
export type StatisticName = keyof typeof STATISTICS

/** What is kept of one run: a few numbers and the returns that are pooled with those of other seeds. */
export interface Measured {
  readonly values: Readonly<Record<StatisticName, number>>
  /** Autocorrelation of the magnitude of 5-minute returns at {@link CURVE_LAGS}. */
  readonly magnitudeCurve: readonly number[]
  readonly sessions: Float64Array
  readonly days: Float64Array
}

export function measure(sample: Sample): Measured {
  const entries = Object.entries(STATISTICS).map(([name, { measure: measured }]) => [name, measured(sample)] as const)
  return {
    values: Object.fromEntries(entries) as Record<StatisticName, number>,
    magnitudeCurve: autocorrelations(sample.fiveMinuteMagnitudes, CURVE_LAGS),
    sessions: sample.sessions,
    days: sample.days,
  }
}
