/** What the page plays, and how it can be opened again. */

import type { DeckAddress } from '../app/deck-address.ts'
import type { Speed } from './speeds.ts'

export type Playing =
  | { readonly kind: 'live' }
  /** The last hours of `live`. */
  | { readonly kind: 'rewound' }
  | { readonly kind: 'recording'; readonly id: string }
  /** A market that is made for this page. */
  | { readonly kind: 'scenario'; readonly scenario: string }
  /** A deck that is shared, whoever opened it. */
  | { readonly kind: 'joined'; readonly name: string }

export interface PlayOptions {
  /** Tape time to begin at, Unix microseconds. */
  readonly at?: number | undefined
  readonly speed?: Speed | undefined
  readonly play?: boolean | undefined
  /** Whether others may join. */
  readonly shared?: boolean | undefined
}

/** Whether it is a deck that was opened for this page alone. */
export function isPrivate({ kind }: Playing): boolean {
  return kind === 'rewound' || kind === 'recording' || kind === 'scenario'
}

/** What an address has to say to come here again; undefined for what nobody else can open. */
export function addressOf(playing: Playing): DeckAddress | undefined {
  if (playing.kind === 'recording') return { recording: playing.id }
  return playing.kind === 'joined' ? { deck: playing.name } : undefined
}

/** Where the server tells of the tape; undefined where it cannot. The last hours are one tape with live. */
export function tapeAddressOf(playing: Playing, isRolling: boolean): string | undefined {
  if (playing.kind === 'recording') return `/api/recordings/${playing.id}`
  return playing.kind === 'live' || playing.kind === 'rewound' || isRolling ? '/api/rolling' : undefined
}
