/** Who follows what of the decks: clients that join rooms and clients that have none, each from its snapshot on. */

import type { Deck } from '@tapedeck/deck'
import type { Channel, Limits, Resume, Snapshot } from '@tapedeck/protocol'
import type { Outlet } from '../fan-out/follower.ts'
import type { Publisher } from '../publisher.ts'
import { createRoomNames, roomOf, type RoomNames } from '../rooms.ts'
import { snapshotsFor } from '../snapshots.ts'
import type { Selection } from '../subscriptions.ts'

/** A deck and what publishes it. */
export interface Followable {
  readonly deck: Deck
  readonly publisher: Publisher
  readonly names: RoomNames
}

/** Where a stream stands: how many trades and changes of status the deck had published in a take. */
export interface Place {
  readonly epoch: string
  readonly take: number
  readonly completeCount: number
}

/** A client that subscribes to something whenever it is asked is not waited for again and again. */
const MOST_ROUNDS = 100

export class Following {
  /** By the deck's name. */
  readonly #standing: ReadonlyMap<string, Followable>
  readonly #limits: Pick<Limits, 'snapshotTrades'>
  /** Times that somebody connected or subscribed. */
  #joined = 0

  constructor(standing: ReadonlyMap<string, Followable>, limits: Pick<Limits, 'snapshotTrades'>) {
    this.#standing = standing
    this.#limits = limits
  }

  /** A client joined a room of Socket.IO, of a deck or another. */
  joinedRoom(room: string, client: string, outlet: () => Outlet | undefined): void {
    const { deck, channel, symbol } = roomOf(room)
    this.#joined++
    this.#standing.get(deck)?.publisher.joined(client, outlet, channel, symbol)
  }

  leftRoom(room: string, client: string): void {
    const { deck, channel, symbol } = roomOf(room)
    this.#standing.get(deck)?.publisher.left(client, channel, symbol)
  }

  /** A client that has no rooms follows a deck: all of it, or a channel of a symbol. */
  follow(deck: Deck, client: string, outlet: Outlet, channel?: Channel, symbol?: string): void {
    this.#standing.get(deck.name)?.publisher.joined(client, () => outlet, channel, symbol)
  }

  unfollow(deck: Deck, client: string, channel?: Channel, symbol?: string): void {
    this.#standing.get(deck.name)?.publisher.left(client, channel, symbol)
  }

  /** A client has joined these and was given fresh snapshots. */
  refreshed({ deck, channels, instruments }: Selection, client: string, maxRate: number | undefined): void {
    const symbols = instruments.map(({ symbol }) => symbol)
    this.#joined++
    this.#standing.get(deck.name)?.publisher.refreshed(client, channels, symbols, maxRate)
  }

  /** Resolves when all clients have room again for decks that fold nothing. */
  async room(): Promise<void> {
    await Promise.all([...this.#standing.values()].map(({ publisher }) => publisher.room()))
  }

  /** Publishes what waits; resolves when all clients have handled it, and the snapshots of what they subscribed to meanwhile. */
  async handled(): Promise<void> {
    for (let round = 0, before = -1; round < MOST_ROUNDS && before !== this.#joined; round++) {
      before = this.#joined
      await Promise.all([...this.#standing.values()].map(({ publisher }) => publisher.handled()))
    }
  }

  /** What answers a subscription; what waits is published before, so that everything later is newer. */
  snapshotsFor(selection: Selection, resume: Resume | undefined): Snapshot[] {
    const standing = this.#standing.get(selection.deck.name)
    standing?.publisher.flush()
    return snapshotsFor(selection, this.#limits, resume, (...asked) => standing?.publisher.missedSince(...asked))
  }

  /** Where a stream of a deck stands, for whoever comes back to it. */
  placeOf(deck: Deck): Place {
    const completeCount = this.#standing.get(deck.name)?.publisher.completeCount ?? 0
    return { epoch: deck.header.epoch, take: deck.take, completeCount }
  }

  /** What a client that stood there is to be resumed from. */
  resumeFrom({ deck, instruments, channels }: Selection, { epoch, take, completeCount }: Place): Resume {
    const publisher = this.#standing.get(deck.name)?.publisher
    const seqs = instruments.flatMap((instrument) =>
      channels.flatMap((channel) =>
        publisher === undefined || (channel !== 'trade' && channel !== 'status')
          ? []
          : [[`${channel}/${instrument.symbol}`, publisher.seqAt(channel, instrument, completeCount)] as const],
      ),
    )
    return { epoch, take, seqs: Object.fromEntries(seqs) }
  }

  /** Snapshots with the place that each topic has in batches of the wire. */
  withTopics(deck: Deck, snapshots: readonly Snapshot[]): Snapshot[] {
    const publisher = this.#standing.get(deck.name)?.publisher
    return snapshots.map((snapshot) => ({
      ...snapshot,
      topic: publisher?.topicOf(snapshot.channel, snapshot.symbol) ?? 0,
    }))
  }

  /** The name of a room of a deck. */
  roomNames(deck: Deck): RoomNames {
    return this.#standing.get(deck.name)?.names ?? createRoomNames(deck.name)
  }
}
