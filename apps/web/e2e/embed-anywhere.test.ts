/** The elements on pages that are careless: the script twice, symbols spelt otherwise, another language, a server that goes and comes back. */

import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { startFeedServer } from '@tapedeck/feed-server'
import { afterEach, expect, it } from 'vitest'
import { PATIENCE, usePages } from './use-pages.ts'

const { serve, browse } = usePages()
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

it('are on a page what the README says of them', async () => {
  const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8')
  const [, shown = ''] = /```html\n([^]*?)```/.exec(readme) ?? []
  let url = ''
  const origin = await site(() => `<!doctype html><title>a site</title>${shown.replace('http://127.0.0.1:4400', url)}`)
  const server = await serve({ access: { allowOrigins: [origin] } })
  url = server.url
  const page = await browse(origin)
  await expect
    .poll(() => page.locator('tapedeck-ticker .symbol').allTextContents(), PATIENCE)
    .toEqual(['BTC-USD', 'ETH-USD'])
  await expect
    .poll(() => page.locator('tapedeck-ticker .last').last().textContent(), PATIENCE)
    .toMatch(/^[\d,]+\.\d\d$/)
  await expect.poll(() => page.locator('tapedeck-chart .title').textContent(), PATIENCE).toBe('BTC-USD 1m')
  await expect.poll(() => page.locator('tapedeck-chart canvas').count(), PATIENCE).toBeGreaterThan(0)
})

it('bear a script that is there twice and symbols in any spelling, and speak as the page does', async () => {
  let url = ''
  const origin = await site(
    () => `<!doctype html><html lang="de"><p id="own">own</p>
      <script type="module" src="${url}/embed.js"></script><script type="module" src="${url}/embed.js?again"></script>
      <tapedeck-ticker id="many" theme="dark" symbols=" btc-usd, BTC-USD,,eth-usd "></tapedeck-ticker>
      <tapedeck-ticker id="red" theme="dark" palette="red-up" symbols="BTC-USD,ETH-USD"></tapedeck-ticker>
      <tapedeck-ticker id="none"></tapedeck-ticker>
      <tapedeck-chart symbol="btc-usd" interval="7x"></tapedeck-chart>`,
  )
  const server = await serve({ access: { allowOrigins: [origin] } })
  url = server.url
  const page = await browse(origin)
  const symbols = page.locator('#many .symbol')
  await expect.poll(() => symbols.allTextContents(), PATIENCE).toEqual(['BTC-USD', 'ETH-USD'])
  await expect.poll(() => page.locator('#many .last').first().textContent(), PATIENCE).toMatch(/^[\d.]+,\d\d$/)
  expect(await page.locator('#none .problem').textContent()).toBe('kein Symbol angegeben: symbols="BTC-USD,ETH-USD"')
  await expect.poll(() => page.locator('tapedeck-chart .title').textContent(), PATIENCE).toBe('BTC-USD 1m')
  expect(await page.locator('tapedeck-chart .problem').textContent()).toMatch(/^kein Intervall heißt „7x“: 1s, /)

  // what rises and what falls have the colours of the palette
  const GREEN = 'rgb(76, 191, 148)'
  const RED = 'rgb(236, 115, 89)'
  const isColoured = async (id: string, up: string, down: string): Promise<boolean> => {
    const changes = await page
      .locator(`#${id} .change`)
      .evaluateAll((all) => all.map((each) => [each.getAttribute('data-direction'), getComputedStyle(each).color]))
    const shown = changes.filter(([direction]) => direction !== 'none')
    return shown.length > 0 && shown.every(([direction, colour]) => colour === (direction === 'up' ? up : down))
  }
  await expect.poll(() => isColoured('many', GREEN, RED), PATIENCE).toBe(true)
  await expect.poll(() => isColoured('red', RED, GREEN), PATIENCE).toBe(true)
  // nothing of it leaks into the page around it
  expect(await page.locator('#own').evaluate((own) => getComputedStyle(own).fontFamily)).not.toMatch(/Inter/)
})

it('come to life when a server that was not there begins to serve, also when taken away and put back', async () => {
  let url = ''
  const origin = await site(
    () => `<!doctype html><script type="module" src="${url}/embed.js"></script>
      <tapedeck-ticker symbols="BTC-USD"></tapedeck-ticker>
      <tapedeck-chart symbol="BTC-USD"></tapedeck-chart>`,
  )
  const access = { allowOrigins: [origin] }
  const first = await startFeedServer({ port: 0, access })
  url = first.url
  const page = await browse(origin)
  const last = page.locator('tapedeck-ticker .last')
  await expect.poll(() => last.textContent(), PATIENCE).toMatch(/^[\d,]+\.\d\d$/)
  // what draws has come, too
  await expect.poll(() => page.locator('tapedeck-chart #tv-attr-logo').count(), PATIENCE).toBe(1)
  await first.close()
  const state = (): Promise<string | null> => page.locator('tapedeck-ticker .root').getAttribute('data-state')
  await expect.poll(state, PATIENCE).toBe('reconnecting')
  // put back while nobody answers, they ask in vain and say so
  await page.evaluate(() => {
    for (const element of document.querySelectorAll('tapedeck-ticker, tapedeck-chart')) {
      element.remove()
      document.body.append(element)
    }
  })
  await expect.poll(() => page.locator('tapedeck-ticker .problem').count(), PATIENCE).toBe(1)
  await serve({ port: first.port, nextPort: false, access })
  await expect.poll(state, { timeout: 20_000 }).toBe('connected')
  await expect.poll(() => page.locator('tapedeck-ticker .problem').count(), PATIENCE).toBe(0)
  await expect.poll(() => last.textContent(), PATIENCE).toMatch(/^[\d,]+\.\d\d$/)
  await expect.poll(() => page.locator('tapedeck-chart canvas').count(), PATIENCE).toBeGreaterThan(0)
  expect(await page.locator('tapedeck-chart .drawing').count()).toBe(1)
}, 60_000)
