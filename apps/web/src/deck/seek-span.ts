/** The part of time that the seek line shows, and places on it. */

import type { DeckStatus } from '@tapedeck/protocol'
import { modeOf } from '../feed/connection-face.ts'

export interface SeekSpan {
  readonly from: number
  readonly to: number
}

/** Where the seek line begins and ends. `livePosition`: up to where the tape of the last hours goes; `keptFrom`: from where. */
export function seekSpan(
  deck: DeckStatus,
  position: number,
  livePosition: number | undefined,
  keptFrom: number | undefined,
): SeekSpan {
  const { from, to } = deck.span
  if (modeOf(deck) === 'live') return { from: keptFrom ?? from, to: position }
  if (deck.source.kind === 'rolling') return { from, to: Math.max(position, livePosition ?? position) }
  return { from, to: to ?? position }
}

/** How much of the span lies behind a time, from 0 to 1. */
export function fractionOf({ from, to }: SeekSpan, time: number): number {
  // a tape of one instant has been played when it has been reached
  if (to <= from) return time >= to ? 1 : 0
  return Math.min(1, Math.max(0, (time - from) / (to - from)))
}

/** The time at a fraction of the span. */
export function timeAt({ from, to }: SeekSpan, fraction: number): number {
  return Math.round(from + (to - from) * Math.min(1, Math.max(0, fraction)))
}

/** A time that lies in the span. */
export function clampTo({ from, to }: SeekSpan, time: number): number {
  return Math.round(Math.min(to, Math.max(from, time)))
}

/** Whether a deck can be taken to another place. `live` leads to a deck over its last hours. */
export function isSeekable(deck: DeckStatus): boolean {
  return modeOf(deck) === 'live' || (deck.driver !== null && deck.source.kind !== 'simulator')
}
