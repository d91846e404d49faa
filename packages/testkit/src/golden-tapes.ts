/** Tiny tapes, one each of what goes wrong with market data, for anyone's tests. */

import { fileURLToPath } from 'node:url'

const path = (name: string): string => fileURLToPath(new URL(`../tapes/${name}.tape.jsonl`, import.meta.url))

/** Paths, for `replayFeed`. All begin on Monday 2026-01-05 at 14:30 UTC where nothing else is said. */
export interface GoldenTapes {
  /** BTC-USD and AAPL, ten quiet seconds. */
  readonly calm: string
  /** BTC-USD: 50 events within a tenth of a second, after 1 s. */
  readonly burst: string
  /** BTC-USD: quotes 6 to 12 are lost, which is told at 8 s. */
  readonly gap: string
  /** BTC-USD falls by a tenth from 1 s to 3 s, and comes back nearly all the way until 6 s. */
  readonly flashCrash: string
  /** AAPL is halted from 2 s, in auction at 62 s, trading again from 72 s. */
  readonly halt: string
  /** BTC-USD and AAPL: the venue is gone from 1 s to 31 s; prices and numbers have gone on meanwhile. */
  readonly reconnect: string
  /** AAPL: trades and quotes that are dated before what came before them, and a late trade. */
  readonly outOfOrder: string
  /** BTC-USD, over 00:00 UTC, 5 s after the start: a day ends and another begins. */
  readonly midnight: string
  /** EUR-USD on 2026-03-08, over 17:00 New York, 5 s after the start: 21:00 UTC, since that morning's change of clocks. */
  readonly dst: string
  /** SHIB-USD at 0.00000001 and above, in sizes of 10^11. */
  readonly tinyPrices: string
  /** OIL-USD goes from 2.10 through zero to -37.63. */
  readonly negativePrices: string
}

export const goldenTapes: GoldenTapes = {
  calm: path('calm'),
  burst: path('burst'),
  gap: path('gap'),
  flashCrash: path('flash-crash'),
  halt: path('halt'),
  reconnect: path('reconnect'),
  outOfOrder: path('out-of-order'),
  midnight: path('midnight'),
  dst: path('dst'),
  tinyPrices: path('tiny-prices'),
  negativePrices: path('negative-prices'),
}
