/** The address of a view: `?s=BTC-USD,ETH-USD&view=tiles#BTC-USD/1m`. */

import { isInterval, type Interval } from '@tapedeck/protocol'

export interface Route {
  readonly symbol: string | undefined
  readonly interval: Interval | undefined
}

/** What a location's hash asks for; parts that are missing or unknown are undefined. */
export function parseRoute(hash: string): Route {
  const [symbolPart = '', intervalPart = ''] = hash.replace(/^#\/?/, '').split('/')
  return {
    symbol: symbolPart === '' ? undefined : decode(symbolPart),
    interval: isInterval(intervalPart) ? intervalPart : undefined,
  }
}

/** The hash of a view. */
export function formatRoute(symbol: string, interval: Interval): string {
  return `#${encodeURIComponent(symbol)}/${interval}`
}

/** What an address asks of the watchlist. */
export interface ListRoute {
  /** In order; undefined for all symbols. */
  readonly symbols: readonly string[] | undefined
  readonly view: string | undefined
}

/** A link that is longer than this is cut by some of those who pass it on. */
const LONGEST_LIST = 6_000

export function parseListRoute(search: string): ListRoute {
  const parameters = new URLSearchParams(search)
  const symbols = parameters
    .get('s')
    ?.split(',')
    .filter((symbol) => symbol !== '')
  return {
    symbols: symbols === undefined || symbols.length === 0 ? undefined : symbols,
    view: parameters.get('view') ?? undefined,
  }
}

/** The query with that of the watchlist; what others put there stays. A list that is too long for a link is left out. */
export function formatListRoute(search: string, { symbols, view }: ListRoute): string {
  const others = new URLSearchParams(search)
  others.delete('s')
  others.delete('view')
  // a comma may stand in a query as it is
  const list = symbols?.map(encodeURIComponent).join(',') ?? ''
  const parts = [
    list === '' || list.length > LONGEST_LIST ? '' : `s=${list}`,
    view === undefined ? '' : `view=${encodeURIComponent(view)}`,
    others.toString(),
  ].filter((part) => part !== '')
  return parts.length === 0 ? '' : `?${parts.join('&')}`
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
