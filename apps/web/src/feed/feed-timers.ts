/** What the page knows by its own clock alone: how time goes on between heartbeats, until the next attempt, and how much has come. */

import { every, nowMs } from './clock.ts'
import type { Feed } from './feed.svelte.ts'
import type { RateMeter } from './rate-meter.ts'

/** Tape times with milliseconds shall be seen to run. */
const TICK_MS = 100
const SECOND_MS = 1_000

/** For as long as the page is there. */
export function startTimers(feed: Feed, rate: RateMeter): void {
  every(TICK_MS, () => {
    const { retryInMs } = feed.client
    feed.retrySeconds = retryInMs === undefined ? undefined : Math.max(0, Math.ceil(retryInMs / SECOND_MS))
    feed.freeze.tick(nowMs())
    feed.clock.tick(nowMs())
    feed.liveClock.tick(nowMs())
  })
  every(SECOND_MS, () => {
    feed.updatesPerSecond = rate.read(nowMs())
    feed.lagMs = feed.latency.lagMs
    if (!feed.freeze.isOn) feed.seconds++
  })
}
