/** Busts of trades whose bars closed before a take began: the tape's own form of such a bar does not know of them. */

import type { Market } from '@tapedeck/market'
import { INTERVALS, seq, type BarState, type Interval, type Seq, type TradeBustEvent } from '@tapedeck/protocol'

export interface LateBust {
  readonly bust: TradeBustEvent
  /** The number that each interval's channel had after it. */
  readonly seqs: ReadonlyMap<Interval, Seq>
}

/** What is kept of a bust that the market has just applied. */
export function lateBustOf(bust: TradeBustEvent, market: Market): LateBust {
  return {
    bust,
    seqs: new Map(INTERVALS.map((interval) => [interval, market.seqOf(bust.instrumentId, `bar:${interval}`)])),
  }
}

/** A bar in its last form, as the market would have corrected it had it held the bar. */
export function correctedBar(bar: BarState, busts: readonly LateBust[]): BarState {
  let corrected = bar
  for (const { bust, seqs } of busts) {
    const at = seqs.get(bar.interval) ?? seq(0)
    if (bust.instrumentId !== bar.instrumentId || bust.tsTrade < bar.tsOpen || bust.tsTrade >= bar.tsClose) continue
    // the tape's form may hold this bust already; a market never takes back what is not there
    if (corrected.seq >= at || corrected.tradeCount < 1 || corrected.volume < bust.size) continue
    const volume = (corrected.volume - bust.size) as BarState['volume']
    corrected = { ...corrected, seq: at, volume, tradeCount: corrected.tradeCount - 1, corrected: true }
  }
  return corrected
}
