/** The one interface of everything that a deck can play: a file, a simulator, a bus, an exchange. */

import type { HistoryBar, SourceEvent } from '@tapedeck/protocol'
import type { TapeHeader } from './header.ts'

/**
 * An ordered sequence of events, read synchronously from a buffer that is refilled asynchronously, so that playing costs
 * no promise per event.
 */
export interface TapeSource {
  readonly header: TapeHeader
  /** Bars of the time before `header.start`, oldest first within an instrument; whole steps that end at the start. Can be read again. */
  readonly history: Iterable<HistoryBar>
  /**
   * No event comes before this tape time; undefined when the buffer is empty and `fill` must be awaited. Asking makes nothing
   * happen: what is decided up to this time can still change what comes.
   */
  readonly nextTime: number | undefined
  /** Takes the next event up to a tape time; undefined where none comes so soon, or the buffer is empty. */
  next(limit?: number): SourceEvent | undefined
  /** Waits for more events. Resolves false at the end of the tape. Rejects with a TapedeckError when the tape is not readable. */
  fill(): Promise<boolean>
  close(): Promise<void>
}

/** Events that are made as they are asked for, without end. */
export interface EventStream {
  /** As that of a TapeSource, Infinity where nothing will come. */
  readonly nextTime: number
  next(limit: number): SourceEvent | undefined
}

/** A source over an endless stream. */
export function streamSource(header: TapeHeader, history: Iterable<HistoryBar>, stream: EventStream): TapeSource {
  return {
    header,
    history,
    get nextTime() {
      return stream.nextTime
    },
    next: (limit = Infinity) => stream.next(limit),
    fill: () => Promise.resolve(true),
    close: () => Promise.resolve(),
  }
}

/** A source over events that are held in memory or made by an iterator; an endless iterator makes an endless tape. */
export function iteratorSource(
  header: TapeHeader,
  history: Iterable<HistoryBar>,
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
    get nextTime() {
      return peek()?.tsRecv
    },
    next(limit = Infinity) {
      const event = peek()
      if (event === undefined || event.tsRecv > limit) return undefined
      pending = undefined
      return event
    },
    fill: () => Promise.resolve(peek() !== undefined),
    close: () => Promise.resolve(),
  }
}
