/** A tape that is held in memory, so that a test can change what is still to come of it. */

import { micros, type HistoryBar, type Micros, type SourceEvent } from '@tapedeck/protocol'
import type { Keyframe, SeekableSource, TapeHeader, TapeMarker } from '@tapedeck/tape'

export interface TapeContent {
  readonly header: TapeHeader
  readonly history: readonly HistoryBar[]
  readonly opening: Uint8Array | null
  readonly events: readonly SourceEvent[]
}

export class MemoryTape implements SeekableSource {
  readonly header: TapeHeader
  readonly history: readonly HistoryBar[]
  readonly opening: Uint8Array | null
  /** In the order in which they are played; those before the place that was reached stay as they are. */
  #events: readonly SourceEvent[]
  #at = 0
  /** Asked for with every status, so found once. */
  markers: readonly TapeMarker[]

  constructor({ header, history, opening, events }: TapeContent) {
    this.header = header
    this.history = history
    this.opening = opening
    this.#events = events
    this.markers = markersOf(events)
  }

  /** Events that were taken since the start. */
  get played(): number {
    return this.#at
  }

  get eventCount(): number {
    return this.#events.length
  }

  get span(): { readonly from: Micros; readonly to: Micros } {
    return { from: this.header.start, to: this.#events.at(-1)?.tsRecv ?? this.header.start }
  }

  get stretches(): readonly { readonly from: Micros; readonly to: Micros; readonly events: number }[] {
    return [{ ...this.span, events: this.eventCount }]
  }

  get nextTime(): number | undefined {
    return this.#events[this.#at]?.tsRecv
  }

  next(limit?: number): SourceEvent | undefined {
    const event = this.#events[this.#at]
    if (event === undefined || (limit !== undefined && event.tsRecv > limit)) return undefined
    this.#at++
    return event
  }

  fill(): Promise<boolean> {
    return Promise.resolve(this.#at < this.#events.length)
  }

  /** A test's tape is short: everything is folded from its start. */
  seek(): Promise<Keyframe | null> {
    this.#at = 0
    return Promise.resolve(null)
  }

  closedBars(): Promise<readonly []> {
    return Promise.resolve([])
  }

  close(): Promise<void> {
    return Promise.resolve()
  }

  /** Puts other events in the place of those that are still to come. Tape time never goes back: they keep the times of their places. */
  change(change: (coming: readonly SourceEvent[]) => readonly SourceEvent[]): void {
    const coming = change(this.#events.slice(this.#at))
    let latest = this.#at === 0 ? this.header.start : (this.#events[this.#at - 1]?.tsRecv ?? this.header.start)
    const inOrder = coming.map((event) => {
      latest = micros(Math.max(latest, event.tsRecv))
      return event.tsRecv === latest ? event : { ...event, tsRecv: latest }
    })
    this.#events = [...this.#events.slice(0, this.#at), ...inOrder]
    this.markers = markersOf(this.#events)
  }

  /** The tape as of the place that was reached: what follows, on the state that was reached. */
  rest(epoch: string, start: Micros, state: Uint8Array): MemoryTape {
    return new MemoryTape({
      header: { ...this.header, epoch, start },
      history: [],
      opening: state,
      events: this.#events.slice(this.#at),
    })
  }
}

function markersOf(events: readonly SourceEvent[]): readonly TapeMarker[] {
  return events.flatMap((event) => (event.type === 'marker' ? [{ name: event.name, tsRecv: event.tsRecv }] : []))
}
