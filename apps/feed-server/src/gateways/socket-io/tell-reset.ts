/** Tells everybody who follows a deck that it stands at another place, each with fresh snapshots of what it subscribes to. */

import type { Deck } from '@tapedeck/deck'
import { isChannel, type Snapshot } from '@tapedeck/protocol'
import { deckRoom, subscriptionOf } from '../../rooms.ts'
import { snapshotOf } from '@tapedeck/deck'
import type { FeedIo } from './gateway.ts'

/** One synchronous step: nothing of the new take has been sent before, and everything later is newer. */
export function tellReset(io: FeedIo, deck: Deck, snapshotTrades: number): void {
  const made = new Map<string, Snapshot | undefined>()
  const snapshotIn = (room: string): Snapshot | undefined => {
    if (!made.has(room)) made.set(room, snapshotOfRoom(deck, room, snapshotTrades))
    return made.get(room)
  }
  const { epoch } = deck.header
  const { sids, rooms } = io.sockets.adapter
  for (const id of rooms.get(deckRoom(deck.name)) ?? []) {
    const snapshots = [...(sids.get(id) ?? [])].map(snapshotIn).filter((snapshot) => snapshot !== undefined)
    io.sockets.sockets.get(id)?.emit('reset', { deck: deck.name, epoch, take: deck.take, snapshots })
  }
}

/** Undefined for rooms that are no subscriptions of this deck, and for symbols that it does not have there. */
function snapshotOfRoom(deck: Deck, room: string, snapshotTrades: number): Snapshot | undefined {
  const subscription = subscriptionOf(room)
  if (subscription?.deck !== deck.name || !isChannel(subscription.channel)) return undefined
  const instrument = deck.market.instrumentOf(subscription.symbol)
  return instrument === undefined ? undefined : snapshotOf(deck, instrument, subscription.channel, snapshotTrades)
}
