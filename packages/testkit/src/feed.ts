/** The feed in a test's hand: what it plays, what is wrong with it, and what its clients should know. */

import type { FollowedTopic } from '@tapedeck/feed-server'
import type { Channel } from '@tapedeck/protocol'
import type { Faults } from './faults.ts'
import type { Line } from './line/line.ts'
import type { FeedMarket } from './market.ts'
import type { Condition } from './until.ts'

export interface RestartOptions {
  /** Whether the numbering goes on: `same` (default) is a server that was moved, `new` one that lost what it knew. */
  readonly epoch?: 'same' | 'new'
}

export interface SubscribedOptions {
  /** So many clients. Default 1. */
  readonly clients?: number
  /** Milliseconds of the machine's time for them to come. Default 5000. */
  readonly withinMs?: number
}

/**
 * What plays (`advance`, `step`, `until`, `seek`, `drain`) resolves when every client has handled what came due, and the snapshots of what it subscribed to meanwhile.
 * Calls that come while another one plays wait for it. All reject with `CLOSED` once the feed is closed.
 */
export interface Feed extends AsyncDisposable {
  /** `http://127.0.0.1:port`, for any client. It stays the same over a restart. */
  readonly url: string
  /** Tape time where the feed stands, Unix microseconds. */
  readonly position: number
  /** Events of the tape before that place. */
  readonly events: number
  /** What the feed's clients should know by now. */
  readonly market: FeedMarket
  /** What can be wrong between the feed and its clients. */
  readonly line: Line
  /** What can be wrong with the data itself. */
  readonly faults: Faults
  /** What clients are subscribed to now. */
  readonly subscriptions: readonly FollowedTopic[]
  /**
   * Resolves once a client, or more, is subscribed to the symbol, or to that channel of it, and knows its state: a page that has just been opened, or a client that comes back after a
   * cut. Rejects with `TIMEOUT` where none comes in time, with `UNKNOWN_SYMBOL` and with `BAD_OPTION`.
   */
  subscribed(symbol: string, channel?: Channel, options?: SubscribedOptions): Promise<void>
  /** Lets tape time pass: milliseconds, or text such as `2.5s`. Rejects with `BAD_OPTION` for what is none. */
  advance(span: number | string): Promise<void>
  /** Plays the next event, and what stands on the tape at the very same time; so many times, default 1. At the end it does nothing. */
  step(times?: number): Promise<void>
  /**
   * Plays on until it holds. Rejects with `NEVER_MET` at the end of the tape, which says how far it came; with `UNKNOWN_SYMBOL`; with `BAD_OPTION` for what is no condition; with
   * what the function throws.
   */
  until(condition: Condition): Promise<void>
  /** Stands elsewhere: a span after the tape's start, or Unix microseconds. Clients get a new take. Rejects with `BAD_SEEK` outside of the tape. */
  seek(place: string | number): Promise<void>
  /** Plays to the end of the tape. */
  drain(): Promise<void>
  /** Resolves when every client has handled what was published. */
  handled(): Promise<void>
  /** Ends the server and starts another one at the same address, which goes on where this one stood: what was played before cannot be gone back to. */
  restart(options?: RestartOptions): Promise<void>
  close(): Promise<void>
}
