/** The clocks of pages in a browser, which go with the tape's: they stand still while it does, and run exactly as long as it does. */

import type { Companion } from './companion.ts'
import { after, nowMs } from './transport-timers.ts'

/** What is used of the clock of a Playwright page; pages of one browser context have the same one. */
export interface PageClock {
  install(options: { readonly time: number }): Promise<void>
  pauseAt(time: number): Promise<void>
  setSystemTime(time: number): Promise<void>
  runFor(ms: number): Promise<void>
}

/** A WebSocket of a Playwright page. */
export interface PageSocket {
  url(): string
  on(event: 'framesent' | 'framereceived' | 'close' | 'socketerror', listener: () => void): unknown
}

/** What is used of a Playwright page. */
export interface ClockedPage {
  readonly clock: PageClock
  on(event: 'websocket', listener: (socket: PageSocket) => void): unknown
  on(event: 'close', listener: () => void): unknown
}

/** Milliseconds of a frame of a page whose clock is faked, rounded up: what waits for one has been drawn after so long. */
const FRAME_MS = 16
/** A page may be slow to hear that it is to stand still: its clock must not have passed the time that it is given. */
const LEAD_MS = 1_000
/** Milliseconds of the machine's time for a connection to be made. */
const PATIENCE_MS = 5_000

/** A clock that goes with the tape. */
interface Led {
  readonly pages: Set<ClockedPage>
  /** The Unix milliseconds that it was given, and when; undefined once it was stopped. */
  running: { readonly time: number; readonly since: number } | undefined
}

/** What is asked of the feed that leads them. */
interface Leading {
  readonly url: string
  readonly position: number
  readonly line: { readonly carries: boolean }
}

export class PageClocks implements Companion {
  readonly #clocks = new Map<PageClock, Led>()
  /** Connections that pages are making. */
  readonly #opening = new Set<Promise<void>>()
  readonly #feed: () => Leading
  /** Milliseconds by which they are ahead of the tape: clocks run in whole ones, and a frame more than the tape, in which what came is drawn. */
  #aheadMs = 0

  /** `feed` is asked once there is one. */
  constructor(feed: () => Leading) {
    this.#feed = feed
  }

  get isIdle(): boolean {
    return this.#clocks.size === 0
  }

  /** Gives a page the tape's clock; it runs by itself until tape time passes for the first time, so that the page is loaded as any other. */
  async add(page: ClockedPage): Promise<void> {
    const { clock } = page
    const { url, position } = this.#feed()
    page.on('websocket', (socket) => {
      if (socket.url().startsWith(url.replace('http', 'ws'))) this.#await(socket)
    })
    page.on('close', () => {
      const led = this.#clocks.get(clock)
      led?.pages.delete(page)
      if (led?.pages.size === 0) this.#clocks.delete(clock)
    })
    const known = this.#clocks.get(clock)
    if (known !== undefined) {
      known.pages.add(page)
      return
    }
    const time = Math.round(position / 1_000)
    await clock.install({ time })
    this.#clocks.set(clock, { pages: new Set([page]), running: { time, since: nowMs() } })
  }

  async before(ms: number): Promise<void> {
    await this.#forEach((clock, led) => this.#stop(clock, led))
    this.#aheadMs -= ms
    await this.#runTo(0)
    // a page that comes back is there before anything more is played
    if (this.#feed().line.carries) await Promise.all(this.#opening)
  }

  /** What came is drawn. */
  after(): Promise<void> {
    return this.#runTo(FRAME_MS)
  }

  /** They show the time of the tape's new place; their timers know nothing of it. */
  async moved(): Promise<void> {
    await this.#forEach(async (clock, led) => {
      const time = Math.round(this.#feed().position / 1_000 + this.#aheadMs)
      await clock.setSystemTime(time)
      if (led.running !== undefined) led.running = { time, since: nowMs() }
    })
  }

  /** Runs until they are so far ahead of the tape, where they are not yet. */
  async #runTo(aheadMs: number): Promise<void> {
    const ms = Math.ceil(aheadMs - this.#aheadMs)
    if (ms <= 0) return
    this.#aheadMs += ms
    await this.#forEach(async (clock, { running }) => {
      if (running === undefined) await clock.runFor(ms)
    })
  }

  /** Pages may be closed meanwhile, and their clock with them. */
  async #forEach(move: (clock: PageClock, led: Led) => Promise<void>): Promise<void> {
    for (const [clock, led] of this.#clocks) {
      await move(clock, led).catch((thrown: unknown) => {
        if (led.pages.size > 0) throw thrown
      })
    }
  }

  async #stop(clock: PageClock, led: Led): Promise<void> {
    while (led.running !== undefined) {
      const { time, since } = led.running
      try {
        await clock.pauseAt(time + Math.ceil(nowMs() - since) + LEAD_MS)
        led.running = undefined
        await clock.setSystemTime(Math.round(this.#feed().position / 1_000 + this.#aheadMs))
      } catch (thrown) {
        // it was slower than that: once more
        if (!(thrown instanceof Error && thrown.message.includes('past'))) throw thrown
      }
    }
  }

  #await(socket: PageSocket): void {
    const opened = new Promise<void>((resolve) => {
      const stop = after(PATIENCE_MS, resolve)
      for (const event of ['framesent', 'framereceived', 'close', 'socketerror'] as const) {
        socket.on(event, () => {
          stop()
          resolve()
        })
      }
    }).then(() => void this.#opening.delete(opened))
    this.#opening.add(opened)
  }
}
