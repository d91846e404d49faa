/** Records a deck: a listener that writes every source event to a sink. */

import type { Deck } from '@tapedeck/deck'
import type { TapeSink, TapeSummary } from '@tapedeck/tape'

export interface Recorder {
  /** Ends the recording. Rejects with `TAPE_WRITE_FAILED`. */
  close(): Promise<TapeSummary>
}

/** Starts to record. The sink's header and history must be the deck's own. */
export function createRecorder(deck: Deck, sink: TapeSink): Recorder {
  const stop = deck.on({
    event: (event) => sink.write(event),
    // once a second, so that a crash loses no more than that; a failure is told by the sink's onError and again at the close
    status: () => void sink.flush().catch(() => undefined),
  })
  return {
    close() {
      stop()
      return sink.close()
    },
  }
}
