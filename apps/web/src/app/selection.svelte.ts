/** Which symbol and interval the page shows; the address bar holds the same. */

import type { Interval } from '@tapedeck/protocol'
import type { SymbolState } from '../feed/symbol-state.svelte.ts'
import { m } from '../paraglide/messages.js'
import { formatRoute, parseRoute } from './route.ts'

const DEFAULT_INTERVAL: Interval = '1m'

export class Selection {
  symbol: SymbolState | undefined = $state.raw()
  interval: Interval = $state.raw(DEFAULT_INTERVAL)
  /** Why something else is shown than the address asked for. */
  notice: string | undefined = $state.raw()
  #symbols: readonly SymbolState[] = []

  constructor() {
    addEventListener('hashchange', () => this.#followAddress())
  }

  /** The instrument table has come, or has changed. */
  offer(symbols: readonly SymbolState[]): void {
    this.#symbols = symbols
    this.#followAddress()
  }

  select(symbol: string): void {
    const found = this.#find(symbol)
    if (found === undefined) return
    this.symbol = found
    this.notice = undefined
    this.#writeAddress()
  }

  choose(interval: Interval): void {
    this.interval = interval
    this.#writeAddress()
  }

  dismiss(): void {
    this.notice = undefined
  }

  #followAddress(): void {
    const { symbol, interval } = parseRoute(location.hash)
    const found = symbol === undefined ? undefined : this.#find(symbol)
    const fallback = this.#symbols[0]
    this.symbol = found ?? fallback
    this.interval = interval ?? DEFAULT_INTERVAL
    const isUnknown = symbol !== undefined && found === undefined && fallback !== undefined
    this.notice = isUnknown ? m.app_unknown_symbol({ symbol, shown: fallback.info.symbol }) : undefined
    this.#writeAddress()
  }

  #find(symbol: string): SymbolState | undefined {
    const wanted = symbol.toUpperCase()
    return this.#symbols.find(({ info }) => info.symbol.toUpperCase() === wanted)
  }

  #writeAddress(): void {
    if (this.symbol === undefined) return
    const hash = formatRoute(this.symbol.info.symbol, this.interval)
    // no entry of its own for every step through the list
    if (location.hash !== hash) history.replaceState(null, '', hash)
  }
}
