/** A deck besides the client's own, as its owner holds it: requests that name it, and subscriptions to it. */

import type { DeckAction, DeckStatus } from '@tapedeck/protocol'
import type { DeckHandle } from './client-types.ts'
import { callSafely } from './holder.ts'
import type { Requests } from './requests.ts'
import type { Subscriptions } from './subscriptions.ts'
import { createUpdates } from './updates.ts'

/** What a client keeps of a deck that it follows. */
export class FollowedDeck {
  readonly name: string
  readonly subscriptions: Subscriptions
  readonly listeners: Set<(status: DeckStatus) => void> = new Set()
  status: DeckStatus | undefined

  constructor(name: string, subscriptions: Subscriptions) {
    this.name = name
    this.subscriptions = subscriptions
  }

  hear(status: DeckStatus): void {
    this.status = status
    this.subscriptions.numbering(status)
    for (const listener of this.listeners) callSafely(() => listener(status))
  }
}

/** `forget` is called when the deck was closed. */
export function createDeckHandle(deck: FollowedDeck, requests: Requests, forget: () => void): DeckHandle {
  const { name, subscriptions, listeners } = deck
  const control = async (action: DeckAction): Promise<DeckStatus> => {
    const { status } = await requests.ask('deck:control', { ...action, deck: name })
    return status
  }
  return {
    name,
    get status() {
      return deck.status
    },
    onStatus(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    subscribe: (request, listener) => subscriptions.subscribe(request, listener),
    updates: (request) => createUpdates((listener) => subscriptions.subscribe(request, listener)),
    async instruments() {
      return (await requests.ask('instruments', { deck: name })).instruments
    },
    history: (request) => requests.ask('history', { ...request, deck: name }),
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
