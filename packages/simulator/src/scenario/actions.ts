/** What the steps of a scenario come to: for each symbol a list of single things to do, each at its time. Plain data, so that it can be saved. */

import { parseSpan, type Micros, type TradingStatus } from '@tapedeck/protocol'
import type { ActivityStep, HaltStep, LimitBandsStep, Step } from './scenario.ts'

/** Multiples of what is usual. */
export type Multiples = Readonly<Record<'trades' | 'orders' | 'depth' | 'spread' | 'volatility', number>>

/** Widths of limit bands, and spans in microseconds. */
export interface Bands {
  readonly band: number
  readonly limitState: number
  readonly pause: number
  readonly auction: number
}

export type Deed =
  /** `id` names what begins and ends; null ends it. */
  | { readonly do: 'window'; readonly id: string; readonly times: Multiples | null }
  | { readonly do: 'path'; readonly points: readonly { readonly after: number; readonly change: number }[] }
  | { readonly do: 'target'; readonly points: readonly { readonly after: number; readonly price: number }[] }
  | { readonly do: 'jump'; readonly change: number }
  | { readonly do: 'fall-silent' }
  | { readonly do: 'come-back' }
  | { readonly do: 'cross'; readonly ticks: number }
  | { readonly do: 'restore' }
  | { readonly do: 'override'; readonly status: TradingStatus; readonly reason: string }
  | { readonly do: 'release' }
  | { readonly do: 'bands'; readonly bands: Bands | null }
  | { readonly do: 'check-limit' }
  | { readonly do: 'stub'; readonly side: 'buy' | 'sell'; readonly price: number | null; readonly count: number }
  | { readonly do: 'fat-finger'; readonly id: string; readonly change: number; readonly size: number }
  | { readonly do: 'bust'; readonly id: string }
  | { readonly do: 'late-trade'; readonly delay: number; readonly change: number; readonly size: number }
  | { readonly do: 'split'; readonly numerator: number; readonly denominator: number }
  | { readonly do: 'rename'; readonly to: string }
  | { readonly do: 'delist' }
  | { readonly do: 'tick-size'; readonly times: number }

/** A deed at its time. Of those at one time the one that was added first comes first. */
export interface Action {
  readonly time: Micros
  readonly deed: Deed
}

/** A stub quote stands so long. */
const STUB_MICROS = 200_000

/** The actions of a step that begins its scenario at `start`; `id` is its own within a tape. A listing has none: it makes the row that has them. */
export function actionsOf(step: Step, start: Micros, id: string): readonly Action[] {
  const begin = start + parseSpan(step.at)
  const at = (after: number, deed: Deed): Action => ({ time: (begin + after) as Micros, deed })
  switch (step.kind) {
    case 'price-path':
      return [
        at(0, { do: 'path', points: step.points.map(({ after, change }) => ({ after: parseSpan(after), change })) }),
      ]
    case 'price-target':
      return [
        at(0, { do: 'target', points: step.points.map(({ after, price }) => ({ after: parseSpan(after), price })) }),
      ]
    case 'price-jump':
      return [at(0, { do: 'jump', change: step.change })]
    case 'activity':
      return [
        at(0, { do: 'window', id, times: multiplesOf(step) }),
        at(parseSpan(step.for), { do: 'window', id, times: null }),
      ]
    case 'no-trades':
      return [
        at(0, { do: 'window', id, times: { ...USUAL, trades: 0 } }),
        at(parseSpan(step.for), { do: 'window', id, times: null }),
      ]
    case 'stale':
      return [at(0, { do: 'fall-silent' }), at(parseSpan(step.for), { do: 'come-back' })]
    case 'cross':
      return [at(0, { do: 'cross', ticks: step.ticks }), at(parseSpan(step.for), { do: 'restore' })]
    case 'halt':
      return haltOf(step, at)
    case 'limit-bands':
      return [at(0, { do: 'bands', bands: bandsOf(step) }), at(parseSpan(step.for), { do: 'bands', bands: null })]
    case 'auction':
      return [
        at(0, { do: 'override', status: 'auction', reason: 'auction' }),
        at(parseSpan(step.for), { do: 'release' }),
      ]
    case 'stub-trades':
      return [
        at(0, { do: 'stub', side: step.side, price: step.price, count: step.count }),
        at(STUB_MICROS, { do: 'restore' }),
      ]
    case 'fat-finger': {
      const trade = at(0, { do: 'fat-finger', id, change: step.change, size: step.size })
      const restore = at(0, { do: 'restore' })
      if (step.bustAfter === null) return [trade, restore]
      return [trade, restore, at(parseSpan(step.bustAfter), { do: 'bust', id })]
    }
    case 'late-trade':
      return [at(0, { do: 'late-trade', delay: parseSpan(step.delay), change: step.change, size: step.size })]
    case 'split': {
      const { numerator, denominator } = step
      const closed = parseSpan(step.closedFor)
      return [
        at(0, { do: 'override', status: 'closed', reason: `split ${numerator} for ${denominator}` }),
        at(closed, { do: 'split', numerator, denominator }),
        at(closed, { do: 'release' }),
      ]
    }
    case 'rename':
      return [at(0, { do: 'rename', to: step.to })]
    case 'list':
      return []
    case 'delist':
      return [at(0, { do: 'delist' })]
    case 'tick-size':
      return [at(0, { do: 'tick-size', times: step.times })]
  }
}

const USUAL: Multiples = { trades: 1, orders: 1, depth: 1, spread: 1, volatility: 1 }

function multiplesOf({ trades, orders, depth, spread, volatility }: ActivityStep): Multiples {
  return { trades, orders, depth, spread, volatility }
}

function bandsOf(step: LimitBandsStep): Bands {
  return {
    band: step.band,
    limitState: parseSpan(step.limitState),
    pause: parseSpan(step.pause),
    auction: parseSpan(step.auction),
  }
}

function haltOf(step: HaltStep, at: (after: number, deed: Deed) => Action): readonly Action[] {
  const halted = parseSpan(step.for)
  const auction = parseSpan(step.auction)
  const halt = at(0, { do: 'override', status: 'halted', reason: step.reason })
  const jump = at(halted, { do: 'jump', change: step.change })
  if (auction === 0) return [halt, jump, at(halted, { do: 'release' })]
  return [
    halt,
    jump,
    at(halted, { do: 'override', status: 'auction', reason: 'reopening auction' }),
    at(halted + auction, { do: 'release' }),
  ]
}
