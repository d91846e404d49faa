/** What is drawn of a symbol, as text, and how one drawing follows from the one before. */

import type { InstrumentInfo, Quote, Stats } from '@tapedeck/protocol'
import { directionOf, formatChange, formatPercent, type Direction } from '../format/change.ts'
import { UNKNOWN } from '../format/decimal.ts'
import { formatPrice, formatSize, formatVolume, sharedPrefix } from '../format/price.ts'

/** Replaced as a whole, never changed. */
export interface SymbolView {
  readonly last: string
  /** The number behind `last`. */
  readonly lastPrice: number | null
  /** Leading characters of `last` that its newest change left as they were. */
  readonly unchanged: number
  /** Where `last` went with its newest change. */
  readonly direction: Direction
  /** Grows by one with every change of `last` that deserves a flash. */
  readonly moves: number
  readonly change: string
  readonly changePercent: string
  readonly changeDirection: Direction
  readonly bid: string
  readonly bidSize: string
  readonly ask: string
  readonly askSize: string
  readonly volume: string
  /** With every digit. */
  readonly exactVolume: string
  /** Tape time of the newest quote, null before the first. */
  readonly tsRecv: number | null
}

/** The newest data of a symbol, null where none has come. */
export interface SymbolData {
  readonly info: Pick<InstrumentInfo, 'pricePrecision' | 'sizePrecision'>
  readonly quote: Quote | null
  readonly stats: Stats | null
}

/** A symbol of which nothing is known yet. */
export const EMPTY_VIEW: SymbolView = {
  last: UNKNOWN,
  lastPrice: null,
  unchanged: 0,
  direction: 'none',
  moves: 0,
  change: UNKNOWN,
  changePercent: UNKNOWN,
  changeDirection: 'none',
  bid: UNKNOWN,
  bidSize: UNKNOWN,
  ask: UNKNOWN,
  askSize: UNKNOWN,
  volume: UNKNOWN,
  exactVolume: UNKNOWN,
  tsRecv: null,
}

/** The next drawing. `quiet`: what changed is no move of the market that was watched, and deserves no flash. */
export function nextView(before: SymbolView, data: SymbolData, quiet: boolean): SymbolView {
  const { quote, stats } = data
  const { pricePrecision, sizePrecision } = data.info
  return {
    ...nextLast(before, stats?.last ?? null, pricePrecision, quiet),
    change: formatChange(stats?.change ?? null, pricePrecision),
    changePercent: formatPercent(stats?.changePercent ?? null),
    changeDirection: directionOf(stats?.change ?? null),
    volume: formatVolume(stats?.volume ?? null, sizePrecision),
    exactVolume: formatSize(stats?.volume ?? null, sizePrecision),
    bid: formatPrice(quote?.bid ?? null, pricePrecision),
    bidSize: formatSize(quote?.bidSize ?? null, sizePrecision),
    ask: formatPrice(quote?.ask ?? null, pricePrecision),
    askSize: formatSize(quote?.askSize ?? null, sizePrecision),
    tsRecv: quote?.tsRecv ?? null,
  }
}

type LastView = Pick<SymbolView, 'last' | 'lastPrice' | 'unchanged' | 'direction' | 'moves'>

function nextLast(before: SymbolView, lastPrice: number | null, pricePrecision: number, quiet: boolean): LastView {
  if (lastPrice === before.lastPrice) {
    const { last, unchanged, direction, moves } = before
    return { last, lastPrice, unchanged, direction, moves }
  }
  const last = formatPrice(lastPrice, pricePrecision)
  const { moves } = before
  if (before.lastPrice === null || lastPrice === null)
    return { last, lastPrice, unchanged: 0, direction: 'none', moves }
  return {
    last,
    lastPrice,
    unchanged: sharedPrefix(before.last, last),
    direction: directionOf(lastPrice - before.lastPrice),
    moves: quiet ? moves : moves + 1,
  }
}
