/** What is drawn of a symbol, as text, and how one drawing follows from the one before. */

import type { InstrumentInfo, Quote, Stats, TradingStatus } from '@tapedeck/protocol'
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
  /** Ask minus bid. */
  readonly spread: string
  /** The same in basis points of their middle: `0.3`. */
  readonly spreadBasisPoints: string
  /** Lowest and highest price of the day. */
  readonly low: string
  readonly high: string
  /** Where `last` stands between them: 0 at the low, 1 at the high, null where that is not known. */
  readonly rangeFraction: number | null
  readonly volume: string
  /** With every digit. */
  readonly exactVolume: string
  /** Tape time of the newest quote, null before the first. */
  readonly tsRecv: number | null
  /** The venue's own, null before it is known. */
  readonly status: TradingStatus | null
}

/** The newest data of a symbol, null where none has come. */
export interface SymbolData {
  readonly info: Pick<InstrumentInfo, 'pricePrecision' | 'sizePrecision'>
  readonly quote: Quote | null
  readonly stats: Stats | null
  readonly status: TradingStatus | null
}

const BASIS_POINTS = 10_000
const BASIS_POINT_PRECISION = 1

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
  spread: UNKNOWN,
  spreadBasisPoints: UNKNOWN,
  low: UNKNOWN,
  high: UNKNOWN,
  rangeFraction: null,
  volume: UNKNOWN,
  exactVolume: UNKNOWN,
  tsRecv: null,
  status: null,
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
    ...spreadOf(quote, pricePrecision),
    low: formatPrice(stats?.low ?? null, pricePrecision),
    high: formatPrice(stats?.high ?? null, pricePrecision),
    rangeFraction: rangeFractionOf(stats),
    tsRecv: quote?.tsRecv ?? null,
    status: data.status,
  }
}

function spreadOf(quote: Quote | null, pricePrecision: number): Pick<SymbolView, 'spread' | 'spreadBasisPoints'> {
  const { absolute, basisPoints } = spreadFigures(quote)
  return {
    spread: formatPrice(absolute, pricePrecision),
    spreadBasisPoints: basisPoints === null ? UNKNOWN : formatPrice(basisPoints, BASIS_POINT_PRECISION),
  }
}

/** Ask minus bid, and that in basis points of their middle; null where a side is empty, and where the middle is not above zero. */
export function spreadFigures(quote: Pick<Quote, 'bid' | 'ask'> | null): {
  readonly absolute: number | null
  readonly basisPoints: number | null
} {
  if (quote === null || quote.bid === null || quote.ask === null) return { absolute: null, basisPoints: null }
  const absolute = quote.ask - quote.bid
  const middle = (quote.ask + quote.bid) / 2
  return { absolute, basisPoints: middle > 0 ? (absolute / middle) * BASIS_POINTS : null }
}

/** Where the last price stands in the day's range: 0 at the low, 1 at the high; null where there is no range. */
export function rangeFractionOf(stats: Pick<Stats, 'low' | 'high' | 'last'> | null): number | null {
  if (stats === null || stats.low === null || stats.high === null || stats.last === null) return null
  const range = stats.high - stats.low
  if (range <= 0) return null
  // the last price may be of an earlier day
  return Math.min(1, Math.max(0, (stats.last - stats.low) / range))
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
