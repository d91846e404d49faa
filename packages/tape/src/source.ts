/** The one interface of everything that a deck can play: a file, a simulator, a bus, an exchange. */

import type { BarState, HistoryBar, Interval, Micros, SourceEvent } from '@tapedeck/protocol'
import type { TapeHeader } from './header.ts'

/**
 * An ordered sequence of events, read synchronously from a buffer that is refilled asynchronously, so that playing costs
 * no promise per event.
 */
export interface TapeSource {
  readonly header: TapeHeader
  /** Bars of the time before `header.start`, oldest first within an instrument; whole steps that end at the start. Can be read again. */
  readonly history: Iterable<HistoryBar>
  /** State of the deck at the start where the tape began in the midst of a market; null where nothing had happened yet. */
  readonly opening: Uint8Array | null
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

/** Whole state of the deck that played the tape, at a place on it. The tape carries it unread. */
export interface Keyframe {
  /** Events of the tape before it; its state holds them all. */
  readonly events: number
  /** Tape time of the last of them, or of the start. */
  readonly tsRecv: Micros
  readonly state: Uint8Array
}

/** A marker's place. */
export interface TapeMarker {
  readonly name: string
  readonly tsRecv: Micros
}

/** Events that follow each other: how many, and the tape times of the first and the last. */
export interface TapeStretch {
  readonly from: Micros
  readonly to: Micros
  readonly events: number
}

/** Which of the closed bars that a tape carries beside its events. */
export interface TapeBarsQuery {
  readonly instrumentId: number
  readonly interval: Interval
  /** Bars of `from <= tsOpen < to`, the newest `limit` of them. */
  readonly from: number
  readonly to: number
  readonly limit: number
  /** Only what stands on the tape before so many events: a keyframe's `events`. */
  readonly events: number
}

/** A tape that can be played from any place. */
export interface SeekableSource extends TapeSource {
  /** From the start to the last event that is known; grows while the tape is being written. */
  readonly span: { readonly from: Micros; readonly to: Micros }
  /** Events that are known. */
  readonly eventCount: number
  /** In tape order. */
  readonly markers: readonly TapeMarker[]
  /** All known events in tape order, as the index has them: known without reading the tape. */
  readonly stretches: readonly TapeStretch[]
  /**
   * Goes to the newest keyframe whose events all have `tsRecv` before `at`; the events that follow it come next. Null where
   * the tape has none so early: it stands at its start. Rejects like `fill`.
   */
  seek(at: Micros): Promise<Keyframe | null>
  /** Closed bars that stand beside the events, oldest first; a corrected bar in its last form. */
  closedBars(query: TapeBarsQuery): Promise<readonly BarState[]>
}

/** Whether a source can be played from any place. */
export function isSeekable(source: TapeSource): source is SeekableSource {
  return 'seek' in source
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
    opening: null,
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
    opening: null,
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
