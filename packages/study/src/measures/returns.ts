/** Returns of a price on an even grid of times. */

import type { Series } from './moments.ts'
import { correlation } from './relation.ts'

/** Logarithmic returns over spans of `step` grid points, one after another without overlap; not a number where a price is none. */
export function logReturns(prices: Series, step: number): Float64Array {
  const count = Math.max(0, Math.floor((prices.length - 1) / step))
  return Float64Array.from({ length: count }, (_, i) =>
    Math.log((prices[(i + 1) * step] as number) / (prices[i * step] as number)),
  )
}

/** What is a number. */
export function known(xs: Series): Float64Array {
  return Float64Array.from(xs).filter((x) => !Number.isNaN(x))
}

/**
 * Correlation of two prices' returns over each span: it rises with the span, since what is not traded together takes a while
 * to move together (Epps 1979; Toth & Kertesz 2009).
 */
export function eppsCurve(one: Series, other: Series, spans: readonly number[]): readonly number[] {
  return spans.map((span) => correlation(logReturns(one, span), logReturns(other, span)))
}
