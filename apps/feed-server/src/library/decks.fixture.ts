/** Decks and folders for tests of recordings: simulated markets on virtual clocks, closed and deleted after each test. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createVirtualClock, openDeck, type Deck, type VirtualClock } from '@tapedeck/deck'
import { DEFAULT_LIMITS, micros, MICROS_PER_SECOND, type Micros, type SourceEvent } from '@tapedeck/protocol'
import { createDigest, type SeekableSource } from '@tapedeck/tape'
import { nodeHash } from '@tapedeck/tape/node'
import { afterEach } from 'vitest'
import { silentLog, type Log } from '../log.ts'
import { openSimulation } from '../simulation.ts'
import type { Library, LibraryOptions } from './library-face.ts'
import { openLibrary } from './library.ts'

/** 2026-01-05T14:30:00Z */
export const START: Micros = micros(1_767_623_400_000_000)

export interface MarketChoice {
  readonly seed?: number
  readonly symbols?: readonly string[]
  readonly scenarios?: readonly string[]
}

export interface Decks {
  /** A new folder. */
  readonly folder: () => Promise<string>
  /** A deck named `live` on a simulated market that stands at {@link START}. */
  readonly market: (choice?: MarketChoice) => Promise<Deck>
  /** A deck over a tape. */
  readonly over: (source: SeekableSource) => Deck
  readonly library: (folder: string, limits?: Partial<LibraryOptions['limits']>, log?: Log) => Promise<Library>
}

/** Call it once, at the top of a test file. */
export function useDecks(): Decks {
  const closing: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })
  const open = (source: Parameters<typeof openDeck>[0]['source'], name: string): Deck => {
    const clock = createVirtualClock(source.header.start)
    const deck = openDeck({ name, source, clock })
    clocks.set(deck, clock)
    closing.push(() => deck.close())
    return deck
  }
  return {
    async folder() {
      const folder = await mkdtemp(join(tmpdir(), 'tapedeck-library-'))
      closing.push(() => rm(folder, { recursive: true, force: true }))
      return folder
    },
    async market({ seed = 7, symbols = ['BTC-USD', 'EUR-USD', 'AAPL'], scenarios = [] } = {}) {
      const { source } = await openSimulation({
        seed,
        start: START,
        defaultStart: START,
        instruments: null,
        calendar: undefined,
        scenarios,
        symbols,
        historyBars: 20,
      })
      return open(source, 'live')
    },
    over: (source) => open(source, 'replay'),
    async library(folder, limits = {}, log = silentLog) {
      const library = await openLibrary({ folder, limits: { ...DEFAULT_LIMITS, ...limits }, log })
      closing.push(() => library.close())
      return library
    },
  }
}

const clocks = new WeakMap<Deck, VirtualClock>()

/** Lets a deck play up to so many seconds after {@link START}, and its clock strike every second of them. */
export async function playTo(deck: Deck, seconds: number): Promise<void> {
  const clock = clocks.get(deck)
  const to = START + seconds * MICROS_PER_SECOND
  for (let second = (clock?.now() ?? to) + MICROS_PER_SECOND; second < to; second += MICROS_PER_SECOND) {
    await deck.playTo(micros(second))
    clock?.moveTo(micros(second))
  }
  await deck.playTo(micros(to))
  if ((clock?.now() ?? to) < to) clock?.moveTo(micros(to))
}

/** What a deck plays from now on. */
export function heard(deck: Deck): { readonly events: SourceEvent[]; readonly digest: () => string } {
  const events: SourceEvent[] = []
  const digest = createDigest(nodeHash())
  deck.on({
    event(event) {
      events.push(event)
      digest.add(event)
    },
  })
  return { events, digest: () => digest.hex() }
}

/** What can be seen of a deck's market. */
export function seen(deck: Deck): unknown {
  const { market } = deck
  return market.instruments().map(({ id, symbol }) => ({
    symbol,
    quote: market.quote(id),
    book: market.book(id),
    status: market.status(id),
    stats: market.stats(id),
    minute: market.runningBar(id, '1m'),
    day: market.runningBar(id, '1d'),
  }))
}
