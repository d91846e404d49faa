/** Whether what is shown of a symbol can be trusted: one word made of its quote's age and of what its venue says. */

import { MICROS_PER_SECOND, type TradingStatus } from '@tapedeck/protocol'

/** `live` and `stale` go by the age of the quote; what is not `trading` says so in the venue's words; `unknown`: nothing came yet. */
export type Freshness = 'unknown' | 'live' | 'stale' | Exclude<TradingStatus, 'trading'>

const STALE_AFTER_MICROS = 30 * MICROS_PER_SECOND

/** `ageMicros` of the quote, null where there is none. */
export function freshnessOf(ageMicros: number | null, status: TradingStatus | null): Freshness {
  if (status !== null && status !== 'trading') return status
  if (ageMicros === null) return 'unknown'
  return ageMicros > STALE_AFTER_MICROS ? 'stale' : 'live'
}

/** What each means, for who points at it. */
export const FRESHNESS_TITLES: Readonly<Record<Freshness, string | undefined>> = {
  unknown: 'no quote yet',
  live: undefined,
  stale: 'stale: no quote for longer than 30 s',
  'pre-open': 'pre-open: the venue has not opened yet',
  auction: 'auction: bid and ask are the indicative price',
  halted: 'halted by its venue',
  closed: 'the venue is closed',
}
