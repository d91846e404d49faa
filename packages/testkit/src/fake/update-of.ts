/** An event of a tape as its followers hear it: on which channel, in which method. */

import {
  quoteOf,
  statusOf,
  tradeBustOf,
  tradeOf,
  type DeckStatus,
  type Instrument,
  type SourceEvent,
} from '@tapedeck/protocol'
import type { FakePlayer } from './fake-player.ts'
import type { FakeUpdate } from './fake-subscription.ts'

/** Undefined for what is no news of a channel by itself. */
export function updateOf(
  event: SourceEvent,
  instrument: Instrument,
): { readonly channel: string; readonly update: FakeUpdate } | undefined {
  switch (event.type) {
    case 'quote':
      return { channel: 'quote', update: { name: 'quote', data: quoteOf(event, instrument) } }
    case 'trade':
      return { channel: 'trade', update: { name: 'trade', data: tradeOf(event, instrument) } }
    case 'trade-bust':
      return { channel: 'trade', update: { name: 'tradeBust', data: tradeBustOf(event, instrument) } }
    case 'status':
      return { channel: 'status', update: { name: 'status', data: statusOf(event, instrument) } }
    default:
      return undefined
  }
}

/** What a deck would say of itself where the player stands. */
export function statusOfPlayer({ tape, position }: FakePlayer, take: number): DeckStatus {
  const { header, span, markers, played } = tape
  return {
    deck: 'live',
    state: 'playing',
    epoch: header.epoch,
    take,
    position,
    wall: position,
    speed: 1,
    driver: null,
    span,
    source: { kind: 'file', name: header.name, tapeId: header.tapeId },
    loop: null,
    markers,
    events: played,
    digest: null,
  }
}
