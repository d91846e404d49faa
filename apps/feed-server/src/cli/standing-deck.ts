/** A deck that stands at a place on a tape, for work that plays it from there as fast as it goes. */

import { createVirtualClock, openDeck, type Deck } from '@tapedeck/deck'
import { micros, TapedeckError, type Micros } from '@tapedeck/protocol'
import { isSeekable, type TapeSource } from '@tapedeck/tape'
import { timeText } from '../library/time-text.ts'

/** Later than everything on a tape. */
export const NEVER: Micros = micros(Number.MAX_SAFE_INTEGER)

/**
 * Opens a deck in which every event before `from` is folded: by a keyframe where the tape has them. Its clock is moved by
 * `playTo`. Rejects with `BAD_SEEK` where the tape has ended before; the source is closed then.
 */
export async function standingDeck(source: TapeSource, from: Micros): Promise<Deck> {
  const { start } = source.header
  const deck = openDeck({ name: 'tool', source, clock: createVirtualClock(start) })
  if (from <= start) return deck
  try {
    if (!isSeekable(source)) {
      await deck.playTo(micros(from - 1))
      // where a seek would stand
      deck.market.advanceTo(from)
    } else if (from <= source.span.to) await deck.seek({ time: from })
    else {
      throw new TapedeckError('BAD_SEEK', `--from lies after the end of the tape, ${timeText(source.span.to)}`, {
        from,
      })
    }
    return deck
  } catch (thrown) {
    await deck.close()
    throw thrown
  }
}
