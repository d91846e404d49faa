/**
 * For Playwright: fixtures for `test.extend`, and a page whose clock is the tape's. Nothing of Playwright is imported, so that any version of it, or its core
 * alone, will do.
 */

import { replayFeed, type Feed, type ReplayOptions } from './replay-feed.ts'
import type { TestTape } from './tape/open-tape.ts'

/** What is used of a Playwright page. */
export interface ClockedPage {
  readonly clock: {
    install(options: { readonly time: number }): Promise<void>
    runFor(ms: number): Promise<void>
  }
}

/** A feed whose time is the page's as well. */
export interface PageFeed extends Feed {
  /** Gives the page the feed's clock; to be called before it is opened. */
  lead(page: ClockedPage): Promise<void>
}

/** A feed that leads the clocks of pages: they run as long as the tape does, second by second. */
export async function pageFeed(tape: TestTape, options: Omit<ReplayOptions, 'passing'> = {}): Promise<PageFeed> {
  const pages: ClockedPage[] = []
  /** Clocks of pages run in whole milliseconds. */
  let owed = 0
  const passing = async (ms: number): Promise<void> => {
    owed += ms
    const whole = Math.floor(owed)
    owed -= whole
    for (const page of pages) await page.clock.runFor(whole)
  }
  const feed = await replayFeed(tape, {
    ...options,
    // a feed that leads nobody goes in one go
    get passing() {
      return pages.length === 0 ? undefined : passing
    },
  })
  return Object.assign(feed, {
    async lead(page: ClockedPage) {
      await page.clock.install({ time: Math.round(feed.position / 1_000) })
      pages.push(page)
    },
  })
}

type Use<Value> = (value: Value) => Promise<void>

/** `test.extend(fixtures)`: `tape` and `served` are options, `feed` plays the tape and leads the clock of `page`. */
export const fixtures = {
  tape: [{ scenario: null }, { option: true }],
  served: [undefined, { option: true }],
  feed: async (
    {
      page,
      tape,
      served,
    }: { readonly page: ClockedPage; readonly tape: TestTape; readonly served: string | undefined },
    use: Use<PageFeed>,
  ): Promise<void> => {
    await using feed = await pageFeed(tape, { page: served })
    await feed.lead(page)
    await use(feed)
  },
} as const
