/** What happens along the tape on the page, as the server knows it; asked again while the tape grows. */

import type { TapeActivity } from '@tapedeck/protocol'
import { every } from '../feed/clock.ts'

const AGAIN_MS = 10_000
const PARTS = 120

export class Activity {
  /** Undefined while it is not known, or is known of no such tape. */
  known: TapeActivity | undefined = $state.raw()
  /** Counts tapes, so that a late answer is not taken for that of the next. */
  #followed = 0

  /** Asks about a tape, by its address on the server, and of one that grows again and again while there is a connection. Returns what ends that. */
  follow(tape: string, isGrowing: boolean, isConnected: () => boolean): () => void {
    const followed = ++this.#followed
    this.known = undefined
    const ask = async (): Promise<void> => {
      const answer = await fetch(`${tape}/activity?parts=${PARTS}`)
      // the line is there without it
      if (answer.status !== 200) return
      const activity = (await answer.json()) as TapeActivity
      if (followed === this.#followed) this.known = activity
    }
    // a server that is gone is told of elsewhere
    const tryToAsk = (): void => void ask().catch(() => undefined)
    tryToAsk()
    return isGrowing
      ? every(AGAIN_MS, () => {
          if (!document.hidden && isConnected()) tryToAsk()
        })
      : () => undefined
  }
}
