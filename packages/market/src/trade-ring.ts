/** The last trades of an instrument. */

import type { TradeEvent, TradeId } from '@tapedeck/protocol'

export class TradeRing {
  readonly #maxTrades: number
  /** In the order of time, turned by `#oldest` once it is full. */
  #trades: TradeEvent[] = []
  #oldest = 0

  constructor(maxTrades: number) {
    this.#maxTrades = maxTrades
  }

  push(trade: TradeEvent): void {
    if (this.#trades.length < this.#maxTrades) {
      this.#trades.push(trade)
    } else if (this.#maxTrades > 0) {
      this.#trades[this.#oldest] = trade
      this.#oldest = (this.#oldest + 1) % this.#maxTrades
    }
  }

  /** Takes out the trade of that id, where it is still held. */
  remove(tradeId: TradeId): void {
    this.#trades = this.toArray().filter((trade) => trade.tradeId !== tradeId)
    this.#oldest = 0
  }

  /** Oldest first. */
  toArray(): TradeEvent[] {
    return [...this.#trades.slice(this.#oldest), ...this.#trades.slice(0, this.#oldest)]
  }
}
