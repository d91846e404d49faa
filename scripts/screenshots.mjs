// @ts-check
/** `npm run screenshots [-- URL]`: the pictures of the README, of a server of our own where no address is given. */

import './node-version.mjs'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBrowser } from './browser.mjs'
import { orSay, root, say } from './child.mjs'
import { ensureBuilt, ensureInstalled } from './ensure.mjs'
import { feedServer } from './feed-server.mjs'

const FOLDER = join(root, 'docs/images')
/** A market that everyone who repeats this sees too. */
const MARKET = ['--port', '0', '--seed', '7', '--start', '2026-01-05T14:30:00Z']
/** What has happened when one looks: the line of the tape tells of it. */
const PAST = '12m'
/** What happens while one looks, so that prices move. */
const MOMENT = '2s'
const READY_LIMIT_MS = 30_000

/** What is open beside the chart. */
const OPEN = ['book', 'trades']

/** @typedef {{ readonly name: string, readonly width: number, readonly height: number, readonly colorScheme: 'dark' | 'light', readonly isReplay?: boolean }} Picture */

/** @type {readonly Picture[]} */
const PICTURES = [
  { name: 'dark', width: 1440, height: 900, colorScheme: 'dark' },
  { name: 'light', width: 1440, height: 900, colorScheme: 'light' },
  { name: 'replay', width: 1440, height: 900, colorScheme: 'dark', isReplay: true },
  { name: 'phone', width: 390, height: 844, colorScheme: 'dark' },
]

await orSay(async () => {
  await ensureInstalled()
  const { chromium } = await import('playwright-core')
  mkdirSync(FOLDER, { recursive: true })
  const [given] = process.argv.slice(2)
  const browser = await chromium.launch({
    executablePath: await ensureBrowser(),
    // an emulated scale leaves canvases at one pixel a point, and the candles blurred
    args: ['--force-device-scale-factor=2'],
  })
  const data = mkdtempSync(join(tmpdir(), 'tapedeck-screenshots-'))
  /** @type {Awaited<ReturnType<typeof startOwnServer>> | undefined} */
  let server
  try {
    server = given === undefined ? await startOwnServer(data) : undefined
    const pass = async () => server?.advance(MOMENT)
    await server?.advance(PAST)
    for (const picture of PICTURES) await take(browser, picture, given ?? server?.url ?? '', pass)
  } finally {
    await browser.close()
    await server?.close()
    rmSync(data, { recursive: true, force: true })
  }
})

/** @param {string} data the folder of its tape, on which one can go back */
async function startOwnServer(data) {
  await ensureBuilt()
  const { parseCommandLine, startFeedServer } = await feedServer()
  return startFeedServer({ ...parseCommandLine([...MARKET, '--data', data]), clock: 'virtual' })
}

/** @param {import('playwright-core').Browser} browser @param {Picture} picture @param {string} url @param {() => Promise<unknown>} pass */
async function take(browser, { name, width, height, colorScheme, isReplay = false }, url, pass) {
  const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: 2, colorScheme })
  page.setDefaultTimeout(READY_LIMIT_MS)
  await page.addInitScript(`localStorage.setItem('tapedeck:side', '${JSON.stringify(OPEN)}')`)
  await page.goto(url)
  // set by the page after its first frame with data
  await page.waitForSelector('html[data-ready="true"]')
  await page.waitForSelector('.canvas canvas', { state: 'attached' })
  await page.waitForSelector('[data-testid=deck] .bars path', { state: 'attached' })
  await page.evaluate('document.fonts.ready')
  if (isReplay) {
    for (let minute = 0; minute < 4; minute++) await page.keyboard.press('Shift+ArrowLeft')
    await page.waitForSelector('html[data-mode=replay]')
    await page.getByTestId('behind').getByText(/^4 m/).waitFor()
  }
  await pass()
  // lines of the last hour are asked for one after another
  await page.locator('.sparkline path:not([d^=M])').first().waitFor({ state: 'detached' })
  const path = join(FOLDER, `${name}.png`)
  await page.screenshot({ path, animations: 'disabled' })
  await page.close()
  say(`docs/images/${name}.png`)
}
