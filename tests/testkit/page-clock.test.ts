/** Pages whose clock is the tape's: ours and anybody's, over a line that holds and one that breaks. */

import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pageFeed, type PageFeed } from '@tapedeck/testkit/playwright'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { findBrowser } from '../../scripts/browser.mjs'

const TRADES = {
  events: [1, 2, 12, 26, 40].map((second) => ({
    at: `${second}s`,
    type: 'trade' as const,
    symbol: 'AAPL',
    price: 200 + second,
  })),
}
const OURS = 'apps/web/dist'

/** A page that knows nothing of Tapedeck but its events: it draws in frames, and counts seconds by a timer. */
const STOCK = `
  const lines = document.body.children
  let last = 'nothing'
  let seconds = 0
  let connections = 0
  const draw = () => requestAnimationFrame(() => (lines[0].textContent = last))
  const socket = io()
  socket.on('trade', ({ price, tsRecv }) => {
    last = price + ', ' + (Date.now() - tsRecv / 1000) + ' ms old'
    draw()
  })
  socket.on('connect', () => {
    lines[2].textContent = ++connections
    socket.emit('subscribe', { symbols: ['AAPL'], channels: ['trade'] }, draw)
  })
  setInterval(() => (lines[1].textContent = ++seconds), 1000)
`

let browser: Browser
let context: BrowserContext
let feed: PageFeed | undefined
let stock = ''
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: await findBrowser() })
  stock = mkdtempSync(join(tmpdir(), 'tapedeck-stock-page-'))
  const client = dirname(createRequire(import.meta.url).resolve('socket.io-client/package.json'))
  cpSync(join(client, 'dist/socket.io.min.js'), join(stock, 'socket.io.js'))
  writeFileSync(join(stock, 'page.js'), STOCK)
  const scripts = '<script src="socket.io.js"></script><script src="page.js"></script>'
  writeFileSync(join(stock, 'index.html'), `<body><p></p><p></p><p></p>${scripts}</body>`)
})
afterAll(async () => {
  await browser.close()
  rmSync(stock, { recursive: true })
})
beforeEach(async () => {
  context = await browser.newContext({ serviceWorkers: 'block' })
})
afterEach(async () => {
  await context.close()
  await feed?.close()
})

async function open(page: string): Promise<{ readonly page: Page; readonly feed: PageFeed }> {
  feed = await pageFeed(TRADES, { page })
  return { page: await look(feed), feed }
}

async function look(led: PageFeed): Promise<Page> {
  const page = await context.newPage()
  await led.lead(page)
  await page.goto(led.url)
  await led.subscribed('AAPL')
  return page
}

it('a page that draws in frames has drawn what came, by the tape’s clock', async () => {
  const opened = await open(stock)
  const lines = () => opened.page.locator('p').allTextContents()
  await opened.feed.advance('1s')
  const [, before] = await lines()
  expect(await lines()).toEqual(['201, 0 ms old', before, '1'])
  await opened.feed.drain()
  expect(await lines()).toEqual(['240, 0 ms old', String(Number(before) + 39), '1'])
})

it('pages of one browser have one clock', async () => {
  const opened = await open(stock)
  const other = await look(opened.feed)
  await opened.feed.advance('2s')
  const seconds = async (page: Page) => Number(await page.locator('p').nth(1).textContent())
  const before = [await seconds(opened.page), await seconds(other)]
  await opened.feed.advance('5s')
  expect([await seconds(opened.page), await seconds(other)]).toEqual(before.map((each) => each + 5))
})

it('a page is at the time of the place that was sought, onwards and back', async () => {
  const { page, feed: led } = await open(stock)
  const last = () => page.locator('p').first().textContent()
  await led.advance('2s')
  await led.seek('30s')
  await led.advance('10s')
  expect(await last()).toBe('240, 0 ms old')
  await led.seek('500ms')
  await led.advance('500ms')
  expect(await last()).toBe('201, 0 ms old')
})

it('time passes in no time, and the page never takes its server for dead', async () => {
  const { page, feed: led } = await open(OURS)
  let connections = 0
  page.on('websocket', () => connections++)
  await led.drain()
  expect(await page.locator('[data-symbol=AAPL] [data-field=last]').first().textContent()).toBe('240.00')
  // a client of Engine.IO waits 15 s for a ping
  expect(connections).toBe(0)
})

it('a page whose line is cut is back by its own clock, and shows what came meanwhile', async () => {
  const { page, feed: led } = await open(OURS)
  const last = page.locator('[data-symbol=AAPL] [data-field=last]').first()
  await led.advance('1s')
  led.line.cut()
  await led.advance('10s')
  expect(await last.textContent()).toBe('202.00')
  led.line.cut()
  await led.subscribed('AAPL')
  await led.advance('1s')
  expect(await last.textContent()).toBe('212.00')
})

it('a page whose line is half open notices, and comes back over another', async () => {
  const { page, feed: led } = await open(OURS)
  const last = page.locator('[data-symbol=AAPL] [data-field=last]').first()
  await led.advance('1s')
  led.line.halfOpen()
  await led.advance('11s')
  expect(await last.textContent()).toBe('201.00')
  await led.advance('8s')
  expect(await last.textContent()).toBe('212.00')
  await led.until({ symbol: 'AAPL', last: { gt: 212 } })
  expect(await last.textContent()).toBe('226.00')
})
