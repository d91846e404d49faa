/**
 * A real feed server inside the test's process, paused at the beginning of a tape. Time passes when the test says so, and each step resolves when every
 * connected client has handled what came due: there is nothing to sleep for.
 */

import { resolve } from 'node:path'
import { startFeedServer, type FeedServer, type FeedServerOptions, type FollowedTopic } from '@tapedeck/feed-server'
import { micros, MICROS_PER_MILLISECOND, parseSpan, TapedeckError, type DeckStatus } from '@tapedeck/protocol'
import { withHeader } from '@tapedeck/tape'
import { FeedFaults, type Faults } from './faults.ts'
import { ProxyLine, type Line } from './line/line.ts'
import { FeedMarket } from './market.ts'
import type { MemoryTape } from './tape/memory-tape.ts'
import { openTestTape, timeOf, type TestTape } from './tape/open-tape.ts'
import { timeText } from './transport-timers.ts'
import { meets, type Condition } from './until.ts'

/** Of tape time, where another clock goes with the feed's. */
const SLICE_MS = 1_000

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

export interface RestartOptions {
  /** Whether the numbering goes on: `same` (default) is a server that was moved, `new` one that lost what it knew. */
  readonly epoch?: 'same' | 'new'
}

export interface Feed extends AsyncDisposable {
  /** `http://127.0.0.1:port`, for any client. It stays the same over a restart. */
  readonly url: string
  /** Tape time where the feed stands, Unix microseconds. */
  readonly position: number
  /** Events that were played. */
  readonly events: number
  /** What the feed's clients should know by now. */
  readonly market: FeedMarket
  /** What can be wrong between the feed and its clients. */
  readonly line: Line
  /** What can be wrong with the data itself. */
  readonly faults: Faults
  /** What clients are subscribed to now. */
  readonly subscriptions: readonly FollowedTopic[]
  /** Lets tape time pass, milliseconds or text such as `2.5s`. */
  advance(span: number | string): Promise<void>
  /** Plays the next event, and what stands on the tape at the very same time; so many times. */
  step(times?: number): Promise<void>
  /** Plays on until it holds. Rejects with `BAD_OPTION` at the end of the tape, and says how far it came. */
  until(condition: Condition): Promise<void>
  /** Stands elsewhere: a span after the tape's start, or Unix microseconds. Clients get a new take. */
  seek(place: string | number): Promise<void>
  /** Plays to the end of the tape. */
  drain(): Promise<void>
  /** Resolves when every client has handled what was published. */
  handled(): Promise<void>
  /** Ends the server and starts another one at the same address, which goes on where this one stood. */
  restart(options?: RestartOptions): Promise<void>
  close(): Promise<void>
}

/** Plays a tape file, a scenario or written events. Rejects with the TapedeckError of what cannot be read. */
export async function replayFeed(tape: TestTape, options: ReplayOptions = {}): Promise<Feed> {
  const [opened, line, port] = await Promise.all([openTestTape(tape), ...openLine()])
  const feed = new ReplayedFeed(opened, line, port, options)
  try {
    await feed.start()
  } catch (thrown) {
    await line.close()
    throw thrown
  }
  return feed
}

function openLine(): readonly [ProxyLine, Promise<number>] {
  const line = new ProxyLine()
  return [line, line.open()]
}

class ReplayedFeed implements Feed {
  readonly url: string
  readonly line: ProxyLine
  readonly faults: FeedFaults
  readonly market: FeedMarket
  readonly #options: ReplayOptions
  #tape: MemoryTape
  #server: FeedServer | undefined
  #epochs = 1

  constructor(tape: MemoryTape, line: ProxyLine, port: number, options: ReplayOptions) {
    this.#tape = tape
    this.line = line
    this.url = `http://127.0.0.1:${port}`
    this.#options = options
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
    return this.#status.events
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

  async advance(span: number | string): Promise<void> {
    const microseconds = typeof span === 'string' ? parseSpan(span) : span * MICROS_PER_MILLISECOND
    await this.#pass(microseconds / MICROS_PER_MILLISECOND)
    await this.handled()
  }

  async step(times = 1): Promise<void> {
    for (let count = 0; count < times && (await this.#playNext()); count++);
    await this.handled()
  }

  async until(condition: Condition): Promise<void> {
    const met = { is: meets(condition, this.market, undefined) }
    const stop = this.#running.deck.on({
      event: (event) => {
        met.is ||= meets(condition, this.market, event)
      },
    })
    try {
      while (!met.is) if (!(await this.#playNext())) throw this.#neverMet(condition)
    } finally {
      stop()
    }
    await this.handled()
  }

  async seek(place: string | number): Promise<void> {
    const { deck } = this.#running
    await deck.seek({ time: timeOf(place, this.#tape.header.start) })
    await this.handled()
  }

  async drain(): Promise<void> {
    const rest = this.#tape.span.to - this.position
    if (rest > 0) await this.#pass(rest / MICROS_PER_MILLISECOND)
    await this.handled()
  }

  async handled(): Promise<void> {
    // who cannot answer is not waited for
    if (this.line.carries) await this.#running.handled()
  }

  async restart({ epoch = 'same' }: RestartOptions = {}): Promise<void> {
    const { deck } = this.#running
    const { epoch: before } = deck.header
    const next = epoch === 'same' ? before : `${before}-${++this.#epochs}`
    this.#tape = this.#tape.rest(next, micros(this.position), deck.save())
    await this.#end(this.#running)
    await this.start()
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

  async #pass(ms: number): Promise<void> {
    const { passing } = this.#options
    if (passing === undefined || !(ms > 0)) return this.#running.advance(ms)
    for (let left = ms; left > 0; left -= SLICE_MS) {
      const slice = Math.min(left, SLICE_MS)
      await passing(slice)
      await this.#running.advance(slice)
      await this.handled()
    }
  }

  async #end(server: FeedServer): Promise<void> {
    this.line.endDead()
    await server.close()
  }

  /** Whether there was a next event. */
  async #playNext(): Promise<boolean> {
    const { nextTime } = this.#tape
    if (nextTime === undefined) return false
    await this.#pass((nextTime - this.position) / MICROS_PER_MILLISECOND)
    return true
  }

  #neverMet(condition: Condition): TapedeckError {
    const place = `the tape ended after ${this.events} events, at ${timeText(this.position)}`
    const what =
      typeof condition === 'function' ? 'the condition was never met' : `${JSON.stringify(condition)} was never met`
    return new TapedeckError('BAD_OPTION', `${what}: ${place}`, { events: this.events })
  }
}
