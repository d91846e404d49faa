// @ts-check
/** The measures of bench/web.mjs and bench/web-soak.mjs: the first load, and the page under load. */

import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { beginFrames, endFrames, firstPrice, watchPage } from './in-page.mjs'

const READY_LIMIT_MS = 30_000
/** As large as 40 rows, the map of 500 symbols, a chart, a ladder and trades need. */
const SCREEN = { width: 1920, height: 2000 }

/** What a person has chosen who wants all of that at once. */
const CHOICES = {
  'watchlist-view': 'split',
  side: ['book', 'trades'],
  settings: { density: 'compact' },
}

/** Starts the market. @returns {Promise<{ readonly url: string, readonly stop: () => void }>} */
export async function startMarket() {
  const child = fork(fileURLToPath(new URL('server.mjs', import.meta.url)), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const url = await new Promise((resolve, reject) => {
    child.once('message', (/** @type {any} */ message) => resolve(message.url))
    child.once('exit', (code) => reject(new Error(`the market ended with ${code}`)))
  })
  return { url, stop: () => child.disconnect() }
}

/**
 * Opens the page as somebody who was never here, and tells what came over the wire until the first price stood there.
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 */
export async function firstLoad(browser, url) {
  const context = await browser.newContext({ viewport: SCREEN })
  const page = await context.newPage()
  await page.addInitScript(watchPage)
  /** @type {import('playwright-core').Request[]} */
  const requests = []
  page.on('request', (request) => requests.push(request))
  await page.goto(url, { waitUntil: 'commit' })
  const firstPriceMs = await page.evaluate(firstPrice)
  const until = [...requests]
  let code = 0
  let fonts = 0
  for (const request of until) {
    const kind = request.resourceType()
    if (!['font', 'document', 'script', 'stylesheet'].includes(kind)) continue
    const body = (await (await request.response())?.body()) ?? Buffer.alloc(0)
    if (kind === 'font') fonts += body.length
    else code += gzipSync(body, { level: 9 }).length
  }
  await context.close()
  return { firstPriceMs, codeKb: code / 1000, fontsKb: fonts / 1000 }
}

/**
 * Opens the page with all that is to be drawn. Throws where it does not come to be drawn.
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 */
export async function openLoaded(browser, url) {
  const context = await browser.newContext({ viewport: SCREEN })
  const page = await context.newPage()
  await page.addInitScript(watchPage)
  await page.addInitScript((choices) => {
    for (const [subject, value] of Object.entries(choices))
      localStorage.setItem(`tapedeck:${subject}`, JSON.stringify(value))
  }, CHOICES)
  await page.goto(url)
  await page.waitForSelector('html[data-ready="true"]', { timeout: READY_LIMIT_MS })
  const session = await context.newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  return { page, session }
}

/**
 * What the page draws: how many of each.
 * @param {import('playwright-core').Page} page
 */
export async function drawn(page) {
  const count = (/** @type {string} */ selector) => page.locator(selector).count()
  return {
    rows: await count('[role=row][data-symbol]'),
    boxes: await count('[role=option][data-symbol]'),
    charts: await count('[data-testid=chart] canvas, .canvas canvas'),
    ladder_rows: await count('[data-panel=book] [data-level]'),
    trades: await count('[data-panel=trades] [data-trade]'),
    updates_per_s: await page.getByTestId('rate').textContent(),
  }
}

/**
 * Watches frames for some seconds.
 * @param {Awaited<ReturnType<typeof openLoaded>>} loaded
 * @param {number} seconds
 */
export async function watchFrames({ page, session }, seconds) {
  const before = await metricsOf(session)
  await page.evaluate(beginFrames)
  await page.waitForTimeout(seconds * 1_000)
  const { frames, longTasks } = await page.evaluate(endFrames)
  const after = await metricsOf(session)
  const perFrame = (/** @type {string} */ name) => (1_000 * ((after[name] ?? 0) - (before[name] ?? 0))) / frames.length
  const sorted = [...frames].sort((a, b) => a - b)
  return {
    frames: frames.length,
    frame_p50_ms: quantile(sorted, 0.5),
    frame_p99_ms: quantile(sorted, 0.99),
    frame_max_ms: sorted.at(-1) ?? NaN,
    long_tasks: longTasks.length,
    longest_task_ms: Math.max(0, ...longTasks),
    script_ms_per_frame: perFrame('ScriptDuration'),
    style_ms_per_frame: perFrame('RecalcStyleDuration'),
    layout_ms_per_frame: perFrame('LayoutDuration'),
    task_ms_per_frame: perFrame('TaskDuration'),
  }
}

/** Bytes of the page's heap after its garbage is gone. @param {import('playwright-core').CDPSession} session */
export async function heapBytes(session) {
  await session.send('HeapProfiler.collectGarbage')
  return (await metricsOf(session))['JSHeapUsedSize'] ?? NaN
}

/** @param {import('playwright-core').CDPSession} session @returns {Promise<Record<string, number>>} */
async function metricsOf(session) {
  const { metrics } = await session.send('Performance.getMetrics')
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]))
}

/** @param {readonly number[]} sorted @param {number} share */
function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
}
