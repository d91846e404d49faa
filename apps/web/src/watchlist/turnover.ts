/** Turnover that compares: in one currency, by the exchange rates that stand on the tape. */

import type { InstrumentInfo, Stats } from '@tapedeck/protocol'

/** What turnover is made of. */
export interface Traded {
  readonly info: Pick<InstrumentInfo, 'symbol' | 'assetClass' | 'currency'>
  readonly stats: Pick<Stats, 'last' | 'notional'> | null
}

const COMMON = 'USD'

/** Gives the turnover of the day in US dollars. A currency of which the tape has no rate counts as it is. */
export function turnoverIn(table: readonly Traded[]): (traded: Traded) => number {
  const dollars = new Map([[COMMON, 1]])
  for (const { info, stats } of table) {
    if (info.assetClass !== 'fx' || stats === null || stats.last === null || stats.last <= 0) continue
    const [base = ''] = info.symbol.split('-')
    if (info.currency === COMMON) dollars.set(base, stats.last)
    else if (base === COMMON) dollars.set(info.currency, 1 / stats.last)
  }
  return ({ info, stats }) => Number(stats?.notional ?? 0) * (dollars.get(info.currency) ?? 1)
}
