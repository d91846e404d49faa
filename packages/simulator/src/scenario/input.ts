/** Scenarios as people write them: what has a default may be left out. */

import type { InstrumentEntry } from '../instruments/entry.ts'
import type { SimulatedInstrument } from '../instruments/simulated-instrument.ts'
import type { Fault, Scenario, Span, Step, StepKind } from './scenario.ts'

export type FaultKind = Fault['kind']
export type StepOf<Kind extends StepKind> = Extract<Step, { readonly kind: Kind }>
export type FaultOf<Kind extends FaultKind> = Kind extends 'drop' | 'duplicate'
  ? Extract<Fault, { readonly kind: 'drop' | 'duplicate' }>
  : Extract<Fault, { readonly kind: Kind }>

/** The keys of a kind beside those that every step or every fault has. */
export type OwnKey<Item extends { readonly kind: string }> = Exclude<
  keyof Item,
  'kind' | 'at' | 'symbols' | (Item extends Fault ? 'for' : never)
>

/** Keys that have a default. */
interface Defaulted {
  readonly activity: 'trades' | 'orders' | 'depth' | 'spread' | 'volatility'
  readonly cross: 'ticks'
  readonly halt: 'reason' | 'auction' | 'change'
  readonly 'limit-bands': 'band' | 'limitState' | 'pause' | 'auction'
  readonly 'stub-trades': 'side' | 'price' | 'count'
  readonly 'fat-finger': 'change' | 'size' | 'bustAfter'
  readonly 'late-trade': 'delay' | 'change' | 'size'
  readonly split: 'denominator' | 'closedFor'
  readonly drop: 'probability'
  readonly duplicate: 'probability'
  readonly reorder: 'probability' | 'window'
  readonly delay: 'by'
  readonly freeze: 'then'
  readonly skew: 'by' | 'ahead'
}

/** The keys of a kind that may be left out. */
export type DefaultedOf<Item extends { readonly kind: string }> = Item['kind'] extends keyof Defaulted
  ? Defaulted[Item['kind']]
  : never

/** An item with what has a default optional. */
type Written<Item extends { readonly kind: string }> = Item extends unknown
  ? Omit<Item, 'at' | DefaultedOf<Item>> & { readonly at?: Span } & Partial<Pick<Item, DefaultedOf<Item> & keyof Item>>
  : never

/** An instrument enters: as in an instruments file, or as the simulator holds it. Its symbol says whom the step concerns. */
interface ListInput {
  readonly kind: 'list'
  readonly at?: Span
  readonly symbols?: readonly string[]
  readonly instrument: InstrumentEntry | SimulatedInstrument
}

export type StepInput = Written<Exclude<Step, { readonly kind: 'list' }>> | ListInput
export type FaultInput = Written<Fault>

export interface ScenarioInput {
  readonly name: string
  /** Default: the name. */
  readonly title?: string
  /** A UTC time such as `2026-03-08T06:59:00Z`, Unix microseconds, or null (default) where any start will do. */
  readonly start?: string | number | null
  /** Default null. */
  readonly calendar?: Scenario['calendar']
  /** Default none. */
  readonly steps?: readonly StepInput[]
  /** Default none. */
  readonly faults?: readonly FaultInput[]
}
