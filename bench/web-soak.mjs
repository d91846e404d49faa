// @ts-check
/**
 * `npm run bench:web:soak [-- --minutes N] [--hidden-minutes N]`: the page under the load of bench:web for half an hour, whether its heap grows and its
 * frames grow longer; then ten minutes in a hidden tab, and how it comes back. The last line is one of JSON.
 */

import { ensureBrowser } from '../scripts/browser.mjs'
import { orSay } from '../scripts/child.mjs'
import { ensureBuilt, ensureInstalled } from '../scripts/ensure.mjs'
import { hideTab, TABS } from './web/hidden-tab.mjs'
import { heapBytes, openLoaded, startMarket, watchFrames } from './web/measures.mjs'

const MINUTE_MS = 60_000
/** Bars, caches and compiled code fill up before anything can be said to grow. */
const WARM_UP_MINUTES = 3
const WATCHED_SECONDS = 50
const WATCHED_AFTER_MS = 3_000

const minutes = flag('--minutes', 30)
const hiddenMinutes = flag('--hidden-minutes', 10)

await orSay(async () => {
  await ensureInstalled()
  await ensureBuilt()
  const { chromium } = await import('playwright-core')
  const market = await startMarket()
  const executablePath = await ensureBrowser()
  const browser = await chromium.launch({ executablePath })
  const tabs = await chromium.launch({ executablePath, ...TABS })
  try {
    const loaded = await openLoaded(browser, market.url)
    /** @type {{ minute: number, heapMb: number, p99: number }[]} */
    const points = []
    const beganMs = performance.now()
    for (let count = 0; count < minutes; count++) {
      const frames = await watchFrames(loaded, WATCHED_SECONDS)
      const heapMb = (await heapBytes(loaded.session)) / 1e6
      const minute = (performance.now() - beganMs) / MINUTE_MS
      points.push({ minute, heapMb, p99: frames.frame_p99_ms })
      process.stdout.write(
        `minute ${minute.toFixed(1).padStart(5)}   heap ${heapMb.toFixed(2)} MB   frame p99 ${frames.frame_p99_ms.toFixed(1)} ms\n`,
      )
      await loaded.page.waitForTimeout(Math.max(0, (count + 1) * MINUTE_MS - (performance.now() - beganMs)))
    }
    await loaded.page.close()
    const warm = points.filter(({ minute }) => minute > Math.min(WARM_UP_MINUTES, minutes / 4))
    const third = Math.max(1, Math.floor(warm.length / 3))
    const hidden =
      hiddenMinutes === 0 ? undefined : await hideTab(tabs, market.url, hiddenMinutes * MINUTE_MS, WATCHED_AFTER_MS)
    const figures = {
      heap_slope_mb_per_h: round(slopePerMinute(warm.map(({ minute, heapMb }) => [minute, heapMb])) * 60),
      heap_mb: round(warm.at(-1)?.heapMb ?? NaN),
      frame_p99_first_third_ms: round(median(warm.slice(0, third).map(({ p99 }) => p99))),
      frame_p99_last_third_ms: round(median(warm.slice(-third).map(({ p99 }) => p99))),
      minutes,
      hidden_minutes: hiddenMinutes,
      hidden_back_ms: hidden === undefined ? null : round(hidden.rightAfterMs),
      hidden_flashes: hidden?.flashes ?? null,
      hidden_state: hidden?.after ?? null,
    }
    process.stdout.write(`${JSON.stringify(figures)}\n`)
  } finally {
    await browser.close()
    await tabs.close()
    market.stop()
  }
})

/** The slope of the line that fits points best (least squares). @param {readonly (readonly [number, number])[]} points */
function slopePerMinute(points) {
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length
  const over = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0)
  return over / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
}

/** @param {readonly number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 100) / 100
}

/** @param {string} name @param {number} byDefault */
function flag(name, byDefault) {
  const at = process.argv.indexOf(name)
  return at === -1 ? byDefault : Number(process.argv[at + 1])
}
