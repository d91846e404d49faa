/** What a test can wait for on a tape. */

import { TapedeckError, type SourceEvent, type TradingStatus } from '@tapedeck/protocol'
import type { FeedMarket } from './market.ts'
import type { MemoryTape } from './tape/memory-tape.ts'
import { timeText } from './transport-timers.ts'

/** A bound of a price, as a decimal. */
export interface Bound {
  readonly gt?: number
  readonly lt?: number
}

/** Holds where all that is named does. */
export interface SymbolCondition {
  readonly symbol: string
  readonly last?: Bound
  readonly bid?: Bound
  readonly ask?: Bound
  readonly status?: TradingStatus
}

/** Asked before the first event, and after each; `event` is undefined the first time. */
export type Predicate = (now: { readonly market: FeedMarket; readonly event: SourceEvent | undefined }) => boolean

export type Condition = Predicate | SymbolCondition

const KEYS: readonly string[] = ['symbol', 'last', 'bid', 'ask', 'status'] satisfies (keyof SymbolCondition)[]
const BOUNDS: readonly string[] = ['gt', 'lt'] satisfies (keyof Bound)[]

/** A condition that is asked again and again until it holds. What a predicate throws is kept for whoever waits: it stops nothing that plays. */
export class Wait {
  readonly #condition: Condition
  readonly #market: FeedMarket
  readonly #tape: MemoryTape
  #isMet = false
  #failure: { readonly thrown: unknown } | undefined

  /** Throws `BAD_OPTION` for a condition that has no such keys, and `UNKNOWN_SYMBOL` for a symbol that never comes on the tape. */
  constructor(condition: Condition, market: FeedMarket, tape: MemoryTape) {
    this.#condition = condition
    this.#market = market
    this.#tape = tape
    if (typeof condition !== 'function') {
      check(condition)
      // throws for one that nobody knows
      if (!tape.lists(condition.symbol)) market.instrument(condition.symbol)
    }
    this.look(undefined)
  }

  /** Whether it has held. Throws what the predicate threw. */
  get isMet(): boolean {
    if (this.#failure !== undefined) throw this.#failure.thrown
    return this.#isMet
  }

  look(event: SourceEvent | undefined): void {
    if (this.#isMet || this.#failure !== undefined) return
    try {
      this.#isMet = this.#holds(event)
    } catch (thrown) {
      this.#failure = { thrown }
    }
  }

  /** The error of a tape that has ended. `position` is where it did. */
  neverMet(position: number): TapedeckError {
    const events = this.#tape.played
    const what = typeof this.#condition === 'function' ? 'the condition' : JSON.stringify(this.#condition)
    return new TapedeckError(
      'NEVER_MET',
      `${what} was never met: the tape ended after ${events} events, at ${timeText(position)}`,
      { events, position },
    )
  }

  #holds(event: SourceEvent | undefined): boolean {
    const [condition, market] = [this.#condition, this.#market]
    if (typeof condition === 'function') return condition({ market, event })
    const { symbol, last, bid, ask, status } = condition
    // it may be listed later
    if (!market.lists(symbol)) return false
    const quote = market.quote(symbol)
    return (
      isWithin(market.last(symbol), last) &&
      isWithin(quote?.bid ?? null, bid) &&
      isWithin(quote?.ask ?? null, ask) &&
      (status === undefined || market.status(symbol) === status)
    )
  }
}

function check(condition: SymbolCondition): void {
  for (const [key, value] of Object.entries(condition) as [string, unknown][]) {
    if (!KEYS.includes(key)) throw unknownKey(key, KEYS)
    if (typeof value !== 'object' || value === null) continue
    for (const bound of Object.keys(value)) if (!BOUNDS.includes(bound)) throw unknownKey(`${key}.${bound}`, BOUNDS)
  }
}

function unknownKey(key: string, known: readonly string[]): TapedeckError {
  const rule = `it has ${known.join(', ')}; for anything else give a function`
  return new TapedeckError('BAD_OPTION', `a condition has no "${key}": ${rule}`, { key })
}

function isWithin(price: number | null, bound: Bound | undefined): boolean {
  if (bound === undefined) return true
  if (price === null) return false
  return price > (bound.gt ?? -Infinity) && price < (bound.lt ?? Infinity)
}
