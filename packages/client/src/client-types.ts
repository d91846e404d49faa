/** The face of the SDK: what a client can do, and what it hears. */

import type {
  Bar,
  BarChannel,
  Book,
  BookChannel,
  Channel,
  DeckOpenRequest,
  DeckStatus,
  Gap,
  HistoryAnswer,
  HistoryRequest,
  InstrumentChange,
  InstrumentInfo,
  Interval,
  Notice,
  Quote,
  Recording,
  RecordingChangeRequest,
  RecordingStartRequest,
  SeekTarget,
  Snapshot,
  Stats,
  Status,
  TapedeckError,
  Trade,
  TradeBust,
} from '@tapedeck/protocol'

/** The connection: `connecting` for the first time, `connected`, `reconnecting` after a loss, `closed` for good. */
export type ConnectionState = 'connecting' | 'connected' | 'reconnecting' | 'closed'

/** One unbroken numbering on one take of a deck. Sequence numbers compare only within the same one. */
export interface Numbering {
  readonly epoch: string
  readonly take: number
}

/** What a subscription hears. Every callback is optional; each update is newer than the snapshot before it. */
export interface SubscriptionListener {
  /**
   * Called for each (symbol, channel) when it is joined, and again after every reconnection, every new take of the deck, and
   * wherever the server turns out to be ahead of what was heard: state starts anew from here. Of the `trade` channel it holds the last trades.
   * Trades and statuses that were missed while the connection was lost come one by one instead, where the server has all of them still; where it
   * has not, `snapshot.recovery` says how many are gone.
   */
  snapshot?(snapshot: Snapshot, numbering: Numbering): void
  quote?(quote: Quote): void
  trade?(trade: Trade): void
  tradeBust?(bust: TradeBust): void
  stats?(stats: Stats): void
  status?(status: Status): void
  bar?(bar: Bar): void
  /** Levels that changed, or all of them; a `BookView` puts them together and compares the checksum. */
  book?(book: Book): void
  /**
   * The server refused to join: what and why, once for each reason. A subscription that is refused before it was `ready` ends
   * as a whole; later, when it is joined again, it loses what was refused and keeps the rest.
   */
  refused?(notice: Notice): void
}

export interface SubscriptionRequest {
  readonly symbols: readonly string[]
  readonly channels: readonly Channel[]
  /**
   * Newest values a second of each (symbol, channel) at the most, 0.01 to 1000; default: all. Trades, statuses and closed bars all come. Where
   * several subscriptions share one, the highest of their rates counts.
   */
  readonly maxRate?: number | undefined
}

export interface Subscription {
  /**
   * Resolves once the server has joined it for the first time, when every snapshot has been told. Rejects with the server's
   * TapedeckError, or with `CLOSED` when it was left or the client closed before.
   */
  readonly ready: Promise<void>
  /** Leaves: its listener hears nothing more. What other subscriptions of the same client still need stays joined. */
  unsubscribe(): void
  /** Another highest rate from now on; undefined lifts it. Throws `BAD_OPTION`. */
  setMaxRate(maxRate: number | undefined): void
  /** Updates of its channels that were folded into newer ones: what the client did not take in time, or did not want so often. */
  readonly conflatedCount: number
}

/** What happens to the connection and the deck as a whole. */
export interface ClientEventData {
  readonly state: ConnectionState
  readonly deck: DeckStatus
  readonly instrument: InstrumentChange
  readonly gap: Gap
  /** What the server says unasked. */
  readonly notice: Notice
  /** What becomes of a recording, once `recordings` was asked. */
  readonly recording: Recording
}

/** Listeners of these events. */
export type ClientEvents = { readonly [Name in keyof ClientEventData]: (event: ClientEventData[Name]) => void }

/** The newest value of a channel. A `BookView` puts the changes of a book together. */
export type Latest<C extends Channel> = C extends 'quote'
  ? Quote
  : C extends 'trade'
    ? Trade
    : C extends 'stats'
      ? Stats
      : C extends 'status'
        ? Status
        : C extends BarChannel
          ? Bar
          : never

/**
 * How far a symbol can be trusted: `live`; `stale`, nothing came for a while of tape time; `halted`, it is not traded now; `feed-down`, the connection or
 * the deck's heartbeat is gone; `unknown`, nothing is known of it. Told from what is subscribed to: quotes, trades, statistics, and statuses for halts.
 */
export type Freshness = 'live' | 'stale' | 'halted' | 'feed-down' | 'unknown'

/** The server's clock minus this machine's, and the round trip that it was measured by, in milliseconds. */
export interface ClockReading {
  readonly offsetMs: number
  readonly roundTripMs: number
}

export interface BarsRequest {
  readonly symbol: string
  readonly interval: Interval
  /** Bars that history begins with. Default 500. */
  readonly limit?: number
}

export interface BarsListener {
  /** The newest history; live bars follow it. It comes again after every reconnection and on every new take: state starts anew. */
  history(bars: readonly Bar[], numbering: Numbering): void
  /** Bars before the first one, as they were asked for. */
  older?(bars: readonly Bar[]): void
  /** The running bar, its closing, or the correction of an earlier one. */
  bar(bar: Bar): void
  failed?(error: TapedeckError): void
}

export interface Bars {
  /** Asks for the bars before `tsOpen`, unless that is under way or there are none. */
  loadBefore(tsOpen: number): void
  /** Asks for the newest once more: they were refused, or let go. */
  reload(): void
  close(): void
}

/** The market that a deck plays. */
export interface MarketView {
  /** Joins now, or as soon as there is a connection, and again after every reconnection. */
  subscribe(request: SubscriptionRequest, listener: SubscriptionListener): Subscription
  /** The instrument table. Rejects with a TapedeckError: `DISCONNECTED`, `TIMEOUT`, or what the server says. */
  instruments(): Promise<readonly InstrumentInfo[]>
  /** Bars; see HistoryRequest. Rejects like `instruments`. */
  history(request: Omit<HistoryRequest, 'deck'>): Promise<Extract<HistoryAnswer, { ok: true }>>
  /** The newest that came of a channel that is subscribed to; undefined where nothing did. */
  latest<C extends Exclude<Channel, BookChannel>>(channel: C, symbol: string): Latest<C> | undefined
  freshness(symbol: string): Freshness
  /** Tape time now, Unix microseconds, carried on from the last heartbeat; undefined before the first. */
  readonly now: number | undefined
  /** Milliseconds since the deck played an event, by the server's clock; undefined until that is known, and at full speed. */
  latencyOf(event: { readonly tsRecv: number }): number | undefined
}

export interface TapedeckClient extends MarketView {
  readonly state: ConnectionState
  /** Milliseconds until the next attempt to connect; undefined while none is waited for. */
  readonly retryInMs: number | undefined
  /** Makes the next attempt to connect now. */
  retry(): void
  /** The newest `deck` event, undefined before the first. */
  readonly deck: DeckStatus | undefined
  /** Returns what stops it. */
  on<Name extends keyof ClientEvents>(name: Name, listener: ClientEvents[Name]): () => void
  /** Bars of this deck, or of the one that the request names. */
  history(request: HistoryRequest): Promise<Extract<HistoryAnswer, { ok: true }>>
  /** Undefined until it is measured, right after every connection. */
  readonly clock: ClockReading | undefined
  /**
   * Called when the server asks whether everything before has been handled, after the listeners have run: whoever puts updates off, to the next frame for
   * instance, does now what it has put off. Returns what stops it.
   */
  onBarrier(flush: () => void | Promise<void>): () => void
  /**
   * Opens a deck of one's own: a recording, a scenario, or the last hours of `live`. A private one is closed with the connection. Rejects
   * with a TapedeckError: `UNKNOWN_RECORDING`, `UNKNOWN_SCENARIO`, `LIMIT_DECKS`, `UNAUTHORIZED` and others.
   */
  openDeck(request: DeckOpenRequest): Promise<DeckHandle>
  /** A deck that somebody else opened to be shared, by its name. Whether it is there shows with the first request. */
  joinDeck(name: string): DeckHandle
  /** The library, the newest first. From then on `recording` is heard. Rejects like `instruments`. */
  recordings(): Promise<readonly Recording[]>
  startRecording(request?: RecordingStartRequest): Promise<Recording>
  /** Answers what was recorded. */
  stopRecording(id: string): Promise<Recording>
  changeRecording(request: RecordingChangeRequest): Promise<Recording>
  deleteRecording(id: string): Promise<Recording>
  /** Ends the connection for good. */
  close(): void
  [Symbol.dispose](): void
}

/** A deck besides the client's own. What controls it rejects with a TapedeckError: `DECK_NOT_YOURS`, `BAD_SEEK`, `DECK_NOT_SEEKABLE` and others. */
export interface DeckHandle extends MarketView {
  readonly name: string
  /** The newest that was heard; undefined before the first. */
  readonly status: DeckStatus | undefined
  /** Returns what stops it. */
  onStatus(listener: (status: DeckStatus) => void): () => void
  /** Told of each gap in its data as it is played. Returns what stops it. */
  onGap(listener: (gap: Gap) => void): () => void
  play(): Promise<DeckStatus>
  pause(): Promise<DeckStatus>
  /** Plays the next event, or on to the next close of a bar, and pauses. */
  step(by: 'event' | Interval): Promise<DeckStatus>
  /** 0.1 to 1000, or `max` on a recording. */
  setSpeed(speed: number | 'max'): Promise<DeckStatus>
  seek(to: SeekTarget): Promise<DeckStatus>
  /** Plays `from <= tsRecv < to` again and again, Unix microseconds; null ends that. */
  loop(range: { readonly from: number; readonly to: number } | null): Promise<DeckStatus>
  /** Becomes the driver of a shared deck that has none. */
  drive(): Promise<DeckStatus>
  /** Hands a shared deck to another client, by the id that it has as a driver. */
  handOver(to: string): Promise<DeckStatus>
  close(): Promise<void>
}

export interface ClientOptions {
  /** How long an answer, or one attempt to connect, may take, in milliseconds. Default 5000. */
  readonly timeoutMs?: number
  /** The pause before the first attempt to connect again, in milliseconds; doubled from one to the next, up to 5 s. Default 500. */
  readonly reconnectDelayMs?: number
  /** The name of the deck. Default `live`. */
  readonly deck?: string
  /** Tape time without news after which a symbol is stale, in milliseconds. Default 30000. */
  readonly staleAfterMs?: number
  /** The server's token, where it has one: opening decks and recording need it. */
  readonly token?: string
  /**
   * A JSON Web Token, where the server asks for one; or what gives a fresh one, called at every connection and before the last one expires. What is
   * wrong with it is told by `notice`: `UNAUTHENTICATED`, `TOKEN_EXPIRED`.
   */
  readonly jwt?: string | (() => string | Promise<string>) | undefined
}
