/** What clients ask and what servers answer. Every request is answered by `{ ok: true, ... }` or `{ ok: false, error }`. */

import type { Channel, Interval } from './channels.ts'
import type { ErrorBody } from './errors.ts'
import type {
  Bar,
  DeckStatus,
  Gap,
  InstrumentChange,
  InstrumentInfo,
  Quote,
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
}

export interface UnsubscribeRequest {
  readonly symbols: readonly string[]
  readonly channels: readonly Channel[]
  readonly deck?: string | undefined
}

/** State of one (symbol, channel) at the moment of joining. Updates that follow have a greater seq. */
export type Snapshot =
  | { readonly channel: 'quote'; readonly symbol: string; readonly seq: number; readonly data: Quote | null }
  /** The last 50 trades, oldest first. */
  | { readonly channel: 'trade'; readonly symbol: string; readonly seq: number; readonly data: readonly Trade[] }
  | { readonly channel: 'stats'; readonly symbol: string; readonly seq: number; readonly data: Stats | null }
  | { readonly channel: 'status'; readonly symbol: string; readonly seq: number; readonly data: Status | null }
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

/** Something that a client should know and did not ask: a message that could not be answered, a limit reached. */
export type Notice = ErrorBody

type Acknowledge<Answer> = (answer: Answer) => void

/** Events that a client may send, for `Server` and `Socket` of Socket.IO. */
export interface ClientToServerEvents {
  subscribe: (request: SubscribeRequest, acknowledge: Acknowledge<SubscribeAnswer>) => void
  unsubscribe: (request: UnsubscribeRequest, acknowledge: Acknowledge<UnsubscribeAnswer>) => void
  history: (request: HistoryRequest, acknowledge: Acknowledge<HistoryAnswer>) => void
  instruments: (request: InstrumentsRequest, acknowledge: Acknowledge<InstrumentsAnswer>) => void
}

/** Names of the events that a client may send. */
export const CLIENT_EVENTS = ['subscribe', 'unsubscribe', 'history', 'instruments'] as const
export type ClientEvent = (typeof CLIENT_EVENTS)[number]

/** Events that a server sends. */
export interface ServerToClientEvents {
  quote: (quote: Quote) => void
  trade: (trade: Trade) => void
  'trade-bust': (bust: TradeBust) => void
  stats: (stats: Stats) => void
  status: (status: Status) => void
  bar: (bar: Bar) => void
  instrument: (change: InstrumentChange) => void
  gap: (gap: Gap) => void
  notice: (notice: Notice) => void
  deck: (status: DeckStatus) => void
}
