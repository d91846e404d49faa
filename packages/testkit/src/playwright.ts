/**
 * For Playwright: fixtures for `test.extend`, and a page whose clock is the tape's. Nothing of Playwright is imported, so that any version of it, or its core
 * alone, will do.
 */

import { parseSpan } from '@tapedeck/protocol'
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

/** A feed that leads the clocks of pages: `advance` is over when the page has handled what came, and its own timers have run as long. */
export async function pageFeed(tape: TestTape, options: ReplayOptions = {}): Promise<PageFeed> {
  const feed = await replayFeed(tape, options)
  const pages: ClockedPage[] = []
  const follow = async (play: () => Promise<void>): Promise<void> => {
    const before = feed.position
    await play()
    const ms = Math.max(0, Math.round((feed.position - before) / 1_000))
    for (const page of pages) await page.clock.runFor(ms)
    await feed.handled()
  }
  return Object.assign(Object.create(feed) as Feed, {
    async lead(page: ClockedPage) {
      await page.clock.install({ time: Math.round(feed.position / 1_000) })
      pages.push(page)
    },
    advance: (span: number | string) =>
      follow(() => feed.advance(typeof span === 'string' ? parseSpan(span) / 1_000 : span)),
    step: (times?: number) => follow(() => feed.step(times)),
    until: (condition: Parameters<Feed['until']>[0]) => follow(() => feed.until(condition)),
    drain: () => follow(() => feed.drain()),
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
