/** The page in a real Chromium, fed by a real server: what stands on the tape stands on the screen. */

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { verifyTape } from '@tapedeck/tape/node'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { addressOf, readConnection, readDeck, readLegend, readRow } from './page-reader.ts'
import { readTapeText, type TapeText } from './tape-arithmetic.ts'
import { EVERY_SYMBOL, PATIENCE, SECOND, START, TAPE, usePages } from './use-pages.ts'

const { play, market, serve, look, folder } = usePages()
let tape: TapeText
beforeAll(async () => {
  tape = await readTapeText(TAPE)
})

/** Pixels on the chart's canvases that have the colours of rising and falling candles. */
function paintedCandlePixels(page: Page): Promise<number> {
  return page.evaluate(() => {
    const style = getComputedStyle(document.documentElement)
    const colours = ['--up', '--down'].map((token) => {
      const hex = style.getPropertyValue(token).trim()
      return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16))
    })
    let count = 0
    for (const canvas of document.querySelectorAll('canvas')) {
      const pixels =
        canvas.width === 0 ? undefined : canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data
      for (let at = 0; pixels !== undefined && at < pixels.length; at += 4) {
        if (colours.some((colour) => colour.every((part, index) => part === pixels[at + index]))) count++
      }
    }
    return count
  })
}

const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',')
const row = (symbol: string): string => `[data-symbol="${symbol}"]`

describe('a recording played to its end', () => {
  it('shows the last quote, the last trade and the candle that the tape holds', async () => {
    const server = await serve({ clock: 'virtual', replay: TAPE })
    const page = await look(`${server.url}/#BTC-USD/1m`)
    await server.advance('60s')
    await server.handled()
    for (const symbol of ['BTC-USD', 'SHIB-USD']) {
      const shown = { last: tape.lastTrade(symbol).price, ...tape.lastQuote(symbol) }
      expect(await readRow(page, symbol)).toMatchObject(shown)
    }
    expect(await readLegend(page)).toEqual({ ...tape.barOfTrades('BTC-USD', START, 60 * SECOND) })
    await expect.poll(() => paintedCandlePixels(page), PATIENCE).toBeGreaterThan(500)
    expect(await readDeck(page)).toMatchObject({ lamp: 'REPLAY', state: 'ended', events: grouped(tape.events) })
    expect(await page.locator('[data-testid="deck"] [data-field="digest"]').getAttribute('title')).toBe(tape.digest)
    expect(await page.locator('html').getAttribute('data-mode')).toBe('replay')
  })

  it('shows the same to whoever opens it afterwards, in every interval', async () => {
    const feed = await play(TAPE)
    await feed.drain()
    const page = await look(`${feed.url}/#AAPL/1m`)
    expect(await readLegend(page)).toEqual({ ...tape.barOfTrades('AAPL', START, 60 * SECOND) })
    // the running hour holds half an hour of history
    await page.getByRole('button', { name: '1h', exact: true }).click()
    const hour = tape.barOfTrades('AAPL', START - 1800 * SECOND, 3600 * SECOND)
    await expect.poll(() => readLegend(page), PATIENCE).toEqual({ ...hour })
    expect(await addressOf(page)).toMatch(/#AAPL\/1h$/)
  })

  it('draws candles of mids for a currency pair', async () => {
    const feed = await play(TAPE)
    await feed.drain()
    const page = await look(`${feed.url}/#EUR-USD/15m`)
    const expected = tape.barOfMids('EUR-USD', START, 900 * SECOND)
    expect(await readLegend(page)).toMatchObject({ ...expected })
    expect(await readRow(page, 'EUR-USD')).toMatchObject({ last: expected.close })
  })
})

describe('a live market', () => {
  it('moves on the screen as time passes, watchlist and candle alike', async () => {
    const feed = await market()
    await feed.advance('1s')
    const page = await look(`${feed.url}/#BTC-USD/1m`)
    const bids = new Set<string>()
    for (let step = 0; step < 3; step++) {
      await feed.advance('7s')
      const { bid } = await readRow(page, 'BTC-USD')
      expect(Number(bid)).toBe(feed.market.quote('BTC-USD')?.bid)
      expect(Number((await readLegend(page)).close)).toBe(feed.market.bars('BTC-USD', '1m').at(-1)?.close)
      bids.add(bid)
    }
    expect(bids.size).toBe(3)
    expect(await readDeck(page)).toMatchObject({ lamp: 'LIVE' })
  })

  it('follows the choice of symbol and interval, by click, by key and by typing', async () => {
    const feed = await market()
    await feed.advance('1s')
    const page = await look(feed.url)
    await page.locator(row('ETH-USD')).click()
    expect(await page.locator('h1').textContent()).toContain('ETH-USD')
    await page.getByRole('button', { name: '5s', exact: true }).click()
    expect(await addressOf(page)).toMatch(/#ETH-USD\/5s$/)
    await page.locator('body').press('/')
    await page.keyboard.type('eur')
    await page.keyboard.press('Enter')
    expect(await page.locator('h1').textContent()).toContain('EUR-USD')
    await page.goto(`${feed.url}/#BTC-USD/1h`)
    await expect.poll(() => page.locator('h1').textContent(), PATIENCE).toContain('BTC-USD')
  })

  it('records, and offers what was recorded as a tape', async () => {
    const data = await folder()
    const feed = await market({ symbols: EVERY_SYMBOL }, { data })
    const page = await look(feed.url)
    const button = page.getByTestId('record')
    await button.click()
    await page.waitForSelector('[data-testid="record"][data-on="true"]')
    await feed.advance('3s')
    await button.click()
    const address = await page.getByTestId('recording').getAttribute('href')
    const path = join(data, 'downloaded.tape')
    await writeFile(path, new Uint8Array(await (await fetch(feed.url + (address ?? ''))).arrayBuffer()))
    const check = await verifyTape(path)
    expect(check).toMatchObject({ problems: [], complete: true })
    expect(check.events).toBeGreaterThan(100)
  })

  it('says so when the server is gone, keeps its numbers, and comes back by itself', async () => {
    const feed = await market()
    await feed.advance('1s')
    const page = await look(feed.url)
    const kind = async (): Promise<string> => (await readConnection(page)).kind
    const { bid } = await readRow(page, 'BTC-USD')
    feed.line.refuse()
    await feed.restart()
    await expect.poll(kind, PATIENCE).toBe('reconnecting')
    await feed.advance('30s')
    expect((await readRow(page, 'BTC-USD')).bid).toBe(bid)
    feed.line.mend()
    const { bid: next } = feed.market.quote('BTC-USD') ?? {}
    expect(next).not.toBe(Number(bid))
    await expect.poll(async () => Number((await readRow(page, 'BTC-USD')).bid), PATIENCE).toBe(next)
    // a virtual clock beats no heart while it stands, and the page may already say that it is stale
    expect(await kind()).toMatch(/live|stale/)
  })

  it.each([
    [1440, 900],
    [1024, 768],
    [390, 844],
  ])('fits a screen of %i x %i without scrolling sideways', async (width, height) => {
    const feed = await market({ symbols: EVERY_SYMBOL })
    await feed.advance('2s')
    const page = await look(feed.url, width, height)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
    const box = await page.locator(row('BTC-USD')).boundingBox()
    expect(box?.width).toBeGreaterThan(300)
  })
})
