/** Judges what was measured by the acceptance table. */

import { median } from '../measures/moments.ts'
import { rootMeanSquareError } from '../measures/relation.ts'
import { ACCEPTANCE, AGGREGATION, CURVE_TOLERANCE, type AcceptanceRow, type Range } from './acceptance.ts'
import type { MarketClass } from './market-class.ts'
import { POOLED } from './pooled.ts'
import { DEUTSCHMARK_ABSOLUTE_RETURNS, PUBLISHED, type Figure } from './published.ts'
import { CURVE_LAGS, STATISTICS, type Measured } from './sample.ts'

export interface Verdict {
  readonly name: string
  readonly scope: string
  /** Least, middle and most of what was judged. */
  readonly measured: readonly [least: number, middle: number, most: number]
  readonly accept: Range
  readonly holds: boolean
  readonly published: readonly Figure[]
}

/** Judges the seeds of a class. Every row has a verdict, in the table's order, and after them aggregation and the published curve. */
export function judge(marketClass: MarketClass, measured: readonly Measured[]): readonly Verdict[] {
  return [
    ...ACCEPTANCE.map((row) => judgeRow(row, row.accept[marketClass], measured)),
    judgeAggregation(measured),
    judgeCurve(measured),
  ]
}

/** One row by a range, the table's or another. */
export function judgeRow(row: AcceptanceRow, accept: Range, measured: readonly Measured[]): Verdict {
  const { scope, published } = row
  if (row.scope === 'all seeds together') {
    const { meaning, measure } = POOLED[row.statistic]
    return verdict(meaning, scope, [measure(measured)], accept, published)
  }
  const values = measured.map(({ values: own }) => own[row.statistic])
  const judged = row.scope === 'median' ? [median(values)] : values
  return verdict(STATISTICS[row.statistic].meaning, scope, judged, accept, published)
}

/** Kurtosis falls from span to span: judged is by how much the median does, at least. */
export function judgeAggregation(measured: readonly Measured[]): Verdict {
  const medians = AGGREGATION.map((name) => median(measured.map(({ values }) => values[name])))
  const falls = medians.slice(1).map((next, i) => (medians[i] as number) - next)
  return verdict('fall of kurtosis, 1 min to 5 min to 1 h', 'median', falls, [0, Infinity], PUBLISHED.aggregation)
}

/** The median curve beside that of Andersen & Bollerslev. */
export function judgeCurve(measured: readonly Measured[]): Verdict {
  const error = rootMeanSquareError(medianCurve(measured), DEUTSCHMARK_ABSOLUTE_RETURNS)
  const name = 'distance of the ACF of |r|, 5 min, lags 1 to 10, from the published one (root mean square)'
  return verdict(name, 'median', [error], [0, CURVE_TOLERANCE], PUBLISHED.magnitudeCurve)
}

/** The median of the seeds' curves at each lag. */
export function medianCurve(measured: readonly Measured[]): readonly number[] {
  return CURVE_LAGS.map((_, i) => median(measured.map(({ magnitudeCurve }) => magnitudeCurve[i] as number)))
}

/** A verdict on values, all of which must lie in the range. */
export function verdict(
  name: string,
  scope: string,
  values: readonly number[],
  accept: Range,
  published: readonly Figure[],
): Verdict {
  const holds = values.length > 0 && values.every((value) => value >= accept[0] && value <= accept[1])
  return { name, scope, measured: [Math.min(...values), median(values), Math.max(...values)], accept, holds, published }
}
