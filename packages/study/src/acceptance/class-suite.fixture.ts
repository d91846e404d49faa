/** The acceptance table of one class of markets as tests, each of which says its figure, its source and how it came to us. */

import { beforeAll, describe, expect, it } from 'vitest'
import { ACCEPTANCE, type AcceptanceRow, type Range } from './acceptance.ts'
import { runSeed, type MarketClass } from './market-class.ts'
import { POOLED } from './pooled.ts'
import { STATISTICS, type Measured } from './sample.ts'
import { judgeAggregation, judgeCurve, judgeRow } from './verdict.ts'
import { publishedText, rangeText, verdictLine } from './verdict-text.ts'

/** A verdict's line says what was measured where it does not. */
const HOLDS = /^ok /

export interface ClassSuite {
  readonly seeds: readonly number[]
  readonly sessions: number
  /** Another range than the table's, where a shorter run needs a wider one. */
  readonly widened?: (row: AcceptanceRow) => Range | undefined
  readonly timeoutMs: number
}

/** Runs the seeds of a class once, and judges every row. */
export function describeClass(marketClass: MarketClass, suite: ClassSuite): void {
  const { seeds, sessions, widened, timeoutMs } = suite
  describe(`${marketClass}: ${seeds.length} seeds of ${sessions} sessions`, () => {
    const measured: Measured[] = []
    beforeAll(() => {
      for (const seed of seeds) measured.push(runSeed(marketClass, seed, sessions))
    }, timeoutMs)

    for (const row of ACCEPTANCE) {
      const own = row.accept[marketClass]
      const accept = widened?.(row) ?? own
      const wider = accept === own ? '' : ` (here ${rangeText(accept)})`
      it(`${meaningOf(row)}, ${row.scope}: ${rangeText(own)}${wider}. Published: ${publishedText(row.published)}`, () => {
        expect(verdictLine(judgeRow(row, accept, measured))).toMatch(HOLDS)
      })
    }

    it('kurtosis falls from one minute to five to an hour', () => {
      expect(verdictLine(judgeAggregation(measured))).toMatch(HOLDS)
    })

    it('magnitudes of returns remember as those of Andersen & Bollerslev 1997 do (footnote 14, read at the source)', () => {
      expect(verdictLine(judgeCurve(measured))).toMatch(HOLDS)
    })
  })
}

function meaningOf(row: AcceptanceRow): string {
  return row.scope === 'all seeds together' ? POOLED[row.statistic].meaning : STATISTICS[row.statistic].meaning
}
