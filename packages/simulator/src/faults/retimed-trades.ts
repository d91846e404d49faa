/**
 * Trades that left at another tape time than they came. A bust names the tape time of its trade, to find the bar that holds it,
 * so that the time has to be put right in the bust of such a trade.
 */

import { MICROS_PER_HOUR, type TradeBustEvent, type TradeEvent } from '@tapedeck/protocol'

/** How many are remembered, the newest: what two thousand trades a second come to in some 50 seconds. */
const MOST_TRADES = 100_000
/** All are forgotten when no trade has been retimed for so long: a bust comes sooner. */
const MEMORY_MICROS = MICROS_PER_HOUR

/** What {@link RetimedTrades} goes on from. */
export interface SavedRetimedTrades {
  /** Tape time at which all are forgotten. */
  readonly until: number
  /** Instrument and trade id, and the tape time at which the trade left. Oldest first. */
  readonly times: readonly (readonly [string, number])[]
}

export class RetimedTrades {
  private until = -Infinity
  private times = new Map<string, number>()

  /** Whether there is anything that a bust at this time could ask for. */
  isNeeded(time: number): boolean {
    return this.times.size > 0 && time < this.until
  }

  note(trade: TradeEvent): void {
    this.times.set(keyOf(trade), trade.tsRecv)
    this.until = trade.tsRecv + MEMORY_MICROS
    if (this.times.size > MOST_TRADES) {
      for (const oldest of this.times.keys()) {
        this.times.delete(oldest)
        break
      }
    }
  }

  /** The tape time at which the trade of a bust left; undefined where it left when it came. */
  timeOf(bust: TradeBustEvent): number | undefined {
    return this.times.get(keyOf(bust))
  }

  forget(): void {
    this.times.clear()
  }

  save(): SavedRetimedTrades {
    return { until: this.times.size === 0 ? 0 : this.until, times: [...this.times] }
  }

  load(saved: SavedRetimedTrades): void {
    this.until = saved.until
    this.times = new Map(saved.times)
  }
}

function keyOf({ instrumentId, tradeId }: TradeEvent | TradeBustEvent): string {
  return `${instrumentId}/${tradeId}`
}
