/** The holes in the data that the feed has declared, and where they lie among a chart's bars. */

import type { Bar, Gap } from '@tapedeck/protocol'
import type { KnownGaps } from '../../feed/known-gaps.ts'
import type { BarList } from './bar-list.ts'

/** More are not worth marking; the oldest go. */
const MOST_GAPS = 200

/** A hole between two places among bars: whole numbers are the middles of bars, halves their edges. */
export interface GapSpan {
  readonly from: number
  readonly to: number
}

export class GapList {
  #gaps: readonly Gap[] = []
  #leave: () => void = () => undefined

  /** Takes the gaps that are known of a deck, those so far and those to come, and no others. */
  follow(source: Pick<KnownGaps, 'gaps' | 'onGap'>, changed: () => void): void {
    this.close()
    this.clear()
    for (const gap of source.gaps) this.take(gap)
    this.#leave = source.onGap((gap) => {
      this.take(gap)
      changed()
    })
  }

  /** Takes no more. */
  close(): void {
    this.#leave()
  }

  /** Takes a gap; one that is played once more counts once. */
  take(gap: Gap): void {
    const isSame = (other: Gap): boolean =>
      other.symbol === gap.symbol && other.tsFrom === gap.tsFrom && other.tsTo === gap.tsTo && other.cause === gap.cause
    if (!this.#gaps.some(isSame)) this.#gaps = [...this.#gaps, gap].slice(-MOST_GAPS)
  }

  clear(): void {
    this.#gaps = []
  }

  /** Where the gaps of a symbol lie among its bars; those before the first bar and after the last are left out. */
  spans(symbol: string, list: BarList): readonly GapSpan[] {
    const { first, last } = list
    if (first === undefined || last === undefined) return []
    return this.#gaps
      .filter((gap) => concerns(gap, symbol) && gap.tsTo > first.tsOpen && gap.tsFrom < last.tsClose)
      .map(({ tsFrom, tsTo }) => ({ from: placeOf(tsFrom, list), to: placeOf(tsTo, list) }))
  }

  /** The gap that touches a bar, the newest of several. */
  touching(bar: Bar): Gap | undefined {
    return this.#gaps.findLast((gap) => concerns(gap, bar.symbol) && gap.tsFrom < bar.tsClose && gap.tsTo > bar.tsOpen)
  }
}

function concerns(gap: Gap, symbol: string): boolean {
  return gap.symbol === null || gap.symbol === symbol
}

/** The place of a time among bars: within its bar, else at the edge of the bar before it. */
function placeOf(ts: number, list: BarList): number {
  const index = list.indexFrom(ts + 1) - 1
  const bar = list.bars[index]
  if (bar === undefined) return -0.5
  return index - 0.5 + Math.min(1, (ts - bar.tsOpen) / (bar.tsClose - bar.tsOpen))
}
