/** What the page says of its connection: one truth made of the socket, the deck's state and its heartbeat. */

import type { ConnectionState } from '@tapedeck/client'
import type { DeckStatus } from '@tapedeck/protocol'
import { m } from '../paraglide/messages.js'

export type FaceKind =
  'connecting' | 'live' | 'replay' | 'waiting' | 'paused' | 'ended' | 'stale' | 'reconnecting' | 'closed'

export interface ConnectionFace {
  readonly kind: FaceKind
  readonly text: string
}

/** Whether the market on the page is a recording, or one that happens now. */
export type Mode = 'live' | 'replay'

/** The name of the deck that nobody moves. */
export const LIVE = 'live'

/** A deck that plays says so every second; after this many without, it may as well be gone. */
const STALE_AFTER_SECONDS = 3

export function modeOf(deck: DeckStatus | undefined): Mode {
  return deck === undefined || (deck.deck === LIVE && deck.source.kind === 'simulator') ? 'live' : 'replay'
}

/** The word beside the lamp: a market that is made for somebody is neither live nor a recording. */
export function lampWord(deck: DeckStatus): 'LIVE' | 'REPLAY' | 'SCENARIO' {
  if (modeOf(deck) === 'live') return 'LIVE'
  return deck.source.kind === 'simulator' ? 'SCENARIO' : 'REPLAY'
}

export function connectionFace(
  connection: ConnectionState,
  deck: DeckStatus | undefined,
  silentSeconds: number,
): ConnectionFace {
  if (connection === 'closed') return { kind: 'closed', text: 'Closed' }
  if (connection === 'reconnecting') return { kind: 'reconnecting', text: 'Reconnecting' }
  if (connection === 'connecting' || deck === undefined) return { kind: 'connecting', text: 'Connecting' }
  if (deck.state === 'ended') return { kind: 'ended', text: 'Ended' }
  if (deck.state === 'waiting') return { kind: 'waiting', text: 'Waiting' }
  if (deck.state === 'paused') return { kind: 'paused', text: 'Paused' }
  if (silentSeconds > STALE_AFTER_SECONDS) return { kind: 'stale', text: `Stale: no heartbeat for ${silentSeconds} s` }
  return modeOf(deck) === 'live' ? { kind: 'live', text: m.app_connection_live() } : { kind: 'replay', text: 'Replay' }
}

/** Whether what is on the page may no longer be so. */
export function isMuted(kind: FaceKind): boolean {
  return kind === 'reconnecting' || kind === 'stale' || kind === 'closed'
}
