/** Names of Socket.IO rooms, made once per (channel, instrument) so that publishing builds no strings. */

import { roomName, type Channel } from '@tapedeck/protocol'

const DECK_ROOM = '/deck'

/** The room of everyone who follows a deck: its status, instruments, gaps. */
export function deckRoom(deck: string): string {
  return `${deck}${DECK_ROOM}`
}

/** What a room is the subscription of; undefined for other rooms. Neither decks, channels nor symbols have a slash. */
export function subscriptionOf(
  room: string,
): { readonly deck: string; readonly channel: string; readonly symbol: string } | undefined {
  const [deck, channel, symbol, ...more] = room.split('/')
  if (deck === undefined || channel === undefined || symbol === undefined || more.length > 0) return undefined
  return { deck, channel, symbol }
}

/** The deck that a room belongs to, and what of it. A client's own room has the name of no deck. */
export function roomOf(room: string): { readonly deck: string; readonly channel?: string; readonly symbol?: string } {
  return subscriptionOf(room) ?? { deck: room.endsWith(DECK_ROOM) ? room.slice(0, -DECK_ROOM.length) : '' }
}

export interface RoomNames {
  of(channel: Channel, symbol: string): string
}

/** Creates the cache of a deck's room names. Only symbols of the instrument table reach it. */
export function createRoomNames(deck: string): RoomNames {
  const names = new Map<Channel, Map<string, string>>()
  return {
    of(channel, symbol) {
      let ofChannel = names.get(channel)
      if (ofChannel === undefined) {
        ofChannel = new Map()
        names.set(channel, ofChannel)
      }
      let name = ofChannel.get(symbol)
      if (name === undefined) {
        name = roomName(deck, channel, symbol)
        ofChannel.set(symbol, name)
      }
      return name
    },
  }
}
