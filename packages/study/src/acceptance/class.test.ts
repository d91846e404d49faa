/**
 * A sample of the acceptance run: three seeds of forty sessions a class, of twelve of 250. Ranges are the table's, but where so few returns scatter
 * more: those are widened to what twelve such seeds showed, and a little.
 */

import type { AcceptanceRow, Range } from './acceptance.ts'
import { describeClass } from './class-suite.fixture.ts'
import { MARKET_CLASSES, type MarketClass } from './market-class.ts'
import type { PooledName } from './pooled.ts'
import type { StatisticName } from './sample.ts'

type Statistic = StatisticName | PooledName

const WIDENED: Partial<Readonly<Record<Statistic, Partial<Readonly<Record<MarketClass, Range>>>>>> = {
  hillMinute: { equity: [2.5, 6.5], crypto: [2.3, 6.5] },
  // some thirty returns in the tail
  hillFiveMinutes: { equity: [2.3, 6], fx: [3, 7.5], crypto: [2.2, 7] },
  kurtosisFiveMinutes: { equity: [7, 50] },
  kurtosisSession: { equity: [2.2, 25], fx: [2.2, 25], crypto: [2.2, 25] },
  // some thirty days
  kurtosisDay: { equity: [1.8, 25], fx: [1.8, 25], crypto: [1.8, 25] },
  deviationDay: { equity: [0.8, 3], fx: [0.25, 0.8], crypto: [2.4, 8] },
  skewness: { equity: [-2.5, -0.1], fx: [-0.5, 0.5] },
  returnMemory: { equity: [-0.07, 0.07], fx: [-0.07, 0.07], crypto: [-0.07, 0.07] },
  // one calm or wild month shows in all lags
  magnitudeMemory1: { crypto: [0.15, 0.5] },
  magnitudeMemory2: { crypto: [0.12, 0.45] },
  magnitudeMemory5: { equity: [0.08, 0.35], crypto: [0.1, 0.4] },
  magnitudeMemory10: { equity: [0.04, 0.3], crypto: [0.08, 0.35] },
  waits: { crypto: [1.3, 4.5] },
  leverage: { equity: [-Infinity, 0], fx: [-0.1, 0.1], crypto: [-Infinity, 0.07] },
}
/** The longest lag is a tenth of so short a run, whose own mean hides the slowest part of the memory. */
const WIDENED_DECAY: Readonly<Record<'each seed' | 'median', Range>> = { 'each seed': [0.1, 1.1], median: [0.15, 0.8] }

function widened(row: AcceptanceRow, marketClass: MarketClass): Range | undefined {
  if (row.statistic === 'magnitudeDecay') return WIDENED_DECAY[row.scope]
  return WIDENED[row.statistic]?.[marketClass]
}

for (const marketClass of MARKET_CLASSES) {
  describeClass(marketClass, {
    seeds: [1, 2, 3],
    sessions: 40,
    widened: (row) => widened(row, marketClass),
    timeoutMs: 120_000,
  })
}
