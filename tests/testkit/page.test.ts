import { pageFeed } from '@tapedeck/testkit/playwright'
import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findBrowser } from '../../scripts/browser.mjs'

let browser: Browser
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: await findBrowser() })
})
afterAll(() => browser.close())

/** What is tested: a page that shows how old its prices are. Here it is Tapedeck's own. */
it('shows the price of the tape, and its age by the tape’s clock', async () => {
  await using feed = await pageFeed(
    {
      events: [
        { at: '1s', type: 'trade', symbol: 'AAPL', price: 232.31, size: 100 },
        { at: '1s', type: 'quote', symbol: 'AAPL', bid: 232.31, ask: 232.35 },
        { at: '30s', type: 'trade', symbol: 'AAPL', price: 233, size: 100 },
      ],
    },
    { page: 'apps/web/dist' },
  )
  const page = await browser.newPage()
  await feed.lead(page)
  await page.goto(feed.url)
  await feed.subscribed('AAPL', 'quote')
  const cell = (field: string) => page.locator(`[data-symbol=AAPL] [data-field=${field}]`).first()
  await feed.advance('2s')
  expect(await cell('last').textContent()).toBe('232.31')
  // nobody waits for nine seconds
  await feed.advance('9s')
  expect(await cell('age').textContent()).toBe('10 s')
  await feed.drain()
  expect(await cell('last').textContent()).toBe('233.00')
})
