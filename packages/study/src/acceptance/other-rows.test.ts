/** A sample of the rows that have runs of their own: shorter ones, with wider bounds only for what few trades scatter. */

import { expect, it } from 'vitest'
import { publishedOrdersPerTrade } from './book-rates.ts'
import { judgeBookRates, judgeEpps } from './other-rows.ts'
import { EPPS_SPANS, eppsRun, largeTickShare, recoverBookRates, seasonEdgeShare } from './other-runs.ts'
import { SKY_PERFECT } from './published.ts'
import { verdictLine } from './verdict-text.ts'

const failed = (verdicts: ReturnType<typeof judgeEpps>): readonly string[] =>
  verdicts.filter(({ holds }) => !holds).map(verdictLine)

it('the rates of Cont, Stoikov & Talreja 2010 (Table 2, second-hand) come back from a day of our own feed', () => {
  const rates = recoverBookRates(1, 86_400)
  const [limits, cancellations, market] = judgeBookRates(rates)
  expect(limits === undefined || cancellations === undefined ? [] : failed([limits, cancellations])).toEqual([])
  // trades come in bursts: a day's count scatters by 3 %
  expect(Math.abs(market?.measured[1] ?? NaN)).toBeLessThan(0.1)
})

it('a large tick is the spread for most of the time', () => {
  expect(largeTickShare(1, 23_400)).toBeGreaterThan(0.6)
})

it('coins that share a factor move together within minutes, not at once', () => {
  const curve = eppsRun(1, 86_400)
  const at = (span: number): number => curve[EPPS_SPANS.indexOf(span)] ?? NaN
  expect(at(60)).toBeGreaterThan(at(1))
  expect(at(300)).toBeGreaterThan(0.1)
  expect(at(10)).toBeLessThan(0.8 * at(300))
})

it('a session is busy at its open and its close', () => {
  // an even share is 0.154; a week scatters
  expect(seasonEdgeShare(1, 5)).toBeGreaterThan(0.18)
})

it('errors of rates are judged level by level', () => {
  const { limits, cancellations, market } = SKY_PERFECT
  expect(failed(judgeBookRates({ limits, cancellations, market }))).toEqual([])
  const off = judgeBookRates({ limits: limits.map((rate, i) => (i === 3 ? 1.1 * rate : rate)), cancellations, market })
  expect(failed(off)).toHaveLength(1)
  expect(publishedOrdersPerTrade(25)).toBeCloseTo(34, 0)
})

it('a correlation that is there at once is no Epps effect', () => {
  expect(failed(judgeEpps([0.01, 0.05, 0.1, 0.2, 0.3, 0.45, 0.5]))).toEqual([])
  expect(failed(judgeEpps(EPPS_SPANS.map(() => 0.5)))).toHaveLength(1)
  expect(failed(judgeEpps([0.3, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1]))).toHaveLength(2)
})
