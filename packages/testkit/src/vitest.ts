/** For Vitest: importing it adds the matchers to `expect`; `test` has a `feed` that is closed after each test. */

import { expect, test as base, type TestAPI } from 'vitest'
import type { Feed } from './feed.ts'
import { matchers } from './matchers/matchers.ts'
import type { TapedeckMatchers } from './matchers/matcher-types.ts'
import { replayFeed } from './replay-feed.ts'
import type { TestTape } from './tape/open-tape.ts'

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars, @typescript-eslint/no-explicit-any -- Vitest's own is declared so
  interface Matchers<T = any> extends TapedeckMatchers<void> {}
}

expect.extend({ ...matchers })

export interface FeedFixtures {
  /** What the feed plays; a calm minute of four symbols where a test does not say. */
  readonly tape: TestTape
  readonly feed: Feed
}

/** `test.extend({ tape: 'my.tape' })` says what is played; `test('...', async ({ feed }) => ...)` plays it. */
export const test: TestAPI<FeedFixtures> = base.extend<FeedFixtures>({
  tape: { scenario: null },
  feed: async ({ tape }, use) => {
    await using feed = await replayFeed(tape)
    await use(feed)
  },
})
