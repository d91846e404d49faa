// @ts-check
/**
 * `npm run bench:web [-- --seconds N]`: the page in headless Chromium over a market of 500 symbols with 20 updates a second each: heat map
 * of all, 40 rows, a chart, ladder and trades. Prints what it measured; the last line is one of JSON.
 */

import { ensureBrowser } from '../scripts/browser.mjs'
import { orSay } from '../scripts/child.mjs'
import { ensureBuilt, ensureInstalled } from '../scripts/ensure.mjs'
import { drawn, firstLoad, openLoaded, startMarket, watchFrames } from './web/measures.mjs'

const LOADS = 5
const SETTLE_SECONDS = 5

const flag = process.argv.indexOf('--seconds')
const seconds = flag === -1 ? 60 : Number(process.argv[flag + 1])

await orSay(async () => {
  await ensureInstalled()
  await ensureBuilt()
  const { chromium } = await import('playwright-core')
  const market = await startMarket()
  const browser = await chromium.launch({ executablePath: await ensureBrowser() })
  try {
    const loads = []
    for (let count = 0; count < LOADS; count++) loads.push(await firstLoad(browser, market.url))
    const loaded = await openLoaded(browser, market.url)
    await loaded.page.waitForTimeout(SETTLE_SECONDS * 1_000)
    const parts = await drawn(loaded.page)
    const load = await watchFrames(loaded, seconds)
    const figures = {
      frame_p99_ms: round(load.frame_p99_ms),
      long_tasks: load.long_tasks,
      script_ms_per_frame: round(load.script_ms_per_frame),
      first_load_kb_gzip: round(median(loads.map(({ codeKb }) => codeKb))),
      first_price_ms: round(median(loads.map(({ firstPriceMs }) => firstPriceMs))),
      fonts_kb: round(median(loads.map(({ fontsKb }) => fontsKb))),
      frames: load.frames,
      frame_p50_ms: round(load.frame_p50_ms),
      frame_max_ms: round(load.frame_max_ms),
      longest_task_ms: round(load.longest_task_ms),
      style_ms_per_frame: round(load.style_ms_per_frame),
      layout_ms_per_frame: round(load.layout_ms_per_frame),
      task_ms_per_frame: round(load.task_ms_per_frame),
      drawn: parts,
    }
    const row = (/** @type {string} */ name, /** @type {unknown} */ value, /** @type {string} */ wanted) =>
      process.stdout.write(`${name.padEnd(40)}${String(value).padStart(10)}   ${wanted}\n`)
    row('frame, p99', `${figures.frame_p99_ms} ms`, 'wanted <= 20 ms')
    row('tasks over 50 ms', figures.long_tasks, 'wanted none')
    row('script a frame', `${figures.script_ms_per_frame} ms`, 'wanted <= 3 ms')
    row('HTML, JS, CSS until the first price', `${figures.first_load_kb_gzip} kB`, 'wanted <= 140 kB, gzip')
    row('fonts until then', `${figures.fonts_kb} kB`, 'wanted <= 60 kB')
    row('first price', `${figures.first_price_ms} ms`, 'wanted < 1000 ms')
    process.stdout.write(`${JSON.stringify(figures)}\n`)
  } finally {
    await browser.close()
    market.stop()
  }
})

/** @param {readonly number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 100) / 100
}
