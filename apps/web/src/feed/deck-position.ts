/** Tape time between two heartbeats of a deck. */

import { MICROS_PER_MILLISECOND, type DeckStatus } from '@tapedeck/protocol'

/** Tape time, `elapsedMs` of wall time after a status arrived. A deck at full speed is where it last said it was. */
export function positionAfter(status: DeckStatus, elapsedMs: number): number {
  if (status.state !== 'playing' || status.speed === 'max') return status.position
  const position = status.position + elapsedMs * MICROS_PER_MILLISECOND * status.speed
  const { to } = status.span
  // the tape of the last hours grows all the while
  return to === null || status.source.kind === 'rolling' ? position : Math.min(position, Math.max(to, status.position))
}
