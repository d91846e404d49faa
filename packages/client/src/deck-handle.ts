/** A deck besides the client's own, as its owner holds it: requests that name it, and subscriptions to it. */

import type { DeckAction, DeckStatus, Gap } from '@tapedeck/protocol'
import type { DeckHandle } from './client-types.ts'
import { callSafely } from './holder.ts'
import { createMarketView, type ViewContext } from './market-view.ts'
import type { Subscriptions } from './subscriptions.ts'
import { transportNowMs } from './transport-timers.ts'

/** What a client keeps of a deck that it follows. */
export class FollowedDeck {
  readonly name: string
  readonly subscriptions: Subscriptions
  readonly listeners: Set<(status: DeckStatus) => void> = new Set()
  readonly gapListeners: Set<(gap: Gap) => void> = new Set()
  status: DeckStatus | undefined
  #heardAt = 0

  constructor(name: string, subscriptions: Subscriptions) {
    this.name = name
    this.subscriptions = subscriptions
  }

  /** Tape time now: carried on from the last heartbeat, but not at full speed. */
  get now(): number | undefined {
    const { status } = this
    if (status?.state !== 'playing' || status.speed === 'max') return status?.position
    const position = status.position + (transportNowMs() - this.#heardAt) * 1_000 * status.speed
    const { to } = status.span
    return to === null ? position : Math.min(position, Math.max(to, status.position))
  }

  /** Milliseconds since the last heartbeat of a deck that plays; others have none. */
  get silentMs(): number {
    return this.status?.state === 'playing' ? transportNowMs() - this.#heardAt : 0
  }

  hear(status: DeckStatus): void {
    this.status = status
    this.#heardAt = transportNowMs()
    this.subscriptions.numbering(status)
    for (const listener of this.listeners) callSafely(() => listener(status))
  }
}

/** `forget` is called when the deck was closed. */
export function createDeckHandle(deck: FollowedDeck, context: ViewContext, forget: () => void): DeckHandle {
  const { requests } = context
  const { name, subscriptions, listeners, gapListeners } = deck
  const control = async (action: DeckAction): Promise<DeckStatus> => {
    const { status } = await requests.ask('deck:control', { ...action, deck: name })
    return status
  }
  return {
    ...createMarketView(deck, context),
    name,
    get now() {
      return deck.now
    },
    get status() {
      return deck.status
    },
    onStatus(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    onGap(listener) {
      gapListeners.add(listener)
      return () => void gapListeners.delete(listener)
    },
    play: () => control({ action: 'play' }),
    pause: () => control({ action: 'pause' }),
    step: (by) => control({ action: 'step', by }),
    setSpeed: (speed) => control({ action: 'speed', speed }),
    seek: (to) => control({ action: 'seek', to }),
    loop: (loop) => control({ action: 'loop', loop }),
    drive: () => control({ action: 'drive' }),
    handOver: (to) => control({ action: 'hand-over', to }),
    async close() {
      await requests.ask('deck:close', { deck: name })
      subscriptions.close()
      listeners.clear()
      forget()
    },
  }
}
