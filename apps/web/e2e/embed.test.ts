/** The elements on a page of another origin, as whoever embeds them writes it. */

import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { PATIENCE, TAPE, usePages } from './use-pages.ts'

const { play, market, browse } = usePages()
const sites: Server[] = []
afterEach(() => {
  for (const site of sites.splice(0)) site.close()
})

/** A site elsewhere; returns its origin. Its page is written once the feed server's address is known. */
async function site(html: () => string): Promise<string> {
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(html()))
  sites.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

it('show the tape’s prices on a page of an allowed origin, change with their attributes, and say what is wrong', async () => {
  let url = ''
  const origin = await site(
    () => `<!doctype html><script type="module" src="${url}/embed.js"></script>
      <tapedeck-ticker symbols="BTC-USD, NOPE" theme="light"></tapedeck-ticker>
      <tapedeck-chart symbol="BTC-USD" interval="1s"></tapedeck-chart>`,
  )
  const feed = await play(TAPE, { access: { allowOrigins: [origin] } })
  await feed.drain()
  url = feed.url
  const page = await browse(origin)
  const last = page.locator('tapedeck-ticker [data-symbol="BTC-USD"] .last')
  const close = feed.market.last('BTC-USD')?.toFixed(feed.market.instrument('BTC-USD').pricePrecision)
  await expect.poll(async () => (await last.textContent())?.replaceAll(',', ''), PATIENCE).toBe(close)
  expect(await page.locator('tapedeck-ticker .problem').textContent()).toBe('not on the tape: NOPE')
  expect(await page.locator('tapedeck-ticker .root').evaluate((root) => getComputedStyle(root).backgroundColor)).toBe(
    'rgb(246, 242, 234)',
  )
  await expect.poll(() => page.locator('tapedeck-chart canvas').count(), PATIENCE).toBeGreaterThan(0)
  // the library's mark stays where its licence wants it
  await expect.poll(() => page.locator('tapedeck-chart #tv-attr-logo').count(), PATIENCE).toBe(1)
  await page.locator('tapedeck-chart').evaluate((element) => element.setAttribute('symbol', 'NOPE'))
  await expect
    .poll(() => page.locator('tapedeck-chart .problem').textContent(), PATIENCE)
    .toBe('NOPE is not on the tape')
})

it('is shown by a page of the server’s own', async () => {
  const feed = await market()
  await feed.advance('1s')
  const page = await browse(`${feed.url}/embed.html`)
  await expect
    .poll(() => page.locator('tapedeck-ticker [data-symbol="ETH-USD"] .last').textContent(), PATIENCE)
    .toMatch(/^[\d,]+\.\d\d$/)
  await expect.poll(() => page.locator('tapedeck-chart canvas').count(), PATIENCE).toBeGreaterThan(4)
})
