/** What a server allows, each with its default. All can be set where the server is started. */

export interface Limits {
  /** Bytes of one inbound message. */
  readonly maxMessageBytes: number
  /** (symbol, channel) pairs that one client may be subscribed to. */
  readonly maxSubscriptionsPerClient: number
  /** Sustained inbound messages a second from one client. */
  readonly maxMessagesPerSecond: number
  /** Inbound messages that may come at once before the rate counts. */
  readonly maxMessageBurst: number
  /** Connections that the server holds at once, by all doors together. */
  readonly maxConnections: number
  /** Connections that one address holds at once; the addresses of an IPv6 /64 are one. */
  readonly maxConnectionsPerAddress: number
  /** Sustained new connections a second from one address. */
  readonly maxHandshakesPerSecondPerAddress: number
  /** New connections that may come from one address at once before the rate counts. */
  readonly maxHandshakeBurstPerAddress: number
  /** Sustained HTTP requests a second from one address. */
  readonly maxRequestsPerSecondPerAddress: number
  /** HTTP requests that may come from one address at once before the rate counts. */
  readonly maxRequestBurstPerAddress: number
  /** Seconds in which a connection of `/ws` has to subscribe to something. */
  readonly maxSilentSeconds: number
  /** Bytes that may wait for a client that does not read; beyond it is disconnected. */
  readonly maxQueuedBytes: number
  /** Bars in one history answer. */
  readonly maxHistoryBars: number
  /** Trades in a snapshot of the `trade` channel. */
  readonly snapshotTrades: number
  /** Decks that one client may have open, besides those that others opened. */
  readonly maxDecksPerClient: number
  /** Decks that the server holds, besides `live`. */
  readonly maxDecks: number
  /** Seconds after which a deck is closed that nobody subscribes to and nobody drives. */
  readonly maxIdleDeckSeconds: number
  /** Recordings and uploads that are being made at once. */
  readonly maxActiveRecordings: number
  /** Bytes of an uploaded tape, packed or unpacked. */
  readonly maxUploadBytes: number
  /** Bytes of all recordings together, the rolling tape not among them. */
  readonly maxLibraryBytes: number
}

export const DEFAULT_LIMITS: Limits = {
  maxMessageBytes: 16_384,
  maxSubscriptionsPerClient: 25_000,
  maxMessagesPerSecond: 20,
  maxMessageBurst: 60,
  maxConnections: 5_000,
  maxConnectionsPerAddress: 500,
  maxHandshakesPerSecondPerAddress: 20,
  maxHandshakeBurstPerAddress: 500,
  maxRequestsPerSecondPerAddress: 50,
  maxRequestBurstPerAddress: 500,
  maxSilentSeconds: 30,
  maxQueuedBytes: 8_388_608,
  maxHistoryBars: 5_000,
  snapshotTrades: 50,
  maxDecksPerClient: 4,
  maxDecks: 32,
  maxIdleDeckSeconds: 60,
  maxActiveRecordings: 4,
  maxUploadBytes: 268_435_456,
  maxLibraryBytes: 8_589_934_592,
}

/** Bars in a history answer when the request names no limit. */
export const DEFAULT_HISTORY_BARS = 500
