/** Verdicts on the rows that have a run of their own. */

import type { Range } from './acceptance.ts'
import type { BookRates } from './book-rates.ts'
import {
  EPPS_SPANS,
  eppsRun,
  largeTickShare,
  recoverBookRates,
  seasonEdgeShare,
  spreadVolatilityFit,
} from './other-runs.ts'
import { PUBLISHED, SKY_PERFECT } from './published.ts'
import { verdict, type Verdict } from './verdict.ts'

/** How far a rate that is recovered from the feed may be from the one that was put in, as a share of it. */
const RATE_TOLERANCE = 0.05
const RATES: Range = [-RATE_TOLERANCE, RATE_TOLERANCE]
/** Sampling noise of a correlation over the longest span. */
const EPPS_NOISE = 0.03
const EPPS_SHORT = 10
const EPPS_LONG = 1_800

/** Rows with a run of their own, for one seed. */
export const OTHER_ROWS = {
  book: (seed: number): readonly Verdict[] => judgeBookRates(recoverBookRates(seed)),
  largeTick: (seed: number): readonly Verdict[] => [
    verdict(
      'share of time with a spread of one tick, large tick',
      'one seed',
      [largeTickShare(seed)],
      [0.6, 1],
      PUBLISHED.largeTick,
    ),
  ],
  spread: (seed: number): readonly Verdict[] => [
    verdict(
      'R² of spread by volatility per trade, over instruments',
      'one seed',
      [spreadVolatilityFit(seed)],
      [0.9, 1],
      PUBLISHED.spreadAndVolatility,
    ),
  ],
  epps: (seed: number): readonly Verdict[] => judgeEpps(eppsRun(seed)),
  season: (seed: number): readonly Verdict[] => [
    verdict(
      'share of volume in the first and last half hour',
      'one seed',
      [seasonEdgeShare(seed)],
      [0.2, 0.26],
      PUBLISHED.reverseJ,
    ),
  ],
} as const satisfies Readonly<Record<string, (seed: number) => readonly Verdict[]>>
export type OtherRow = keyof typeof OTHER_ROWS

/** Errors of the recovered rates, as shares of those published. */
export function judgeBookRates({ limits, cancellations, market }: BookRates): readonly Verdict[] {
  const errors = (rates: readonly number[], published: readonly number[]): readonly number[] =>
    published.map((rate, level) => (rates[level] ?? NaN) / rate - 1)
  const name = (what: string): string => `error of ${what} recovered from the feed`
  return [
    verdict(
      name('limit order rates, levels 1 to 5,'),
      'each level',
      errors(limits, SKY_PERFECT.limits),
      RATES,
      PUBLISHED.bookLimits,
    ),
    verdict(
      name('cancellation rates, levels 1 to 5,'),
      'each level',
      errors(cancellations, SKY_PERFECT.cancellations),
      RATES,
      PUBLISHED.bookCancellations,
    ),
    verdict(
      name('the market order rate'),
      'one seed',
      errors([market], [SKY_PERFECT.market]),
      RATES,
      PUBLISHED.bookMarket,
    ),
  ]
}

/** Correlation rises with the span, and is far from there yet at ten seconds. */
export function judgeEpps(curve: readonly number[]): readonly Verdict[] {
  const rises = curve.slice(1).map((next, i) => next - (curve[i] ?? NaN))
  const at = (span: number): number => curve[EPPS_SPANS.indexOf(span)] ?? NaN
  return [
    verdict(
      'rise of correlation from span to span, 1 s to 30 min',
      'one seed',
      rises,
      [-EPPS_NOISE, 1],
      PUBLISHED.epps,
    ),
    verdict(
      'correlation over 10 s, of that over 30 min',
      'one seed',
      [at(EPPS_SHORT) / at(EPPS_LONG)],
      [0, 0.6],
      PUBLISHED.epps,
    ),
  ]
}
