/** What a driver asks of a deck, done. */

import type { Deck } from '@tapedeck/deck'
import { micros, type DeckAction } from '@tapedeck/protocol'

/** Rejects with `BAD_OPTION`, `BAD_SEEK` or `DECK_NOT_SEEKABLE`; the deck stays as it was then. */
export async function controlDeck(
  deck: Deck,
  asked: Exclude<DeckAction, { readonly action: 'drive' | 'hand-over' }>,
): Promise<void> {
  switch (asked.action) {
    case 'play':
      deck.play()
      return
    case 'pause':
      deck.pause()
      return
    case 'step':
      await deck.step(asked.by)
      return
    case 'speed':
      deck.setSpeed(asked.speed)
      return
    case 'seek':
      await deck.seek(asked.to)
      return
    case 'loop': {
      const { loop } = asked
      await deck.loop(loop === null ? null : { from: micros(loop.from), to: micros(loop.to) })
    }
  }
}
