/** What the page knows of one symbol: the newest data as it came, and the one snapshot that components draw. */

import type { InstrumentInfo, Quote, Stats, TradingStatus } from '@tapedeck/protocol'
import type { Flushable } from './frame-loop.ts'
import { EMPTY_VIEW, nextView, type SymbolView } from './symbol-view.ts'

export class SymbolState implements Flushable {
  readonly info: InstrumentInfo
  /** As of the last frame in which it was drawn. */
  view: SymbolView = $state.raw(EMPTY_VIEW)
  #quote: Quote | null = null
  #stats: Stats | null = null
  #status: TradingStatus | null = null
  #isDrawn = false
  #isFollowed = false
  /** Set where the next drawing is no move of the market: state began anew, or nobody looked until now. */
  #isAnew = true

  constructor(info: InstrumentInfo) {
    this.info = info
  }

  /** The newest statistics, drawn or not; no signal, to be read now and then. */
  get stats(): Stats | null {
    return this.#stats
  }

  /** The newest quote, null where none is followed. */
  get quote(): Quote | null {
    return this.#quote
  }

  get isDrawn(): boolean {
    return this.#isDrawn
  }

  set isDrawn(isDrawn: boolean) {
    if (isDrawn && !this.#isDrawn) this.#isAnew = true
    this.#isDrawn = isDrawn
  }

  /** Whether it has a subscription of its own, so that what the table's says is no news. */
  get isFollowed(): boolean {
    return this.#isFollowed
  }

  follow(): void {
    this.#isFollowed = true
  }

  /** From here on it hears what the table hears; a quote that nothing renews is forgotten. */
  unfollow(keepsQuote: boolean): void {
    this.#isFollowed = false
    if (!keepsQuote) this.#quote = null
    this.#status = null
  }

  takeQuote(quote: Quote | null, isSnapshot = false): void {
    this.#quote = quote
    this.#isAnew ||= isSnapshot
  }

  takeStats(stats: Stats | null, isSnapshot = false): void {
    this.#stats = stats
    this.#isAnew ||= isSnapshot
  }

  takeStatus(status: TradingStatus | null): void {
    this.#status = status
  }

  flush(quiet: boolean): void {
    const { info } = this
    const data = { info, quote: this.#quote, stats: this.#stats, status: this.#status }
    this.view = nextView(this.view, data, quiet || this.#isAnew)
    this.#isAnew = false
  }
}
