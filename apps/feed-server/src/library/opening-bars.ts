/** The bars that a tape begins with, where it begins in the midst of a market. */

import { DEFAULT_HISTORY_BARS, INTERVALS, type BarState } from '@tapedeck/protocol'
import { isSeekable, type TapeSource } from '@tapedeck/tape'

/** Closed bars beside the tape's first event, oldest first within an instrument and interval. */
export async function openingBars(source: TapeSource): Promise<readonly BarState[]> {
  if (source.opening === null || !isSeekable(source)) return []
  const bars: BarState[] = []
  for (const { id: instrumentId } of source.header.instruments) {
    for (const interval of INTERVALS) {
      const query = { instrumentId, interval, from: 0, to: Infinity, limit: DEFAULT_HISTORY_BARS, events: 0 }
      bars.push(...(await source.closedBars(query)))
    }
  }
  return bars
}
