/** What runs along the ticker tape: a symbol, its last price, and its move of the day. */

import type { InstrumentInfo, Stats } from '@tapedeck/protocol'
import { directionOf, formatPercent, type Direction } from '../format/change.ts'
import { formatPrice } from '../format/price.ts'

export interface TickerItem {
  readonly symbol: string
  readonly last: string
  readonly percent: string
  readonly direction: Direction
}

/** More would not come by within some minutes. */
const MOST = 60
/** One symbol on the widest screen. */
const MOST_COPIES = 40
/** Slow enough to be read while one does something else. */
const PIXELS_PER_SECOND = 55

export function tickerItems(
  members: readonly {
    readonly info: Pick<InstrumentInfo, 'symbol' | 'pricePrecision'>
    readonly stats: Stats | null
  }[],
): readonly TickerItem[] {
  return members.slice(0, MOST).map(({ info, stats }) => {
    const percent = stats?.changePercent ?? null
    return {
      symbol: info.symbol,
      last: formatPrice(stats?.last ?? null, info.pricePrecision),
      percent: formatPercent(percent),
      direction: directionOf(percent),
    }
  })
}

/** How often a strip has to stand in a row, so that its end never comes into sight. */
export function copiesOf(width: number, windowWidth: number): number {
  return width <= 0 ? 2 : Math.min(MOST_COPIES, Math.ceil(windowWidth / width) + 1)
}

/** Seconds in which a strip so wide runs by. */
export function roundSeconds(width: number): number {
  return Math.max(1, Math.round(width / PIXELS_PER_SECOND))
}
