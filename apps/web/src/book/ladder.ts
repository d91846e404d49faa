/** The lines of a ladder: levels gathered by ticks, with running totals, and what it takes to trade down to each of them. */

import type { BookLevels } from '@tapedeck/client'
import type { InstrumentInfo } from '@tapedeck/protocol'
import { formatPrice, formatSize } from '../format/price.ts'

export type Side = 'bid' | 'ask'

/** Levels of both sides, best first. */
export interface Levels {
  readonly bids: BookLevels
  readonly asks: BookLevels
}

/** Replaced when anything of it changes, kept when nothing does, so that only lines that moved are drawn. */
export interface LadderLine {
  readonly price: string
  readonly size: string
  /** Sizes from the best level to this one. */
  readonly total: string
  /** That total of the deepest line of both sides, in steps that can be seen: 0 to 1. */
  readonly share: number
  readonly totalSize: number
  /** What trading all of `totalSize` comes to, price times size of each level. */
  readonly cost: number
}

export interface Ladder {
  /** Best first. */
  readonly bids: readonly LadderLine[]
  readonly asks: readonly LadderLine[]
  /** The bids' part of all that is shown, 0 to 1; null where nothing is. */
  readonly bidShare: number | null
}

export const EMPTY_LADDER: Ladder = { bids: [], asks: [], bidShare: null }

/** What of an instrument decides how levels are gathered and written. */
export type LadderInstrument = Pick<InstrumentInfo, 'tickSize' | 'pricePrecision' | 'sizePrecision'>

/** Bars are at most a few hundred pixels long: less than this is no news. */
const SHARE_STEPS = 250

interface Gathered {
  readonly price: number
  readonly size: number
  readonly totalSize: number
  readonly cost: number
}

/** The next ladder; lines of the one before that say the same are kept. `grouping` is in ticks, `levels` in lines a side. */
export function nextLadder(
  before: Ladder,
  book: Levels,
  instrument: LadderInstrument,
  { grouping, levels }: { readonly grouping: number; readonly levels: number },
): Ladder {
  const bids = gather('bid', book.bids, instrument.tickSize, grouping).slice(0, levels)
  const asks = gather('ask', book.asks, instrument.tickSize, grouping).slice(0, levels)
  const bidTotal = bids.at(-1)?.totalSize ?? 0
  const askTotal = asks.at(-1)?.totalSize ?? 0
  const deepest = Math.max(bidTotal, askTotal)
  return {
    bids: linesOf(before.bids, bids, instrument, deepest),
    asks: linesOf(before.asks, asks, instrument, deepest),
    bidShare: deepest === 0 ? null : bidTotal / (bidTotal + askTotal),
  }
}

/** A bid counts as the next lower multiple, an ask as the next higher one: no line looks better than what is there. */
function gather(side: Side, levels: BookLevels, tickSize: number, grouping: number): readonly Gathered[] {
  const gathered: Gathered[] = []
  let totalSize = 0
  let cost = 0
  for (const [price, size] of levels) {
    totalSize += size
    cost += price * size
    const groups = Math.round(price / tickSize) / grouping
    const grouped = (side === 'bid' ? Math.floor(groups) : Math.ceil(groups)) * grouping * tickSize
    const last = gathered.at(-1)
    if (last?.price === grouped) gathered[gathered.length - 1] = { ...last, size: last.size + size, totalSize, cost }
    else gathered.push({ price: grouped, size, totalSize, cost })
  }
  return gathered
}

function linesOf(
  before: readonly LadderLine[],
  gathered: readonly Gathered[],
  { pricePrecision, sizePrecision }: LadderInstrument,
  deepest: number,
): readonly LadderLine[] {
  return gathered.map(({ price, size, totalSize, cost }, index) => {
    const line: LadderLine = {
      price: formatPrice(price, pricePrecision),
      size: formatSize(size, sizePrecision),
      total: formatSize(totalSize, sizePrecision),
      share: Math.round((totalSize / deepest) * SHARE_STEPS) / SHARE_STEPS,
      totalSize,
      cost,
    }
    const old = before[index]
    return old !== undefined && isSame(old, line) ? old : line
  })
}

function isSame(a: LadderLine, b: LadderLine): boolean {
  return a.price === b.price && a.size === b.size && a.total === b.total && a.share === b.share && a.cost === b.cost
}
