/** The level of the ladder that is pointed at, and where the arrow keys lead from it. */

import type { SidesShown } from './book-settings.ts'
import type { Ladder, LadderLine, Side } from './ladder.ts'

export interface PointedLevel {
  readonly side: Side
  /** 0 is the best. */
  readonly index: number
}

/** One line up the screen, where asks are, or down it, where bids are. The first step is to the best level. */
export function stepLevel(
  from: PointedLevel | undefined,
  direction: 'up' | 'down',
  ladder: Ladder,
  sides: SidesShown,
): PointedLevel | undefined {
  const away: Side = direction === 'up' ? 'ask' : 'bid'
  // the only side that is shown begins at the spread as well
  const first: Side = sides === 'both' ? away : sides === 'asks' ? 'ask' : 'bid'
  const next = from === undefined ? { side: first, index: 0 } : neighbourOf(from, away, sides)
  return lineOf(ladder, next) === undefined ? from : next
}

export function lineOf(ladder: Ladder, { side, index }: PointedLevel): LadderLine | undefined {
  return (side === 'bid' ? ladder.bids : ladder.asks)[index]
}

function neighbourOf({ side, index }: PointedLevel, away: Side, sides: SidesShown): PointedLevel {
  if (side === away) return { side, index: index + 1 }
  if (index > 0) return { side, index: index - 1 }
  return sides === 'both' ? { side: away, index: 0 } : { side, index }
}
