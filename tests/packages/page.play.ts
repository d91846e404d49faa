import { expect, test as base } from '@playwright/test'
import { fixtures, type FeedFixtures } from '@tapedeck/testkit/playwright'

const test = base.extend<FeedFixtures>(fixtures)
test.use({
  served: 'page',
  tape: {
    events: [
      { at: '1s', type: 'trade', symbol: 'AAPL', price: 232.31 },
      { at: '20s', type: 'trade', symbol: 'AAPL', price: 233 },
    ],
  },
})

test('a page shows what came, at once, and its timers go with the tape', async ({ page, feed }) => {
  await page.goto(feed.url)
  await feed.subscribed('AAPL', 'trade')
  await feed.advance('1s')
  expect(await page.locator('p').first().textContent()).toBe('232.31, 0 ms old')
  const seconds = Number(await page.locator('p').nth(1).textContent())
  await feed.drain()
  expect(await page.locator('p').allTextContents()).toEqual(['233, 0 ms old', String(seconds + 19), '1'])
})
