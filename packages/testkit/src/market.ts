/** What a correct client knows where the feed stands: the newest of everything, in decimals as the wire has them. */

import type { Market } from '@tapedeck/market'
import {
  barOf,
  quoteOf,
  statsOf,
  statusOf,
  tradeOf,
  type Bar,
  type Instrument,
  type Interval,
  type Quote,
  type Stats,
  type Status,
  type Trade,
  TapedeckError,
} from '@tapedeck/protocol'

/** All that the market holds of an interval. */
const MOST_BARS = 100_000

export class FeedMarket {
  readonly #market: () => Market

  constructor(market: () => Market) {
    this.#market = market
  }

  /** The symbols that can be subscribed to now. */
  get symbols(): readonly string[] {
    return this.#market()
      .instruments()
      .map(({ symbol }) => symbol)
  }

  /** Whether a symbol can be subscribed to now. */
  lists(symbol: string): boolean {
    return this.#market().instrumentOf(symbol) !== undefined
  }

  /** Throws `UNKNOWN_SYMBOL`, as everything below does. */
  instrument(symbol: string): Instrument {
    const found = this.#market().instrumentOf(symbol)
    if (found === undefined) {
      throw new TapedeckError(
        'UNKNOWN_SYMBOL',
        `symbol "${symbol}" is not on this tape (known: ${this.symbols.join(', ')})`,
        { symbol },
      )
    }
    return found
  }

  quote(symbol: string): Quote | null {
    const instrument = this.instrument(symbol)
    const event = this.#market().quote(instrument.id)
    return event === undefined ? null : quoteOf(event, instrument)
  }

  /** The last price, null before the first. */
  last(symbol: string): number | null {
    return this.stats(symbol)?.last ?? null
  }

  stats(symbol: string): Stats | null {
    const instrument = this.instrument(symbol)
    const state = this.#market().stats(instrument.id)
    return state === undefined ? null : statsOf(state, instrument)
  }

  status(symbol: string): Status['status'] | null {
    const instrument = this.instrument(symbol)
    const event = this.#market().status(instrument.id)
    return event === undefined ? null : statusOf(event, instrument).status
  }

  /** The last trades, oldest first. */
  trades(symbol: string): readonly Trade[] {
    const instrument = this.instrument(symbol)
    return this.#market()
      .trades(instrument.id)
      .map((event) => tradeOf(event, instrument))
  }

  /** Oldest first, the running one last. */
  bars(symbol: string, interval: Interval): readonly Bar[] {
    const instrument = this.instrument(symbol)
    const { bars } = this.#market().bars(instrument.id, interval, { limit: MOST_BARS })
    return bars.map((bar) => barOf(bar, instrument))
  }
}
