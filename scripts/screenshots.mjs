// @ts-check
/** `npm run screenshots [-- URL]`: the pictures of the README, of a server of our own where no address is given. */

import './node-version.mjs'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBrowser } from './browser.mjs'
import { orSay, root, say } from './child.mjs'
import { ensureBuilt, ensureInstalled } from './ensure.mjs'
import { feedServer } from './feed-server.mjs'

const FOLDER = join(root, 'docs/images')
/** A market that everyone who repeats this sees too. */
const MARKET = ['--port', '0', '--seed', '7', '--start', '2026-01-05T14:30:00Z']
const READY_LIMIT_MS = 30_000

/** @typedef {{ readonly name: string, readonly width: number, readonly height: number, readonly colorScheme: 'dark' | 'light' }} Picture */

/** @type {readonly Picture[]} */
const PICTURES = [
  { name: 'dark', width: 1440, height: 900, colorScheme: 'dark' },
  { name: 'light', width: 1440, height: 900, colorScheme: 'light' },
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
  let server
  try {
    server = given === undefined ? await startOwnServer() : undefined
    for (const picture of PICTURES) await take(browser, picture, given ?? server?.url ?? '')
  } finally {
    await browser.close()
    await server?.close()
  }
})

async function startOwnServer() {
  await ensureBuilt()
  const { parseCommandLine, startFeedServer } = await feedServer()
  return startFeedServer(parseCommandLine(MARKET))
}

/** @param {import('playwright-core').Browser} browser @param {Picture} picture @param {string} url */
async function take(browser, { name, width, height, colorScheme }, url) {
  const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: 2, colorScheme })
  page.setDefaultTimeout(READY_LIMIT_MS)
  await page.goto(url)
  // set by the page after its first frame with data
  await page.waitForSelector('html[data-ready="true"]')
  await page.evaluate('document.fonts.ready')
  const path = join(FOLDER, `${name}.png`)
  await page.screenshot({ path, animations: 'disabled' })
  await page.close()
  say(`docs/images/${name}.png`)
}
