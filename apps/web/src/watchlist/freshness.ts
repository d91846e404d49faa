/** Whether what is shown of a symbol can be trusted: one word made of its quote's age and of what its venue says. */

import { MICROS_PER_SECOND, type TradingStatus } from '@tapedeck/protocol'
import { m } from '../paraglide/messages.js'

/** `live` and `stale` go by the age of the quote; what is not `trading` says so in the venue's words; `unknown`: nothing came yet. */
export type Freshness = 'unknown' | 'live' | 'stale' | Exclude<TradingStatus, 'trading'>

const STALE_AFTER_MICROS = 30 * MICROS_PER_SECOND

/** `ageMicros` of the quote, null where there is none. */
export function freshnessOf(ageMicros: number | null, status: TradingStatus | null): Freshness {
  if (status !== null && status !== 'trading') return status
  if (ageMicros === null) return 'unknown'
  return ageMicros > STALE_AFTER_MICROS ? 'stale' : 'live'
}

/** One word for each. */
export const FRESHNESS_WORDS: Readonly<Record<Freshness, () => string>> = {
  unknown: m.watchlist_unknown,
  live: () => '',
  stale: m.watchlist_stale,
  'pre-open': m.watchlist_pre_open,
  auction: m.watchlist_auction,
  halted: m.watchlist_halted,
  closed: m.watchlist_closed,
}

/** What each means, for who points at it. */
export const FRESHNESS_TITLES: Readonly<Record<Freshness, () => string | undefined>> = {
  unknown: m.watchlist_unknown_title,
  live: () => undefined,
  stale: m.watchlist_stale_title,
  'pre-open': m.watchlist_pre_open_title,
  auction: m.watchlist_auction_title,
  halted: m.watchlist_halted_title,
  closed: m.watchlist_closed_title,
}
