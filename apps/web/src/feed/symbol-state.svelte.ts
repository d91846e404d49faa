/** What the page knows of one symbol: the newest data as it came, and the one snapshot that components draw. */

import type { InstrumentInfo, Quote, Stats } from '@tapedeck/protocol'
import type { Flushable } from './frame-loop.ts'
import { EMPTY_VIEW, nextView, type SymbolView } from './symbol-view.ts'

export class SymbolState implements Flushable {
  readonly info: InstrumentInfo
  view: SymbolView = $state.raw(EMPTY_VIEW)
  #quote: Quote | null = null
  #stats: Stats | null = null
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
    const { info } = this
    this.view = nextView(this.view, { info, quote: this.#quote, stats: this.#stats }, quiet || this.#isAnew)
    this.#isAnew = false
  }
}
