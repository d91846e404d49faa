/** What the page says of its connection: one truth made of the socket, the network, the deck's state, its heartbeat and the age of what arrives. */

import type { ConnectionState } from '@tapedeck/client'
import type { DeckStatus } from '@tapedeck/protocol'
import { groupDigits } from '../format/decimal.ts'
import { m } from '../paraglide/messages.js'

export type FaceKind =
  | 'connecting'
  | 'live'
  | 'replay'
  | 'waiting'
  | 'paused'
  | 'ended'
  | 'stale'
  | 'lagging'
  | 'reconnecting'
  | 'offline'
  | 'closed'

export interface ConnectionFace {
  readonly kind: FaceKind
  readonly text: string
  /** Whether it waits to try again, so that somebody may say: now. */
  readonly isWaiting: boolean
}

/** Whether the market on the page is a recording, or one that happens now. */
export type Mode = 'live' | 'replay'

/** What is known of the connection. */
export interface ConnectionFacts {
  readonly connection: ConnectionState
  readonly deck: DeckStatus | undefined
  /** Whole seconds since the last heartbeat of a deck that plays. */
  readonly silentSeconds: number
  /** Whole seconds until the next attempt to connect; undefined while one is under way, or none is needed. */
  readonly retrySeconds: number | undefined
  /** Whether the machine says that it has no network. */
  readonly isOffline: boolean
  /** How late even the quickest of the latest updates came, in milliseconds; undefined where it is not known. */
  readonly lagMs: number | undefined
}

/** The name of the deck that nobody moves. */
export const LIVE = 'live'

/** A deck that plays says so every second; after this many without, it may as well be gone. */
const STALE_AFTER_SECONDS = 3
/** A price so old is no longer one that somebody should act on. */
const LAGGING_FROM_MS = 1_000

export function modeOf(deck: DeckStatus | undefined): Mode {
  return deck === undefined || (deck.deck === LIVE && deck.source.kind === 'simulator') ? 'live' : 'replay'
}

/** The word beside the lamp: a market that is made for somebody is neither live nor a recording. */
export function lampWord(deck: DeckStatus): 'LIVE' | 'REPLAY' | 'SCENARIO' {
  if (modeOf(deck) === 'live') return 'LIVE'
  return deck.source.kind === 'simulator' ? 'SCENARIO' : 'REPLAY'
}

export function connectionFace(facts: ConnectionFacts): ConnectionFace {
  const { connection, deck, silentSeconds, retrySeconds, isOffline, lagMs } = facts
  const face = (kind: FaceKind, text: string, isWaiting = false): ConnectionFace => ({ kind, text, isWaiting })
  if (connection === 'closed') return face('closed', m.app_connection_closed())
  if (connection !== 'connected') {
    const isWaiting = retrySeconds !== undefined
    if (isOffline) return face('offline', m.app_connection_offline(), isWaiting)
    if (connection === 'connecting' && !isWaiting) return face('connecting', m.app_connection_connecting())
    const text = isWaiting
      ? m.app_connection_reconnecting_in({ seconds: retrySeconds })
      : m.app_connection_reconnecting()
    return face('reconnecting', text, isWaiting)
  }
  if (deck === undefined) return face('connecting', m.app_connection_connecting())
  if (deck.state === 'ended') return face('ended', m.app_connection_ended())
  if (deck.state === 'waiting') return face('waiting', m.app_connection_waiting())
  if (deck.state === 'paused') return face('paused', m.app_connection_paused())
  if (silentSeconds > STALE_AFTER_SECONDS) return face('stale', m.app_connection_stale({ seconds: silentSeconds }))
  if (lagMs !== undefined && lagMs >= LAGGING_FROM_MS)
    return face('lagging', m.app_connection_lagging({ seconds: groupDigits((lagMs / 1_000).toFixed(1)) }))
  return modeOf(deck) === 'live' ? face('live', m.app_connection_live()) : face('replay', m.app_connection_replay())
}

/** Whether nothing comes from the server any more. */
export function isCutOff(kind: FaceKind): boolean {
  return kind === 'reconnecting' || kind === 'offline' || kind === 'closed'
}

/** Whether what is on the page may no longer be so. */
export function isMuted(kind: FaceKind): boolean {
  return kind === 'stale' || isCutOff(kind)
}
