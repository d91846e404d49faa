/** The decks of a server: `live`, and those that clients open, private or shared, with who drives them. */

import type { Deck } from '@tapedeck/deck'
import {
  TapedeckError,
  type DeckControlRequest,
  type DeckOpenRequest,
  type DeckStatus,
  type Limits,
} from '@tapedeck/protocol'
import type { Log } from '../log.ts'
import type { Publisher } from '../publisher.ts'
import { createRoomNames } from '../rooms.ts'
import { every, transportNowMs } from '../transport-timers.ts'
import { controlDeck } from './control-deck.ts'
import { Following, type Followable } from './following.ts'
import { openDeckFor, type DeckSources } from './open-deck-source.ts'

/** Who asks: the id of a client's connection, or REST, which is one for everybody who has the right. */
export type Asker = string
export const REST: Asker = 'rest'

/** What one asker sees of the decks. */
export interface VisibleDecks {
  /** Throws `UNKNOWN_DECK`; of a deck that is private to another client as well. */
  find(name?: string): Deck
  all(): readonly Deck[]
  /** Whether a symbol may be seen. Throws `UNAUTHENTICATED` where it is not known who asks. */
  readonly allows: (symbol: string) => boolean
}

export interface DecksOptions {
  readonly live: Deck
  readonly limits: Pick<Limits, 'maxDecksPerClient' | 'maxDecks' | 'maxIdleDeckSeconds' | 'snapshotTrades'>
  readonly sources: DeckSources
  readonly publish: (deck: Deck) => Publisher
  /** Whether a client is connected. */
  readonly isConnected: (client: Asker) => boolean
  /** Called before a deck is closed. */
  readonly onClosing: (deck: Deck) => Promise<void>
  readonly log: Log
}

interface Standing extends Followable {
  readonly opener: Asker | null
  readonly isShared: boolean
  driver: Asker | null
  /** Since when nobody has subscribed to it or asked anything of it. */
  idleSince: number
}

const LOOK_MS = 1_000
/** That are told of: a deck for a room of people, not for the public. */
const MOST_MEMBERS = 100

export class Decks {
  readonly #options: DecksOptions
  readonly #standing = new Map<string, Standing>()
  /** Who follows what of them. */
  readonly following: Following
  /** Decks that are being opened, by who asked. */
  readonly #opening: Asker[] = []
  #opened = 0
  #isClosed = false
  readonly #stopLooking: () => void

  constructor(options: DecksOptions) {
    this.#options = options
    this.following = new Following(this.#standing, options.limits)
    this.#add(options.live, null, true, null)
    this.#stopLooking = every(LOOK_MS, () => this.#look())
  }

  /** Whether the server is being stopped: not even `live` is there any more. */
  get isClosed(): boolean {
    return this.#isClosed
  }

  seenBy(asker: Asker, allows: (symbol: string) => boolean): VisibleDecks {
    return {
      allows,
      find: (name) => this.#find(asker, name).deck,
      all: () => this.#visibleTo(asker),
    }
  }

  #visibleTo(asker: Asker): readonly Deck[] {
    return [...this.#standing.values()].filter((each) => this.#isVisible(each, asker)).map(({ deck }) => deck)
  }

  /** Rejects with what is wrong in the request, or `LIMIT_DECKS`. */
  async open(asker: Asker, asked: DeckOpenRequest): Promise<DeckStatus> {
    this.#refuseTooMany(asker)
    const name = `deck-${++this.#opened}`
    this.#opening.push(asker)
    let deck: Deck
    try {
      deck = await openDeckFor(name, asked, this.#options.sources)
    } finally {
      this.#opening.splice(this.#opening.indexOf(asker), 1)
    }
    const isShared = asked.shared === true || asker === REST
    if (this.#isClosed || (asker !== REST && !this.#options.isConnected(asker))) {
      await deck.close()
      throw new TapedeckError('CLOSED', 'whoever asked for the deck is gone')
    }
    this.#add(deck, asker, isShared, asker)
    try {
      if (asked.rewind !== undefined) {
        const { from, to } = deck.status().span
        const at = Math.round(this.#options.live.status().position - asked.rewind)
        // further back than there is begins where it begins; what was not written yet is a second's at most
        await deck.seek({ time: Math.max(from, Math.min(at, to ?? at)) })
      }
      if (asked.play !== false) deck.play()
    } catch (thrown) {
      await this.#close(name)
      throw thrown
    }
    return deck.status()
  }

  /** Rejects with `UNKNOWN_DECK`, `DECK_NOT_YOURS`, or what the deck says. */
  async control(asker: Asker, asked: DeckControlRequest): Promise<DeckStatus> {
    const standing = this.#find(asker, asked.deck)
    const { deck } = standing
    standing.idleSince = transportNowMs()
    if (asked.action === 'drive') {
      if (standing.driver !== null && standing.driver !== asker) throw notYours(standing)
      this.#refuseLive(standing)
      this.#drive(standing, asker)
      return deck.status()
    }
    this.#refuseOthers(standing, asker)
    if (asked.action === 'hand-over') {
      if (!standing.isShared || (asked.to !== REST && !this.#options.isConnected(asked.to))) {
        throw new TapedeckError(
          'BAD_MESSAGE',
          `${JSON.stringify(asked.to)} is no client that could drive ${deck.name}`,
          {
            to: asked.to,
          },
        )
      }
      this.#drive(standing, asked.to)
    } else await controlDeck(deck, asked)
    return deck.status()
  }

  /** Rejects with `UNKNOWN_DECK` or `DECK_NOT_YOURS`. */
  async close(asker: Asker, name: string): Promise<void> {
    this.#refuseOthers(this.#find(asker, name), asker)
    await this.#close(name)
  }

  /** A client is gone: with it go its private decks, and shared ones have no driver. */
  left(client: Asker): void {
    for (const standing of this.#standing.values()) {
      if (standing.opener === client && !standing.isShared) void this.#close(standing.deck.name)
      else if (standing.driver === client) this.#drive(standing, null)
    }
  }

  /** Closes all of them, `live` as well. */
  async closeAll(): Promise<void> {
    this.#isClosed = true
    this.#stopLooking()
    await Promise.all([...this.#standing.keys()].map((name) => this.#close(name)))
  }

  #add(deck: Deck, opener: Asker | null, isShared: boolean, driver: Asker | null): void {
    const publisher = this.#options.publish(deck)
    const names = createRoomNames(deck.name)
    this.#standing.set(deck.name, { deck, publisher, names, opener, isShared, driver, idleSince: transportNowMs() })
    deck.setDriver(driver)
  }

  async #close(name: string): Promise<void> {
    const standing = this.#standing.get(name)
    if (standing === undefined) return
    this.#standing.delete(name)
    const { deck, publisher } = standing
    publisher.close()
    await this.#options.onClosing(deck)
    await deck.close()
  }

  #drive(standing: Standing, driver: Asker | null): void {
    standing.driver = driver
    standing.deck.setDriver(driver)
  }

  #isVisible({ isShared, opener }: Standing, asker: Asker): boolean {
    return isShared || opener === asker
  }

  #find(asker: Asker, name: string = 'live'): Standing {
    const found = this.#standing.get(name)
    if (found !== undefined && this.#isVisible(found, asker)) return found
    const open = this.#visibleTo(asker)
    throw new TapedeckError(
      'UNKNOWN_DECK',
      `no deck ${JSON.stringify(name.slice(0, 40))} is open (open: ${open.map((deck) => deck.name).join(', ')})`,
      { deck: name },
    )
  }

  #refuseLive({ deck, opener }: Standing): void {
    if (opener !== null) return
    throw new TapedeckError(
      'DECK_NOT_YOURS',
      `deck ${deck.name} obeys nobody: open a deck of your own with deck:open, { rewind } for its last hours`,
      { deck: deck.name },
    )
  }

  #refuseOthers(standing: Standing, asker: Asker): void {
    this.#refuseLive(standing)
    if (standing.driver !== asker) throw notYours(standing)
  }

  #refuseTooMany(asker: Asker): void {
    const { maxDecks, maxDecksPerClient } = this.#options.limits
    const opened = [...this.#standing.values()].filter(({ opener }) => opener === asker).length
    const opening = this.#opening.filter((each) => each === asker).length
    if (asker !== REST && opened + opening >= maxDecksPerClient) {
      throw new TapedeckError('LIMIT_DECKS', `${opened} decks of this client are open; close one of them first`, {
        maxDecksPerClient,
      })
    }
    if (this.#standing.size - 1 + this.#opening.length >= maxDecks) {
      throw new TapedeckError('LIMIT_DECKS', `the server holds its ${maxDecks} decks; come back later`, { maxDecks })
    }
  }

  /** Tells who is in shared decks, and closes those that nobody uses. */
  #look(): void {
    const now = transportNowMs()
    for (const standing of this.#standing.values()) {
      const { deck, opener, idleSince } = standing
      if (opener === null) continue
      if (standing.isShared) deck.setMembers([...standing.publisher.members].slice(0, MOST_MEMBERS))
      if (standing.publisher.isFollowed) standing.idleSince = now
      else if (now - idleSince >= this.#options.limits.maxIdleDeckSeconds * 1_000) {
        this.#options.log.info(`deck ${deck.name} is closed: nobody has used it for a while`)
        void this.#close(deck.name)
      }
    }
  }
}

function notYours({ deck, driver }: Standing): TapedeckError {
  const who = driver === null ? 'nobody drives it: ask for it with action drive' : `its driver is ${driver}`
  return new TapedeckError('DECK_NOT_YOURS', `deck ${deck.name} obeys its driver alone, and ${who}`, {
    deck: deck.name,
    driver,
  })
}
