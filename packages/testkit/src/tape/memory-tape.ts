/** A tape that is held in memory, so that a test can change what is still to come of it. */

import { micros, type BarState, type HistoryBar, type Micros, type SourceEvent } from '@tapedeck/protocol'
import type { Keyframe, SeekableSource, TapeBarsQuery, TapeHeader, TapeMarker } from '@tapedeck/tape'

export interface TapeContent {
  readonly header: TapeHeader
  readonly history: readonly HistoryBar[]
  readonly opening: Uint8Array | null
  /** Closed bars of the time before it, of a tape that has an opening. */
  readonly bars: readonly BarState[]
  readonly events: readonly SourceEvent[]
}

/** What a deck that goes on from a place begins with. */
export type TapeBeginning = Pick<TapeContent, 'header' | 'history' | 'opening' | 'bars'>

export class MemoryTape implements SeekableSource {
  readonly header: TapeHeader
  readonly history: readonly HistoryBar[]
  readonly opening: Uint8Array | null
  readonly #bars: readonly BarState[]
  /** Events of the whole tape before those that are held here. */
  readonly #earlier: number
  /** In the order in which they are played; those before the place that was reached stay as they are. */
  #events: readonly SourceEvent[]
  #at = 0
  /** Asked for with every status, so found once. */
  markers: readonly TapeMarker[]

  /** `earlier`: events of the tape that were played before its content begins. */
  constructor({ header, history, opening, bars, events }: TapeContent, earlier = 0) {
    this.header = header
    this.history = history
    this.opening = opening
    this.#bars = bars
    this.#earlier = earlier
    this.#events = events
    this.markers = markersOf(events)
  }

  /** Events of the tape before the place where it stands. */
  get played(): number {
    return this.#earlier + this.#at
  }

  /** Whether a symbol is on the tape, from its beginning or from some place on. */
  lists(symbol: string): boolean {
    return (
      this.header.instruments.some((instrument) => instrument.symbol === symbol) ||
      this.#events.some((event) => event.type === 'instrument' && event.instrument.symbol === symbol)
    )
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

  /** Behind the last event time goes on, as in a market that has gone quiet: what plays it does not end. */
  get nextTime(): number {
    return this.#events[this.#at]?.tsRecv ?? Infinity
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

  /** Of the time before it: what closes on the tape itself is in the market of who plays it. */
  closedBars({ instrumentId, interval, from, to, limit }: TapeBarsQuery): Promise<readonly BarState[]> {
    const found = this.#bars.filter(
      (bar) => bar.instrumentId === instrumentId && bar.interval === interval && bar.tsOpen >= from && bar.tsOpen < to,
    )
    return Promise.resolve(found.slice(-limit))
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

  /** What follows the place that was reached, for a deck that goes on from there. */
  rest(beginning: TapeBeginning): MemoryTape {
    return new MemoryTape({ ...beginning, events: this.#events.slice(this.#at) }, this.played)
  }
}

function markersOf(events: readonly SourceEvent[]): readonly TapeMarker[] {
  return events.flatMap((event) => (event.type === 'marker' ? [{ name: event.name, tsRecv: event.tsRecv }] : []))
}
