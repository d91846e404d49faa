/**
 * For Playwright: fixtures for `test.extend`, and a page whose clock is the tape's. Nothing of Playwright is imported, so that any version of it, or its core
 * alone, will do.
 */

import type { Feed } from './feed.ts'
import { PageClocks, type ClockedPage } from './page-clock.ts'
import { openFeed, type ReplayOptions } from './replay-feed.ts'
import type { TestTape } from './tape/open-tape.ts'

export type { ClockedPage } from './page-clock.ts'

/** A feed whose time is the page's as well. */
export interface PageFeed extends Feed {
  /**
   * Gives the page the feed's clock; to be called before it is opened. It runs by itself while the page is loaded; from the first call that plays on it stands still
   * between them. Pages of one browser context have one clock.
   */
  lead(page: ClockedPage): Promise<void>
}

/** A feed that leads the clocks of pages: they run exactly as long as the tape does. */
export async function pageFeed(tape: TestTape, options: Omit<ReplayOptions, 'passing'> = {}): Promise<PageFeed> {
  const clocks = new PageClocks(() => feed)
  const feed = await openFeed(tape, options, clocks)
  return Object.assign(feed, { lead: (page: ClockedPage) => clocks.add(page) })
}

type Use<Value> = (value: Value) => Promise<void>

/** What `fixtures` gives a test. */
export interface FeedFixtures {
  /** What is played; an option. */
  readonly tape: TestTape
  /** Folder of a built page that the feed serves at `/`; an option. */
  readonly served: string | undefined
  /** Plays the tape, and leads the clock of `page`. */
  readonly feed: PageFeed
}

/** For `test.extend<FeedFixtures>(fixtures)`: `tape` and `served` are options, `feed` plays the tape and leads the clock of `page`. */
export const fixtures: {
  tape: [TestTape, { option: true }]
  served: [string | undefined, { option: true }]
  feed: (given: Omit<FeedFixtures, 'feed'> & { readonly page: ClockedPage }, use: Use<PageFeed>) => Promise<void>
} = {
  tape: [{ scenario: null }, { option: true }],
  served: [undefined, { option: true }],
  feed: async ({ page, tape, served }, use) => {
    await using feed = await pageFeed(tape, { page: served })
    await feed.lead(page)
    await use(feed)
  },
}
