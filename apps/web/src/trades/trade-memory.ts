/** The newest trades of one symbol, those that were taken back marked, and how large a trade usually is. */

import type { Trade, TradeBust } from '@tapedeck/protocol'

/** Enough to fill the list where only large ones are to be seen. */
export const REMEMBERED_TRADES = 1000
/** In strides: letting the oldest go at every trade would move all of them. */
const STRIDE = 200
/** A trade of so many times the average size is a large one. */
const LARGE = 5

/** A trade as it is listed; replaced as a whole when it is taken back. */
export interface ListedTrade {
  readonly trade: Trade
  readonly isBusted: boolean
}

export class TradeMemory {
  /** Oldest first. */
  #trades: ListedTrade[] = []
  #totalSize = 0

  get count(): number {
    return this.#trades.length
  }

  add(trade: Trade): ListedTrade {
    const listed: ListedTrade = { trade, isBusted: false }
    this.#trades.push(listed)
    this.#totalSize += trade.size
    if (this.#trades.length >= REMEMBERED_TRADES + STRIDE) this.#forget(this.#trades.length - REMEMBERED_TRADES)
    return listed
  }

  /** The venue takes a trade back; undefined where it is not remembered. */
  bust({ tradeId }: Pick<TradeBust, 'tradeId'>): ListedTrade | undefined {
    const index = this.#trades.findLastIndex(({ trade }) => trade.tradeId === tradeId)
    const listed = this.#trades[index]
    if (listed === undefined) return undefined
    const busted: ListedTrade = { ...listed, isBusted: true }
    this.#trades[index] = busted
    return busted
  }

  clear(): void {
    this.#trades = []
    this.#totalSize = 0
  }

  /** Up to `count` trades of at least this size, newest first. */
  newest(count: number, leastSize: number): readonly ListedTrade[] {
    const found: ListedTrade[] = []
    for (let at = this.#trades.length - 1; at >= 0 && found.length < count; at--) {
      const listed = this.#trades[at]
      if (listed !== undefined && listed.trade.size >= leastSize) found.push(listed)
    }
    return found
  }

  /** How large it is: 0 to 1, which is a large trade. */
  weightOf({ size }: Pick<Trade, 'size'>): number {
    if (this.#totalSize <= 0) return 0
    return Math.min(1, size / ((this.#totalSize / this.#trades.length) * LARGE))
  }

  #forget(count: number): void {
    for (const { trade } of this.#trades.splice(0, count)) this.#totalSize -= trade.size
  }
}
