/** The one interface of everything that a deck can play: a file, a simulator, a bus, an exchange. */

import type { HistoryBar, SourceEvent } from '@tapedeck/protocol'
import type { TapeHeader } from './header.ts'

/**
 * An ordered sequence of events, read synchronously from a buffer that is refilled asynchronously, so that playing costs
 * no promise per event.
 */
export interface TapeSource {
  readonly header: TapeHeader
  /** Bars of the time before `header.start`, oldest first within an instrument; whole steps that end at the start. */
  readonly history: readonly HistoryBar[]
  /** The next event, left in place; undefined when the buffer is empty and `fill` must be awaited. */
  peek(): SourceEvent | undefined
  /** Takes the next event; undefined when the buffer is empty. */
  next(): SourceEvent | undefined
  /** Waits for more events. Resolves false at the end of the tape. Rejects with a TapedeckError when the tape is not readable. */
  fill(): Promise<boolean>
  close(): Promise<void>
}

/** A source over events that are made or held in memory; an endless iterator makes an endless tape. */
export function iteratorSource(
  header: TapeHeader,
  history: readonly HistoryBar[],
  events: Iterator<SourceEvent>,
): TapeSource {
  let pending: SourceEvent | undefined
  let ended = false
  const peek = (): SourceEvent | undefined => {
    if (pending === undefined && !ended) {
      const step = events.next()
      if (step.done === true) ended = true
      else pending = step.value
    }
    return pending
  }
  return {
    header,
    history,
    peek,
    next() {
      const event = peek()
      pending = undefined
      return event
    },
    fill: () => Promise.resolve(peek() !== undefined),
    close: () => Promise.resolve(),
  }
}
