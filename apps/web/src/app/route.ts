/** The address of a view: `#BTC-USD/1m`. */

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

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
