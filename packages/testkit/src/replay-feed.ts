/**
 * A real feed server inside the test's process, paused at the beginning of a tape. Time passes when the test says so, and each step resolves when every
 * connected client has handled what came due: there is nothing to sleep for.
 */

import { resolve } from 'node:path'
import { beginningOf } from '@tapedeck/deck'
import { startFeedServer, type FeedServer, type FeedServerOptions, type FollowedTopic } from '@tapedeck/feed-server'
import { TapedeckError, type Channel, type DeckStatus, type Micros } from '@tapedeck/protocol'
import { withHeader } from '@tapedeck/tape'
import { Passage, type Companion } from './companion.ts'
import { FeedFaults } from './faults.ts'
import type { Feed, RestartOptions, SubscribedOptions } from './feed.ts'
import { untilFollowed } from './followed.ts'
import { checkCount, microsOf, timeOf } from './given.ts'
import { ProxyLine } from './line/line.ts'
import { FeedMarket } from './market.ts'
import type { MemoryTape } from './tape/memory-tape.ts'
import { openTestTape, type TestTape } from './tape/open-tape.ts'
import { after } from './transport-timers.ts'
import { createTurns } from './turns.ts'
import { Wait, type Condition } from './until.ts'

/** Milliseconds of the machine's time for a server to tell its clients that it stops. */
const GRACE_MS = 1_000

/** Of the server's options those that are not the feed's own: its address, its clock, what it plays and the page are. */
export type ServedOptions = Pick<
  FeedServerOptions,
  | 'access'
  | 'data'
  | 'dataRequired'
  | 'historyDays'
  | 'jwt'
  | 'limits'
  | 'log'
  | 'rollingBytes'
  | 'token'
  | 'trustProxy'
>

export interface ReplayOptions {
  /** Folder of a built page that the feed serves at `/`, for tests in a browser. Default none. */
  readonly page?: string | undefined
  /** Called before tape time passes, with milliseconds of it, a second at the most: for other clocks that go with the feed's. */
  readonly passing?: ((ms: number) => Promise<void>) | undefined
  /**
   * Whether clients are to take the tape for a market that happens now, and not for a recording: a page says LIVE, and where `server.data` is a folder the
   * last hours can be gone back on. Default false.
   */
  readonly live?: boolean | undefined
  /** What else the server is told: `{ data }` for a folder of recordings, `access`, `limits`, `token`, ... The same over a restart. */
  readonly server?: ServedOptions | undefined
}

/** Plays a tape file, a scenario or written events. Rejects with the TapedeckError of what cannot be read. */
export function replayFeed(tape: TestTape, options: ReplayOptions = {}): Promise<Feed> {
  const { passing } = options
  const nothing = (): Promise<void> => Promise.resolve()
  return openFeed(tape, options, passing && { isIdle: false, before: passing, after: nothing, moved: nothing })
}

/** `replayFeed` for whoever moves another clock. */
export async function openFeed(
  tape: TestTape,
  options: ReplayOptions,
  companion: Companion | undefined,
): Promise<ReplayedFeed> {
  const line = new ProxyLine()
  const [opened, port] = await Promise.all([openTestTape(tape), line.open()]).catch(async (thrown: unknown) => {
    await line.close()
    throw thrown
  })
  const feed = new ReplayedFeed(opened, line, port, options, companion)
  try {
    await feed.start()
  } catch (thrown) {
    await line.close()
    throw thrown
  }
  return feed
}

export class ReplayedFeed implements Feed {
  readonly url: string
  readonly line: ProxyLine
  readonly faults: FeedFaults
  readonly market: FeedMarket
  readonly #options: ReplayOptions
  readonly #passage: Passage
  readonly #inTurn = createTurns()
  /** Tape time where the whole tape begins, and its epoch. */
  readonly #start: Micros
  readonly #epoch: string
  #tape: MemoryTape
  #server: FeedServer | undefined
  #epochs = 1

  constructor(
    tape: MemoryTape,
    line: ProxyLine,
    port: number,
    options: ReplayOptions,
    companion: Companion | undefined,
  ) {
    this.#tape = tape
    this.#start = tape.header.start
    this.#epoch = tape.header.epoch
    this.line = line
    this.url = `http://127.0.0.1:${port}`
    this.#options = options
    this.#passage = new Passage(
      {
        played: () => this.events,
        // who cannot answer is not waited for
        advance: (ms) => this.#running.advance(ms, !line.carries),
        clientsHandled: async () => {
          const server = this.#running
          if (line.carries) await server.handled()
        },
      },
      companion,
    )
    this.market = new FeedMarket(() => this.#running.deck.market)
    this.faults = new FeedFaults({
      tape: () => this.#tape,
      instrumentOf: (symbol) => this.market.instrument(symbol),
      position: () => this.position,
    })
  }

  get #running(): FeedServer {
    if (this.#server === undefined) throw new TapedeckError('CLOSED', 'this feed is closed')
    return this.#server
  }

  get #status(): DeckStatus {
    return this.#running.deck.status()
  }

  get position(): number {
    return this.#status.position
  }

  get events(): number {
    return this.#tape.played
  }

  get subscriptions(): readonly FollowedTopic[] {
    return this.#running.subscriptions()
  }

  async start(): Promise<void> {
    const { page, live = false, server: served } = this.#options
    const { header } = this.#tape
    // whatever it was when it was recorded
    const source = live ? 'simulator' : header.source === 'import' ? 'import' : 'file'
    const server = await startFeedServer({
      ...served,
      port: 0,
      clock: 'virtual',
      pageFolder: page === undefined ? null : resolve(page),
      tape: withHeader(this.#tape, { ...header, source }),
    })
    this.#server = server
    this.line.leadTo(server.port)
  }

  async subscribed(symbol: string, channel?: Channel, options: SubscribedOptions = {}): Promise<void> {
    this.market.instrument(symbol)
    const looked = {
      subscriptions: () => this.subscriptions,
      handled: () => this.handled(),
      meanwhile: (ms: number) => this.#passage.meanwhile(ms),
    }
    await untilFollowed(looked, symbol, channel, options)
  }

  async advance(span: number | string): Promise<void> {
    const microseconds = microsOf(span)
    await this.#inTurn(async () => {
      await this.#passage.pass(microseconds)
      await this.handled()
    })
  }

  async step(times = 1): Promise<void> {
    checkCount('times', times, 0)
    await this.#inTurn(async () => {
      for (let count = 0; count < times && (await this.#playNext()); count++);
      await this.handled()
    })
  }

  async until(condition: Condition): Promise<void> {
    await this.#inTurn(async () => {
      const wait = new Wait(condition, this.market, this.#tape)
      const stop = this.#running.deck.on({ event: (event) => wait.look(event) })
      try {
        while (!wait.isMet) if (!(await this.#playNext())) throw wait.neverMet(this.position)
      } finally {
        stop()
      }
      await this.handled()
    })
  }

  async seek(place: string | number): Promise<void> {
    await this.#inTurn(async () => {
      const time = timeOf(place, this.#start, this.#tape.span)
      await this.#running.deck.seek({ time })
      await this.#passage.moved()
      await this.handled()
    })
  }

  async drain(): Promise<void> {
    await this.#inTurn(async () => {
      await this.#passage.pass(this.#tape.span.to - this.position)
      await this.handled()
    })
  }

  async handled(): Promise<void> {
    await this.#passage.handled()
  }

  async restart({ epoch = 'same' }: RestartOptions = {}): Promise<void> {
    await this.#inTurn(async () => {
      const { deck } = this.#running
      const { header, ...beginning } = beginningOf(deck)
      this.#tape = this.#tape.rest({
        ...beginning,
        history: [...beginning.history],
        header: {
          ...this.#tape.header,
          instruments: header.instruments,
          start: header.start,
          epoch: epoch === 'same' ? deck.header.epoch : `${this.#epoch}-${++this.#epochs}`,
        },
      })
      await this.#end(this.#running)
      await this.start()
    })
  }

  async close(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    if (server !== undefined) await this.#end(server)
    await this.line.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** Nobody comes while a server ends, and nobody keeps it from ending. */
  async #end(server: FeedServer): Promise<void> {
    this.line.leadTo(undefined)
    const closed = server.close()
    const lose = (): void => this.line.loseServer()
    const stop = after(GRACE_MS, lose)
    if (!this.line.carries) lose()
    await closed
    stop()
  }

  /** Whether there was a next event. */
  async #playNext(): Promise<boolean> {
    const { nextTime } = this.#tape
    if (nextTime === Infinity) return false
    await this.#passage.pass(nextTime - this.position)
    return true
  }
}
