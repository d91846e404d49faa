/**
 * The acceptance table: what a market must look like to be believed, statistic by statistic and class by class. A range is the published one,
 * widened by how far seeds scatter in the run that it is about: 12 seeds, 250 sessions of 23,400 s on end, no season.
 */

import type { MarketClass } from './market-class.ts'
import { magnitudeMemoryAt, PUBLISHED, type Figure } from './published.ts'
import type { PooledName } from './pooled.ts'
import type { StatisticName } from './sample.ts'

/** From and to, both included. */
export type Range = readonly [least: number, most: number]
type Ranges = Readonly<Record<MarketClass, Range>>

/** A figure that each seed has, judged for every seed or on the median of them; or one of all seeds' returns together. */
export type AcceptanceRow = (
  | { readonly scope: 'each seed' | 'median'; readonly statistic: StatisticName }
  | { readonly scope: 'all seeds together'; readonly statistic: PooledName }
) & {
  readonly accept: Ranges
  readonly published: readonly Figure[]
}

const all = (least: number, most: number): Ranges => ({
  equity: [least, most],
  fx: [least, most],
  crypto: [least, most],
})

function each(statistic: StatisticName, accept: Ranges, published: readonly Figure[]): AcceptanceRow {
  return { scope: 'each seed', statistic, accept, published }
}

function median(statistic: StatisticName, accept: Ranges, published: readonly Figure[]): AcceptanceRow {
  return { scope: 'median', statistic, accept, published }
}

function together(statistic: PooledName, accept: Ranges, published: readonly Figure[]): AcceptanceRow {
  return { scope: 'all seeds together', statistic, accept, published }
}

const TAILS: Ranges = { equity: [2.5, 5], fx: [3, 6.5], crypto: [2.5, 5] }

export const ACCEPTANCE: readonly AcceptanceRow[] = [
  each('hillMinute', TAILS, PUBLISHED.tails),
  each('hillFiveMinutes', TAILS, PUBLISHED.tails),
  each('kurtosisMinute', all(6, Infinity), PUBLISHED.kurtosisMinute),
  each('kurtosisFiveMinutes', { equity: [7, 30], fx: [5, 80], crypto: [7, 60] }, PUBLISHED.kurtosisFiveMinutes),
  together('kurtosisSession', all(3, 20), PUBLISHED.kurtosisDay),
  together('kurtosisDay', all(3, 20), PUBLISHED.kurtosisDay),
  // the classes' own wish for equity: 1.5 to 2 %; the published ones with a third to either side for the others
  together('deviationDay', { equity: [1, 2.5], fx: [0.32, 0.65], crypto: [3, 6.8] }, PUBLISHED.deviationDay),
  each('returnMemory', all(-0.05, 0.05), PUBLISHED.returnMemory),
  each('magnitudeMemory1', all(0.15, 0.45), magnitudeMemoryAt(1)),
  each('magnitudeMemory2', all(0.12, 0.4), magnitudeMemoryAt(2)),
  each('magnitudeMemory5', all(0.1, 0.35), magnitudeMemoryAt(5)),
  each('magnitudeMemory10', all(0.08, 0.3), magnitudeMemoryAt(10)),
  each('magnitudeDecay', all(0.1, 0.75), PUBLISHED.magnitudeDecay),
  median('magnitudeDecay', all(0.2, 0.4), PUBLISHED.magnitudeDecay),
  each('bounce', all(-0.5, -0.1), PUBLISHED.bounce),
  each('midMemory', all(-0.1, 0.1), PUBLISHED.midMemory),
  each('signsAtTen', all(0.03, 0.3), PUBLISHED.signsAtTen),
  each('signDecay', all(0.3, 0.8), PUBLISHED.signs),
  median('signDecay', all(0.4, 0.7), PUBLISHED.signs),
  each('tradesAndVolatility', all(0.2, 0.8), PUBLISHED.tradesAndVolatility),
  each('branching', all(0.7, 0.95), PUBLISHED.branching),
  each('waits', all(1.3, 4), PUBLISHED.waits),
  each('leverage', { equity: [-Infinity, -0.02], fx: [-0.04, 0.04], crypto: [-Infinity, 0.03] }, PUBLISHED.leverage),
  each('skewness', { equity: [-1.5, -0.1], fx: [-0.3, 0.3], crypto: [-1.5, 1] }, PUBLISHED.skewness),
]

/** Of the medians of seeds: heavy tails that lighten with the span. */
export const AGGREGATION: readonly StatisticName[] = ['kurtosisMinute', 'kurtosisFiveMinutes', 'kurtosisHour']

/** How far the median curve of the magnitudes' memory may be from the published one, as a root of the mean square. */
export const CURVE_TOLERANCE = 0.08
