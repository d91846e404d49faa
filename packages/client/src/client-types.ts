/** The face of the SDK: what a client can do, and what it hears. */

import type {
  Bar,
  Channel,
  DeckStatus,
  Gap,
  HistoryAnswer,
  HistoryRequest,
  InstrumentChange,
  InstrumentInfo,
  Notice,
  Quote,
  Snapshot,
  Stats,
  Status,
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
   */
  snapshot?(snapshot: Snapshot, numbering: Numbering): void
  quote?(quote: Quote): void
  trade?(trade: Trade): void
  tradeBust?(bust: TradeBust): void
  stats?(stats: Stats): void
  status?(status: Status): void
  bar?(bar: Bar): void
  /**
   * The server refused to join: what and why, once for each reason. A subscription that is refused before it was `ready` ends
   * as a whole; later, when it is joined again, it loses what was refused and keeps the rest.
   */
  refused?(notice: Notice): void
}

export interface SubscriptionRequest {
  readonly symbols: readonly string[]
  readonly channels: readonly Channel[]
}

export interface Subscription {
  /**
   * Resolves once the server has joined it for the first time, when every snapshot has been told. Rejects with the server's
   * TapedeckError, or with `CLOSED` when it was left or the client closed before.
   */
  readonly ready: Promise<void>
  /** Leaves: its listener hears nothing more. What other subscriptions of the same client still need stays joined. */
  unsubscribe(): void
}

/** What happens to the connection and the deck as a whole. */
export interface ClientEventData {
  readonly state: ConnectionState
  readonly deck: DeckStatus
  readonly instrument: InstrumentChange
  readonly gap: Gap
  /** What the server says unasked. */
  readonly notice: Notice
}

/** Listeners of these events. */
export type ClientEvents = { readonly [Name in keyof ClientEventData]: (event: ClientEventData[Name]) => void }

export interface TapedeckClient {
  readonly state: ConnectionState
  /** The newest `deck` event, undefined before the first. */
  readonly deck: DeckStatus | undefined
  /** Round trip of the last request, in milliseconds; undefined before the first answer. */
  readonly roundTripMs: number | undefined
  /** Returns what stops it. */
  on<Name extends keyof ClientEvents>(name: Name, listener: ClientEvents[Name]): () => void
  /** Joins now, or as soon as there is a connection, and again after every reconnection. */
  subscribe(request: SubscriptionRequest, listener: SubscriptionListener): Subscription
  /** The instrument table. Rejects with a TapedeckError: `DISCONNECTED`, `TIMEOUT`, or what the server says. */
  instruments(): Promise<readonly InstrumentInfo[]>
  /** Bars; see HistoryRequest. Rejects like `instruments`. */
  history(request: HistoryRequest): Promise<Extract<HistoryAnswer, { ok: true }>>
  /** Ends the connection for good. */
  close(): void
  [Symbol.dispose](): void
}

export interface ClientOptions {
  /** How long an answer, or one attempt to connect, may take, in milliseconds. Default 5000. */
  readonly timeoutMs?: number
  /** The pause before the first attempt to connect again, in milliseconds; doubled from one to the next, up to 5 s. Default 500. */
  readonly reconnectDelayMs?: number
  /** The name of the deck. Default `live`. */
  readonly deck?: string
}
