/** What the page knows of one symbol: the newest data as it came, and one snapshot of texts that components draw. */

import type { InstrumentInfo, Quote, Stats } from '@tapedeck/protocol'
import { directionOf, formatChange, formatPercent, type Direction } from '../format/change.ts'
import { UNKNOWN } from '../format/decimal.ts'
import { formatPrice, formatSize, sharedPrefix } from '../format/price.ts'
import type { Flushable } from './frame-loop.ts'

/** Everything that is drawn of a symbol, as text. Replaced as a whole. */
export interface SymbolView {
  readonly last: string
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
  /** Tape time of the newest quote, null before the first. */
  readonly tsRecv: number | null
}

const EMPTY: SymbolView = {
  last: UNKNOWN,
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
  tsRecv: null,
}

export class SymbolState implements Flushable {
  readonly info: InstrumentInfo
  view: SymbolView = $state.raw(EMPTY)
  #quote: Quote | null = null
  #stats: Stats | null = null
  /** `last` as the view shows it. */
  #shownLast: number | null = null
  /** Set by a snapshot: state began anew, which is no move of the market. */
  #isAnew = true

  constructor(info: InstrumentInfo) {
    this.info = info
  }

  takeQuote(quote: Quote | null, isSnapshot = false): void {
    this.#quote = quote
    this.#isAnew ||= isSnapshot
  }

  takeStats(stats: Stats | null, isSnapshot = false): void {
    this.#stats = stats
    this.#isAnew ||= isSnapshot
  }

  flush(quiet: boolean): void {
    const isQuiet = quiet || this.#isAnew
    this.#isAnew = false
    this.view = { ...this.#priceView(isQuiet), ...this.#statsView(), ...this.#quoteView() }
  }

  #priceView(isQuiet: boolean): Pick<SymbolView, 'last' | 'unchanged' | 'direction' | 'moves'> {
    const { view } = this
    const before = this.#shownLast
    const now = this.#stats?.last ?? null
    if (before === now) return view
    this.#shownLast = now
    const last = formatPrice(now, this.info.pricePrecision)
    if (before === null || now === null) return { last, unchanged: 0, direction: 'none', moves: view.moves }
    return {
      last,
      unchanged: sharedPrefix(view.last, last),
      direction: directionOf(now - before),
      moves: isQuiet ? view.moves : view.moves + 1,
    }
  }

  #statsView(): Pick<SymbolView, 'change' | 'changePercent' | 'changeDirection' | 'volume'> {
    const stats = this.#stats
    return {
      change: formatChange(stats?.change ?? null, this.info.pricePrecision),
      changePercent: formatPercent(stats?.changePercent ?? null),
      changeDirection: directionOf(stats?.change ?? null),
      volume: formatSize(stats?.volume ?? null, this.info.sizePrecision),
    }
  }

  #quoteView(): Pick<SymbolView, 'bid' | 'bidSize' | 'ask' | 'askSize' | 'tsRecv'> {
    const { pricePrecision, sizePrecision } = this.info
    const quote = this.#quote
    return {
      bid: formatPrice(quote?.bid ?? null, pricePrecision),
      bidSize: formatSize(quote?.bidSize ?? null, sizePrecision),
      ask: formatPrice(quote?.ask ?? null, pricePrecision),
      askSize: formatSize(quote?.askSize ?? null, sizePrecision),
      tsRecv: quote?.tsRecv ?? null,
    }
  }
}
