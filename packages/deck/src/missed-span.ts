/** What a machine that slept has missed: everything that was due is dropped, a slice at a time, and declared as a gap. */

import { micros, MICROS_PER_SECOND, seq, type GapEvent, type Micros } from '@tapedeck/protocol'
import type { TapeSource } from '@tapedeck/tape'

/** A wall clock that moved on by more than this while nothing ran was asleep or was set. */
const CLOCK_JUMP_MICROS = 5 * MICROS_PER_SECOND

export class MissedSpan {
  #lastWake: Micros | undefined
  #hole: { readonly from: Micros; readonly to: Micros } | undefined

  /**
   * Notes that the deck is awake. Answers the gap once everything that was missed has been dropped, `more` where other work
   * should have its turn before the rest is, and undefined where nothing was missed.
   */
  drop(now: Micros, position: Micros, source: TapeSource, most: number): GapEvent | 'more' | undefined {
    if (this.#lastWake !== undefined && now - this.#lastWake > CLOCK_JUMP_MICROS) {
      this.#hole = { from: micros(Math.max(this.#lastWake, position)), to: now }
    }
    this.#lastWake = now
    if (this.#hole === undefined) return undefined
    const { from, to } = this.#hole
    for (let count = 0; count < most; count++) {
      const time = source.nextTime
      if (time === undefined || time > to) {
        this.#hole = undefined
        return gap(from, to)
      }
      source.next(to)
    }
    return 'more'
  }
}

function gap(tsFrom: Micros, tsTo: Micros): GapEvent {
  return {
    type: 'gap',
    ts: tsTo,
    tsRecv: tsTo,
    seq: seq(0),
    instrumentId: null,
    fromSeq: null,
    toSeq: null,
    tsFrom,
    tsTo,
    cause: 'clock-jump',
  }
}
