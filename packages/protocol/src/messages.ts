/** What clients ask and what servers answer. Every request is answered by `{ ok: true, ... }` or `{ ok: false, error }`. */

import type { AuthenticateAnswer, AuthenticateRequest } from './authenticate.ts'
import type { BookChannel, Channel, Interval } from './channels.ts'
import type { ErrorBody } from './errors.ts'
import type { SourceChannel } from './events.ts'
import type {
  Bar,
  Book,
  DeckStatus,
  Gap,
  InstrumentChange,
  InstrumentInfo,
  Quote,
  Recording,
  Stats,
  Status,
  Trade,
  TradeBust,
} from './wire.ts'

/** Joins the room of every (symbol, channel) pair. Atomic: one bad item refuses the whole. */
export interface SubscribeRequest {
  readonly symbols: readonly string[]
  readonly channels: readonly Channel[]
  /** Default `live`. */
  readonly deck?: string | undefined
  /** What the client had before it lost its connection: what it missed since follows, as far as the server still has it. */
  readonly resume?: Resume | undefined
  /**
   * Newest values a second that the client wants of each of these at the most, 0.01 to 1000; another subscribe changes it, one without it lifts it. Trades,
   * statuses and closed bars all come.
   */
  readonly maxRate?: number | undefined
}

/** Where a client's `trade` and `status` subscriptions stood. */
export interface Resume {
  readonly epoch: string
  readonly take: number
  /** The last number that was heard, by `<channel>/<symbol>`. */
  readonly seqs: Readonly<Record<string, number>>
}

/** What became of a subscription that was to be resumed. */
export type Recovery =
  /** Everything that was missed is here, in order; a snapshot of trades has no others then. */
  | { readonly state: 'recovered'; readonly missed: readonly MissedUpdate[] }
  /** The state is right, and so many updates are gone. */
  | { readonly state: 'snapshot'; readonly lost: number }
  /** The deck has another epoch or take: nothing continues. */
  | { readonly state: 'reset' }

export type MissedUpdate =
  | { readonly event: 'trade'; readonly data: Trade }
  | { readonly event: 'trade-bust'; readonly data: TradeBust }
  | { readonly event: 'status'; readonly data: Status }

export interface UnsubscribeRequest {
  readonly symbols: readonly string[]
  readonly channels: readonly Channel[]
  readonly deck?: string | undefined
}

/** State of one (symbol, channel) at the moment of joining. Updates that follow have a greater seq. */
export type Snapshot = SnapshotData & {
  /** Where the request said from where to resume. */
  readonly recovery?: Recovery
  /** The place of the topic in batches, for clients that read them. */
  readonly topic?: number
}

type SnapshotData =
  | { readonly channel: 'quote'; readonly symbol: string; readonly seq: number; readonly data: Quote | null }
  /** The last 50 trades, oldest first. */
  | { readonly channel: 'trade'; readonly symbol: string; readonly seq: number; readonly data: readonly Trade[] }
  | { readonly channel: 'stats'; readonly symbol: string; readonly seq: number; readonly data: Stats | null }
  | { readonly channel: 'status'; readonly symbol: string; readonly seq: number; readonly data: Status | null }
  /** `action` is `snapshot`. */
  | { readonly channel: BookChannel; readonly symbol: string; readonly seq: number; readonly data: Book | null }
  /** The bar of the running interval, null where nothing has happened in it. */
  | { readonly channel: `bar:${Interval}`; readonly symbol: string; readonly seq: number; readonly data: Bar | null }

export interface Refused {
  readonly ok: false
  readonly error: ErrorBody
}

export type SubscribeAnswer =
  | {
      readonly ok: true
      readonly deck: string
      readonly epoch: string
      readonly take: number
      readonly snapshots: readonly Snapshot[]
    }
  | Refused

export type UnsubscribeAnswer = { readonly ok: true; readonly removed: number } | Refused

/** Bars of one symbol and interval with `from <= tsOpen < to`, the newest `limit` of them, oldest first. */
export interface HistoryRequest {
  readonly symbol: string
  readonly interval: Interval
  /** Unix microseconds, inclusive; default: as far back as there is. */
  readonly from?: number | undefined
  /** Unix microseconds, exclusive; default: up to the running bar. */
  readonly to?: number | undefined
  /** Default 500. */
  readonly limit?: number | undefined
  readonly deck?: string | undefined
}

export type HistoryAnswer =
  | {
      readonly ok: true
      readonly epoch: string
      readonly take: number
      /** Live bars of greater seq follow these. */
      readonly seq: number
      readonly bars: readonly Bar[]
      /** Whether there are bars before the first; before the range, where it holds none. */
      readonly hasMore: boolean
    }
  | Refused

export interface InstrumentsRequest {
  readonly deck?: string | undefined
}

export type InstrumentsAnswer =
  | {
      readonly ok: true
      readonly epoch: string
      readonly take: number
      readonly instruments: readonly InstrumentInfo[]
    }
  | Refused

/**
 * Opens a deck of the client's own choice: a recording of the library, a scenario, or the last hours of `live` (exactly one of
 * the three). Every subscription names it by the answer's `deck`.
 */
export interface DeckOpenRequest {
  /** Id of a recording in the library. */
  readonly recording?: string | undefined
  /** A scenario of the catalogue, as `--scenario` takes it. */
  readonly scenario?: string | undefined
  /** Goes back on the rolling tape of `live`, so many microseconds before now. */
  readonly rewind?: number | undefined
  /** Seed of a scenario's market. Default 1. */
  readonly seed?: number | undefined
  /** Whether others may join it; its driver controls it. Default false: only the client that opened it. */
  readonly shared?: boolean | undefined
  /** Default 1. */
  readonly speed?: number | 'max' | undefined
  /** Plays only events of `from <= tsRecv < to`, Unix microseconds. */
  readonly from?: number | undefined
  readonly to?: number | undefined
  /** Whether it starts to play at once. Default true; a rewound `live` and a recording alike. */
  readonly play?: boolean | undefined
}

export type DeckOpenAnswer = { readonly ok: true; readonly deck: string; readonly status: DeckStatus } | Refused

/** A place to go to: tape time, a marker's name (the first one after the position, else the first), or a fraction of the span. */
export type SeekTarget =
  | { readonly time: number }
  | { readonly marker: string }
  /** 0 to 1. */
  | { readonly fraction: number }

/** What a driver can ask of a deck. */
export type DeckAction =
  | { readonly action: 'play' }
  | { readonly action: 'pause' }
  /** Plays the next event, or on to the next close of a bar of an interval, and pauses. */
  | { readonly action: 'step'; readonly by: 'event' | Interval }
  | { readonly action: 'speed'; readonly speed: number | 'max' }
  | { readonly action: 'seek'; readonly to: SeekTarget }
  /** Plays `from <= tsRecv < to` again and again; null ends that. */
  | { readonly action: 'loop'; readonly loop: { readonly from: number; readonly to: number } | null }
  /** Becomes the driver of a shared deck that has none. */
  | { readonly action: 'drive' }
  /** Hands a shared deck to another client, by the id that `driver` shows. */
  | { readonly action: 'hand-over'; readonly to: string }

export type DeckControlRequest = { readonly deck: string } & DeckAction
export type DeckControlAnswer = { readonly ok: true; readonly status: DeckStatus } | Refused

export interface DeckCloseRequest {
  readonly deck: string
}
export type DeckCloseAnswer = { readonly ok: true } | Refused

/** Begins to record a deck into the library. */
export interface RecordingStartRequest {
  /** Default `live`. */
  readonly deck?: string | undefined
  /** For people. Default: the deck's name and the time. */
  readonly title?: string | undefined
  /** Default: all. */
  readonly symbols?: readonly string[] | undefined
  /** Kinds of source events. Default: all. */
  readonly channels?: readonly SourceChannel[] | undefined
  /** Goes on in a new recording once it is so long or has lasted so long. */
  readonly rotateBytes?: number | undefined
  readonly rotateSeconds?: number | undefined
}
export interface RecordingStopRequest {
  readonly id: string
}
export interface RecordingRequest {
  readonly id: string
}
export interface RecordingChangeRequest {
  readonly id: string
  readonly title?: string | undefined
  readonly notes?: string | undefined
}
export type RecordingAnswer = { readonly ok: true; readonly recording: Recording } | Refused
export type RecordingsAnswer = { readonly ok: true; readonly recordings: readonly Recording[] } | Refused

/** The server's clock, Unix microseconds: what a client needs to know how late something is. */
export type ClockAnswer = { readonly ok: true; readonly wall: number } | Refused

/** A deck stands at another place: nothing continues what was told before, and state begins anew with these snapshots of what the client subscribes to. */
export interface Reset {
  readonly deck: string
  readonly epoch: string
  readonly take: number
  readonly snapshots: readonly Snapshot[]
}

/** Something that a client should know and did not ask: a message that could not be answered, a limit reached. */
export type Notice = ErrorBody

type Acknowledge<Answer> = (answer: Answer) => void

/** Events that a client may send, for `Server` and `Socket` of Socket.IO. */
export interface ClientToServerEvents {
  subscribe: (request: SubscribeRequest, acknowledge: Acknowledge<SubscribeAnswer>) => void
  unsubscribe: (request: UnsubscribeRequest, acknowledge: Acknowledge<UnsubscribeAnswer>) => void
  history: (request: HistoryRequest, acknowledge: Acknowledge<HistoryAnswer>) => void
  instruments: (request: InstrumentsRequest, acknowledge: Acknowledge<InstrumentsAnswer>) => void
  clock: (request: Readonly<Record<string, never>>, acknowledge: Acknowledge<ClockAnswer>) => void
  authenticate: (request: AuthenticateRequest, acknowledge: Acknowledge<AuthenticateAnswer>) => void
  'deck:open': (request: DeckOpenRequest, acknowledge: Acknowledge<DeckOpenAnswer>) => void
  'deck:control': (request: DeckControlRequest, acknowledge: Acknowledge<DeckControlAnswer>) => void
  'deck:close': (request: DeckCloseRequest, acknowledge: Acknowledge<DeckCloseAnswer>) => void
  recordings: (request: Readonly<Record<string, never>>, acknowledge: Acknowledge<RecordingsAnswer>) => void
  'recording:start': (request: RecordingStartRequest, acknowledge: Acknowledge<RecordingAnswer>) => void
  'recording:stop': (request: RecordingStopRequest, acknowledge: Acknowledge<RecordingAnswer>) => void
  'recording:change': (request: RecordingChangeRequest, acknowledge: Acknowledge<RecordingAnswer>) => void
  'recording:delete': (request: RecordingRequest, acknowledge: Acknowledge<RecordingAnswer>) => void
}

/** Names of the events that a client may send. */
export const CLIENT_EVENTS = [
  'subscribe',
  'unsubscribe',
  'history',
  'instruments',
  'clock',
  'authenticate',
  'deck:open',
  'deck:control',
  'deck:close',
  'recordings',
  'recording:start',
  'recording:stop',
  'recording:change',
  'recording:delete',
] as const
export type ClientEvent = (typeof CLIENT_EVENTS)[number]

/** Events that a server sends. */
export interface ServerToClientEvents {
  quote: (quote: Quote) => void
  trade: (trade: Trade) => void
  'trade-bust': (bust: TradeBust) => void
  stats: (stats: Stats) => void
  status: (status: Status) => void
  bar: (bar: Bar) => void
  book: (book: Book) => void
  instrument: (change: InstrumentChange) => void
  gap: (gap: Gap) => void
  notice: (notice: Notice) => void
  deck: (status: DeckStatus) => void
  reset: (reset: Reset) => void
  /** A recording began, grew, was changed, or ended. */
  recording: (recording: Recording) => void
  /** To clients that read batches: to be acknowledged when everything before it has been handled. */
  barrier: (acknowledge: () => void) => void
}
