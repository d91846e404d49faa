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
}

/** Milliseconds of a frame of a page whose clock is faked, rounded up: what waits for one has been drawn after so long. */
const FRAME_MS = 16
/** A page may be slow to hear that it is to stand still: its clock must not have passed the time that it is given. */
const LEAD_MS = 1_000
/** Milliseconds of the machine's time for a connection to be made. */
const PATIENCE_MS = 5_000

/** A clock that was installed, until it is stopped. */
interface Running {
  readonly clock: PageClock
  /** Unix milliseconds that it was given. */
  readonly time: number
  readonly since: number
}

/** What is asked of the feed that leads them. */
interface Leading {
  readonly url: string
  readonly position: number
  readonly line: { readonly carries: boolean }
}

export class PageClocks implements Companion {
  readonly #stopped = new Set<PageClock>()
  readonly #running: Running[] = []
  /** Connections that pages are making. */
  readonly #opening = new Set<Promise<void>>()
  readonly #feed: () => Leading
  /** Milliseconds that they have not run yet of those that they were to: clocks run in whole ones, and a frame comes after the rest. */
  #owed = 0

  /** `feed` is asked once there is one. */
  constructor(feed: () => Leading) {
    this.#feed = feed
  }

  get isIdle(): boolean {
    return this.#stopped.size === 0 && this.#running.length === 0
  }

  /** Gives a page the tape's clock; it runs by itself until tape time passes for the first time, so that the page is loaded as any other. */
  async add(page: ClockedPage): Promise<void> {
    const { clock } = page
    const { url, position } = this.#feed()
    page.on('websocket', (socket) => {
      if (socket.url().startsWith(url.replace('http', 'ws'))) this.#await(socket)
    })
    if (this.#stopped.has(clock) || this.#running.some((each) => each.clock === clock)) return
    const time = Math.round(position / 1_000)
    await clock.install({ time })
    this.#running.push({ clock, time, since: nowMs() })
  }

  /** All but the last frame: that one is for what comes. */
  async before(ms: number): Promise<void> {
    for (const running of this.#running.splice(0)) await this.#stop(running)
    this.#owed += ms
    await this.#run(Math.floor(this.#owed - FRAME_MS))
    // a page that comes back is there before anything more is played
    if (this.#feed().line.carries) await Promise.all(this.#opening)
  }

  /** What came is drawn. */
  after(): Promise<void> {
    return this.#run(Math.ceil(this.#owed))
  }

  async #run(ms: number): Promise<void> {
    if (ms <= 0) return
    this.#owed -= ms
    for (const clock of this.#stopped) await clock.runFor(ms)
  }

  async #stop({ clock, time, since }: Running): Promise<void> {
    for (let isStopped = false; !isStopped;) {
      const ahead = Math.ceil(nowMs() - since) + LEAD_MS
      isStopped = await clock.pauseAt(time + ahead).then(
        () => true,
        (thrown: unknown) => {
          if (thrown instanceof Error && thrown.message.includes('past')) return false
          throw thrown
        },
      )
    }
    await clock.setSystemTime(Math.round(this.#feed().position / 1_000))
    this.#stopped.add(clock)
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
