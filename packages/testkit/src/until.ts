/** What a test can wait for on a tape. */

import type { SourceEvent } from '@tapedeck/protocol'
import type { FeedMarket } from './market.ts'

/** A bound of a price, as a decimal. */
export interface Bound {
  readonly gt?: number
  readonly lt?: number
}

export interface SymbolCondition {
  readonly symbol: string
  readonly last?: Bound
  readonly bid?: Bound
  readonly ask?: Bound
  readonly status?: string
}

/** Asked before the first event, and after each; `event` is undefined the first time. */
export type Predicate = (now: { readonly market: FeedMarket; readonly event: SourceEvent | undefined }) => boolean

export type Condition = Predicate | SymbolCondition

export function meets(condition: Condition, market: FeedMarket, event: SourceEvent | undefined): boolean {
  if (typeof condition === 'function') return condition({ market, event })
  const { symbol, last, bid, ask, status } = condition
  const quote = market.quote(symbol)
  return (
    isWithin(market.last(symbol), last) &&
    isWithin(quote?.bid ?? null, bid) &&
    isWithin(quote?.ask ?? null, ask) &&
    (status === undefined || market.status(symbol) === status)
  )
}

function isWithin(price: number | null, bound: Bound | undefined): boolean {
  if (bound === undefined) return true
  if (price === null) return false
  return price > (bound.gt ?? -Infinity) && price < (bound.lt ?? Infinity)
}
