/** Records a deck: a listener that writes what is played to a sink, with the keyframes and bars that make it seekable. */

import type { BarState } from '@tapedeck/protocol'
import type { TapeSink, TapeSummary } from '@tapedeck/tape'
import type { Deck } from './deck-face.ts'
import { createPart, type PartOptions } from './recorded-part.ts'

/** What is recorded: all, or a part. */
export interface RecorderOptions extends PartOptions {
  /** Told when the deck was moved to another place: the recording ended there, and its sink is being closed. */
  readonly onEnded?: (() => void) | undefined
}

export interface Recorder {
  /** Ends the recording; one that has ended answers what it was. Rejects with `TAPE_WRITE_FAILED`. */
  close(): Promise<TapeSummary>
}

/** Every sink that keeps keyframes asks for one long before so many events. What does not ask shall not gather bars for ever. */
const LATEST_KEYFRAME_EVENTS = 200_000

/**
 * Starts to record at the place where the deck stands; the sink has to begin there too. Once a second of the deck's status what was
 * written becomes durable. Throws `UNKNOWN_SYMBOL`.
 */
export function createRecorder(deck: Deck, sink: TapeSink, options: RecorderOptions = {}): Recorder {
  let bars: BarState[] = []
  let eventsSinceKeyframe = 0
  let closing: Promise<TapeSummary> | undefined
  const keep = (bar: BarState): void => {
    if (eventsSinceKeyframe < LATEST_KEYFRAME_EVENTS) bars.push(bar)
  }
  const isPart = options.symbols !== undefined || options.channels !== undefined
  const part = isPart ? createPart(deck, options, keep) : undefined

  const stop = deck.on({
    event(event) {
      // whoever ends it from within an event has it end before that
      if (closing !== undefined || part?.take(event) === false) return
      sink.write(event)
      eventsSinceKeyframe++
      if (sink.wantsKeyframe) {
        sink.keyframe(part === undefined ? deck.save() : part.save(), bars)
        bars = []
        eventsSinceKeyframe = 0
      } else if (eventsSinceKeyframe === LATEST_KEYFRAME_EVENTS) bars = []
    },
    // a part folds bars of its own
    ...(part === undefined ? { barClosed: keep } : {}),
    // a failure is told by the sink itself and again at the close
    status: () => void sink.flush().catch(() => undefined),
    // a tape never goes back
    reset() {
      close().catch(() => undefined)
      options.onEnded?.()
    },
  })
  const close = (): Promise<TapeSummary> => {
    stop()
    closing ??= sink.close()
    return closing
  }
  return { close }
}
