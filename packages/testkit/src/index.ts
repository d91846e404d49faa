/** The test kit: a market's feed in a test, played from a tape and paced by the test. */

export { replayFeed, type Feed } from './replay-feed.ts'
