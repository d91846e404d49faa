/** The face of a deck: what plays a tape, what can be asked of it, and what it tells. */

import type { BarAnswer, BarRange, Market, MarketListener, MarketSelection } from '@tapedeck/market'
import type { DeckStatus, ErrorBody, HistoryBar, Interval, Micros, SeekTarget, SourceEvent } from '@tapedeck/protocol'
import type { Digest, TapeHeader, TapeSource } from '@tapedeck/tape'
import type { Clock } from './clock/clock.ts'

/** What a deck tells. Called synchronously, in tape order. Every method is optional. */
export interface DeckListener extends MarketListener {
  /** A source event was applied; the market holds its effect already. */
  event?(event: SourceEvent): void
  /** Every event that was due has been applied: a good moment to publish. */
  settled?(): void
  /** A new take began: the deck stands at another place, its `market` is another one, and nothing continues what was told before. */
  reset?(take: number): void
  /** The deck's status changed, or a second passed. */
  status?(status: DeckStatus): void
  /** The tape cannot be read further. */
  failed?(error: ErrorBody): void
}

export interface DeckOptions {
  readonly name: string
  readonly source: TapeSource
  readonly clock: Clock
  /** Tape time of the last event where it is known. */
  readonly end?: Micros | null
  /** Makes what sums the tape while it plays, for each take from its start; its value is told at the end. For tapes that have one. */
  readonly createDigest?: (() => Digest) | undefined
  /** Closed bars kept per instrument and interval. */
  readonly maxBars?: number
  /** Plays only events of `from <= tsRecv < to`; what is before is folded unseen. A tape that cannot be gone back on takes it too. */
  readonly window?: { readonly from: Micros; readonly to: Micros } | undefined
  /** Whether it waits for more at the end of its tape, in place of ending: for tapes that are being written. */
  readonly follow?: boolean | undefined
}

export interface Deck {
  readonly name: string
  readonly header: TapeHeader
  /** Bars of the time before the tape, oldest first within an instrument. */
  readonly history: Iterable<HistoryBar>
  /** State that the tape began with; null where nothing had happened yet. */
  readonly opening: Uint8Array | null
  /** Another object in each take. */
  readonly market: Market
  readonly clock: Clock
  readonly take: number
  status(): DeckStatus
  /** Plays where the deck stands. Does nothing when it plays or has ended. */
  play(): void
  /** Stands still, at once. Does nothing when it does not play. */
  pause(): void
  /** Throws `BAD_OPTION` outside 0.1 to 1000 and `max`, and on a clock that has one speed. */
  setSpeed(speed: number | 'max'): void
  /** Pauses, then plays one event, or up to and including the next instant at which a bar of the interval closes. */
  step(by: 'event' | Interval): Promise<void>
  /**
   * Stands at another place, in a new take: every event with an earlier `tsRecv` is folded into `market`, the first one at or
   * after it comes next. Plays on if it played, is paused otherwise. Rejects with `BAD_SEEK`, or `DECK_NOT_SEEKABLE`, and stays.
   */
  seek(to: SeekTarget): Promise<void>
  /** Plays `from <= tsRecv < to` again and again, each in a new take; null ends that. Rejects like `seek`. */
  loop(range: { readonly from: Micros; readonly to: Micros } | null): Promise<void>
  /** Who is shown as the deck's driver; told to listeners as a change of status. */
  setDriver(driver: string | null): void
  /** Who is shown as following it; told to listeners as a change of status. */
  setMembers(members: readonly string[]): void
  /** Plays everything up to tape time `to` and stands there; for virtual clocks. */
  playTo(to: Micros): Promise<void>
  /** Bars at this place: of the market, and older ones from the tape. Never one after the position. */
  bars(instrumentId: number, interval: Interval, range: BarRange): Promise<BarAnswer>
  /** State of market and numbering as a keyframe holds it; of a part of it, for a recording of that part. */
  save(selection?: MarketSelection): Uint8Array
  /** Resolves when the tape has been played to its end; rejects when it cannot be read further. */
  readonly ended: Promise<void>
  /** The first to call is told first. Returns what stops it. */
  on(listener: DeckListener): () => void
  close(): Promise<void>
}
