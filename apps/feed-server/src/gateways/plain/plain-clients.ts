/** Clients that speak no Socket.IO: what each follows, asked and answered as sockets are. */

import type { Deck } from '@tapedeck/deck'
import { TapedeckError, type Limits, type ServerToClientEvents, type Snapshot } from '@tapedeck/protocol'
import type { SelectionInput } from '@tapedeck/protocol/schemas'
import type { Decks, VisibleDecks } from '../../decks/decks.ts'
import type { Place } from '../../decks/following.ts'
import type { Outlet } from '../../fan-out/follower.ts'
import { snapshotOf } from '@tapedeck/deck'
import { checkCount, checkSelection, type Selection } from '../../subscriptions.ts'

export interface PlainClientsOptions {
  readonly decks: Decks
  readonly limits: Pick<Limits, 'maxSubscriptionsPerClient' | 'snapshotTrades'>
  /** Called after a client has joined something of a deck. */
  readonly onSubscribed: (deck: string) => void
}

export interface Subscribed {
  readonly deck: string
  readonly epoch: string
  readonly take: number
  readonly snapshots: readonly Snapshot[]
}

type Tell = (name: keyof ServerToClientEvents, data: object) => void

export class PlainClients {
  readonly #options: PlainClientsOptions
  readonly #clients = new Set<PlainClient>()
  #opened = 0

  constructor(options: PlainClientsOptions) {
    this.#options = options
  }

  /**
   * A client that follows nothing yet. `tell` sends it something beside the data that goes to its outlet; `allows` says whether it may see
   * a symbol, and throws where that is not known.
   */
  open(door: string, outlet: Outlet, tell: Tell, allows: (symbol: string) => boolean): PlainClient {
    const client = new PlainClient(`${door}-${++this.#opened}`, outlet, tell, allows, this.#options)
    this.#clients.add(client)
    return client
  }

  close(client: PlainClient): void {
    if (!this.#clients.delete(client)) return
    client.leaveAll()
  }

  /** Tells everybody something beside the data. */
  tellAll(name: keyof ServerToClientEvents, data: object): void {
    for (const client of this.#clients) client.tell(name, data)
  }

  /** A deck stands at another place: everybody on it gets fresh snapshots. */
  reset(deck: Deck): void {
    for (const client of this.#clients) client.reset(deck)
  }
}

/** What a client follows of a deck. */
interface Followed {
  readonly deck: Deck
  readonly selections: Map<string, { readonly channel: Selection['channels'][number]; readonly symbol: string }>
}

export class PlainClient {
  readonly id: string
  readonly #outlet: Outlet
  readonly tell: Tell
  readonly #options: PlainClientsOptions
  readonly #visible: VisibleDecks
  readonly #followed = new Map<string, Followed>()

  constructor(
    id: string,
    outlet: Outlet,
    tell: Tell,
    allows: (symbol: string) => boolean,
    options: PlainClientsOptions,
  ) {
    this.id = id
    this.#outlet = outlet
    this.tell = tell
    this.#options = options
    this.#visible = options.decks.seenBy(id, allows)
  }

  /**
   * Snapshot and join in one synchronous step; from where it stood before, where it says so by `place`. Throws like `subscribe` of a socket.
   */
  subscribe(asked: SelectionInput, place?: Place): Subscribed {
    const { decks, limits, onSubscribed } = this.#options
    const selection = checkSelection(this.#visible, asked)
    const { deck, instruments, channels } = selection
    const { selections } = this.#followed.get(deck.name) ?? { selections: new Map() as Followed['selections'] }
    const pairs = instruments.flatMap(({ symbol }) => channels.map((channel) => ({ channel, symbol })))
    const fresh = pairs.filter(({ channel, symbol }) => !selections.has(`${channel}/${symbol}`))
    const held = [...this.#followed.values()].reduce((sum, each) => sum + each.selections.size, 0)
    checkCount(held, fresh.length, limits)
    const resume = place === undefined ? asked.resume : decks.following.resumeFrom(selection, place)
    const snapshots = decks.following.snapshotsFor(selection, resume)
    if (!this.#followed.has(deck.name)) decks.following.follow(deck, this.id, this.#outlet)
    for (const { channel, symbol } of fresh) {
      decks.following.follow(deck, this.id, this.#outlet, channel, symbol)
      selections.set(`${channel}/${symbol}`, { channel, symbol })
    }
    decks.following.refreshed(selection, this.id, asked.maxRate)
    this.#followed.set(deck.name, { deck, selections })
    // a tape that waits for its first listener starts behind the snapshot
    void Promise.resolve().then(() => {
      onSubscribed(deck.name)
    })
    return { deck: deck.name, epoch: deck.header.epoch, take: deck.take, snapshots }
  }

  /** Answers how many were left. Throws `NOT_SUBSCRIBED`. */
  unsubscribe(asked: SelectionInput): number {
    const { decks } = this.#options
    const { deck, instruments, channels } = checkSelection(this.#visible, asked)
    const selections = this.#followed.get(deck.name)?.selections
    let removed = 0
    for (const { symbol } of instruments) {
      for (const channel of channels) {
        if (selections?.delete(`${channel}/${symbol}`) !== true) continue
        decks.following.unfollow(deck, this.id, channel, symbol)
        removed++
      }
    }
    if (removed > 0) return removed
    throw new TapedeckError(
      'NOT_SUBSCRIBED',
      'nothing of this is subscribed to; see the answer of subscribe for what is',
    )
  }

  get followsNothing(): boolean {
    return this.#followed.size === 0
  }

  /** Leaves what it may not see any more; answers how much of it. */
  leaveHidden(): number {
    const { following } = this.#options.decks
    let removed = 0
    for (const { deck, selections } of this.#followed.values()) {
      for (const [key, { channel, symbol }] of selections) {
        if (this.#visible.allows(symbol)) continue
        selections.delete(key)
        following.unfollow(deck, this.id, channel, symbol)
        removed++
      }
    }
    return removed
  }

  /** Where its first deck stands; undefined while it follows none. */
  get place(): Place | undefined {
    const [first] = this.#followed.values()
    return first === undefined ? undefined : this.#options.decks.following.placeOf(first.deck)
  }

  reset(deck: Deck): void {
    const followed = this.#followed.get(deck.name)
    if (followed === undefined) return
    const snapshots: Snapshot[] = []
    for (const { channel, symbol } of followed.selections.values()) {
      const instrument = deck.market.instrumentOf(symbol)
      if (instrument === undefined) continue
      snapshots.push(snapshotOf(deck, instrument, channel, this.#options.limits.snapshotTrades))
    }
    this.tell('reset', { deck: deck.name, epoch: deck.header.epoch, take: deck.take, snapshots })
  }

  leaveAll(): void {
    const { decks } = this.#options
    for (const { deck, selections } of this.#followed.values()) {
      for (const { channel, symbol } of selections.values()) decks.following.unfollow(deck, this.id, channel, symbol)
      decks.following.unfollow(deck, this.id)
    }
    this.#followed.clear()
    decks.left(this.id)
  }
}
