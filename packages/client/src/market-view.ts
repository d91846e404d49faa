/** A deck's market as its subscriber sees it: the newest values, how fresh they are, and bars without a seam. */

import type { Channel, HistoryRequest } from '@tapedeck/protocol'
import type { Latest, MarketView } from './client-types.ts'
import type { FollowedDeck } from './deck-handle.ts'
import type { Requests } from './requests.ts'
import type { ServerClock } from './server-clock.ts'
import { transportNowMs } from './transport-timers.ts'

/** What says how old something is; their newest event counts. */
const TIMED = ['quote', 'trade', 'stats'] as const
/** A deck that plays says so every second; after so long without, it may as well be gone. */
const SILENT_AFTER_MS = 3_000

export interface ViewContext {
  readonly requests: Requests
  readonly clock: ServerClock
  readonly isConnected: () => boolean
  readonly staleAfterMs: number
}

export function createMarketView(deck: FollowedDeck, context: ViewContext): MarketView {
  const { requests, clock, isConnected, staleAfterMs } = context
  const { name, subscriptions } = deck
  const newestTime = (symbol: string): number | undefined => {
    const times = TIMED.map((channel) => view.latest(channel, symbol)?.tsRecv ?? -Infinity)
    const newest = Math.max(...times)
    return newest === -Infinity ? undefined : newest
  }
  const view: MarketView = {
    subscribe: (request, listener) => subscriptions.subscribe(request, listener),
    async instruments() {
      return (await requests.ask('instruments', { deck: name })).instruments
    },
    history: (request: Omit<HistoryRequest, 'deck'>) => requests.ask('history', { ...request, deck: name }),
    latest: <C extends Channel>(channel: C, symbol: string) =>
      subscriptions.latest(channel, symbol) as Latest<C> | undefined,
    freshness(symbol) {
      const newest = newestTime(symbol)
      if (newest === undefined || deck.status === undefined) return 'unknown'
      if (!isConnected() || deck.silentMs > SILENT_AFTER_MS) return 'feed-down'
      const status = view.latest('status', symbol)?.status
      if (status !== undefined && status !== 'trading' && status !== 'auction') return 'halted'
      const now = deck.now ?? newest
      return now - newest > staleAfterMs * 1_000 ? 'stale' : 'live'
    },
    get now() {
      return deck.now
    },
    latencyOf({ tsRecv }) {
      const { status } = deck
      const offset = clock.reading?.offsetMs
      if (status === undefined || offset === undefined || status.speed === 'max') return undefined
      const wall = status.wall + (tsRecv - status.position) / status.speed
      return transportNowMs() + offset - wall / 1_000
    },
  }
  return view
}
