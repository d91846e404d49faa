/** Scenarios as data: what happens to the simulated market, when, to which symbols, and how strongly. */

import type { Micros } from '@tapedeck/protocol'
import type { SimulatedInstrument } from '../instruments/simulated-instrument.ts'

/** Instruments that scenarios can list in the life of a tape. */
export const MOST_LISTINGS = 16

/** A span of time with its unit: `250ms`, `2.5s`, `5m`, `1h`, `1d`. */
export type Span = string

/** What every step has: when it begins, counted from the scenario's start, and whom it concerns. */
interface StepHead {
  readonly at: Span
  readonly symbols: readonly string[] | 'all'
}

/** The price moves along a line, in percent of where it stood when the step began; 0.05 is 5 % up. It stays where the last point leaves it. */
export interface PricePathStep extends StepHead {
  readonly kind: 'price-path'
  readonly points: readonly { readonly after: Span; readonly change: number }[]
}

/** The price moves along a line through given prices, decimals that may be zero and below. */
export interface PriceTargetStep extends StepHead {
  readonly kind: 'price-target'
  readonly points: readonly { readonly after: Span; readonly price: number }[]
}

/** The price is elsewhere at once. */
export interface PriceJumpStep extends StepHead {
  readonly kind: 'price-jump'
  readonly change: number
}

/** For a while everything is more or less than usual, by these multiples. */
export interface ActivityStep extends StepHead {
  readonly kind: 'activity'
  readonly for: Span
  readonly trades: number
  readonly orders: number
  readonly depth: number
  readonly spread: number
  readonly volatility: number
}

/** Quotes go on, nobody trades. */
export interface NoTradesStep extends StepHead {
  readonly kind: 'no-trades'
  readonly for: Span
}

/** Nothing comes for the symbols: no quote, no trade, no book, and no status that says so. */
export interface StaleStep extends StepHead {
  readonly kind: 'stale'
  readonly for: Span
}

/** Bid and ask are equal (0 ticks: locked), or the bid stands above the ask (crossed). */
export interface CrossStep extends StepHead {
  readonly kind: 'cross'
  readonly for: Span
  readonly ticks: number
}

/** Trading is halted; it resumes after an auction, if any, elsewhere by `change`. */
export interface HaltStep extends StepHead {
  readonly kind: 'halt'
  readonly for: Span
  readonly reason: string
  readonly auction: Span
  readonly change: number
}

/** Limit up, limit down: outside the band around the mean of the last five minutes' trades no quote stands; after the limit state trading pauses. */
export interface LimitBandsStep extends StepHead {
  readonly kind: 'limit-bands'
  readonly for: Span
  /** Half-width of the band: 0.05 is 5 %. */
  readonly band: number
  readonly limitState: Span
  readonly pause: Span
  readonly auction: Span
}

/** Orders are collected, an indicative price is shown, and one print ends it. */
export interface AuctionStep extends StepHead {
  readonly kind: 'auction'
  readonly for: Span
}

/** Market orders meet an empty book and trade at a stub quote. */
export interface StubTradesStep extends StepHead {
  readonly kind: 'stub-trades'
  readonly side: 'buy' | 'sell'
  /** The stub's price, a decimal; null: one tick for sells, a hundred times the reference price for buys. */
  readonly price: number | null
  readonly count: number
}

/** One trade far away, taken back later. */
export interface FatFingerStep extends StepHead {
  readonly kind: 'fat-finger'
  readonly change: number
  /** In typical trades. */
  readonly size: number
  /** Null: it stands. */
  readonly bustAfter: Span | null
}

/** A trade is reported long after it happened, away from the present price. */
export interface LateTradeStep extends StepHead {
  readonly kind: 'late-trade'
  readonly delay: Span
  readonly change: number
  readonly size: number
}

/** `numerator` new units for `denominator` old ones: 4 and 1 divide the price by four. The symbol is closed for a while. */
export interface SplitStep extends StepHead {
  readonly kind: 'split'
  readonly numerator: number
  readonly denominator: number
  readonly closedFor: Span
}

/** The instrument goes on under another symbol, with a new id that replaces the old. Concerns one symbol. */
export interface RenameStep extends StepHead {
  readonly kind: 'rename'
  readonly to: string
}

/** A new instrument enters. `symbols` names just its symbol. */
export interface ListStep extends StepHead {
  readonly kind: 'list'
  readonly instrument: SimulatedInstrument
}

/** The instrument closes and leaves the tape. */
export interface DelistStep extends StepHead {
  readonly kind: 'delist'
}

/** The smallest price step becomes so many times what it was: 5, or 0.2. */
export interface TickSizeStep extends StepHead {
  readonly kind: 'tick-size'
  readonly times: number
}

export type Step =
  | PricePathStep
  | PriceTargetStep
  | PriceJumpStep
  | ActivityStep
  | NoTradesStep
  | StaleStep
  | CrossStep
  | HaltStep
  | LimitBandsStep
  | AuctionStep
  | StubTradesStep
  | FatFingerStep
  | LateTradeStep
  | SplitStep
  | RenameStep
  | ListStep
  | DelistStep
  | TickSizeStep

export type StepKind = Step['kind']

/** What a fault has in common: when it begins and how long it lasts, and which symbols' market data it concerns: quotes, trades and busts, books, statuses. */
interface FaultHead {
  readonly at: Span
  readonly for: Span
  readonly symbols: readonly string[] | 'all'
}

/** Events are lost, which leaves holes in the numbers, or come twice, each with a probability. */
export interface LossFault extends FaultHead {
  readonly kind: 'drop' | 'duplicate'
  readonly probability: number
}

/** Events come after later ones: each with a probability is held back for a uniform time up to `window`. */
export interface ReorderFault extends FaultHead {
  readonly kind: 'reorder'
  readonly probability: number
  readonly window: Span
}

/** Every event comes so much later, in order; nothing that comes afterwards overtakes it. */
export interface DelayFault extends FaultHead {
  readonly kind: 'delay'
  readonly by: Span
}

/** Nothing comes; afterwards what was held comes at once, or is lost. Heartbeats go on. */
export interface FreezeFault extends FaultHead {
  readonly kind: 'freeze'
  readonly then: 'burst' | 'lose'
}

/** The venue's clock is wrong: `ts` is off by `by`, earlier where `ahead` is false. */
export interface SkewFault extends FaultHead {
  readonly kind: 'skew'
  readonly by: Span
  readonly ahead: boolean
}

export type Fault = LossFault | ReorderFault | DelayFault | FreezeFault | SkewFault

export interface Scenario {
  /** Lower-case words with hyphens. */
  readonly name: string
  /** One sentence for people. */
  readonly title: string
  /** Where a tape that is made for it starts, or null where any start will do. */
  readonly start: Micros | null
  /** `real` where it needs sessions; null where any calendar will do. */
  readonly calendar: 'real' | null
  /** In any order. */
  readonly steps: readonly Step[]
  readonly faults: readonly Fault[]
}
