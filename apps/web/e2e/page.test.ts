/** The page in a real Chromium, fed by a real server: what stands on the tape stands on the screen. */

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FeedServer } from '@tapedeck/feed-server'
import { verifyTape } from '@tapedeck/tape/node'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { readConnection, readDeck, readLegend, readRow } from './page-reader.ts'
import { readTapeText, type TapeText } from './tape-arithmetic.ts'
import { PATIENCE, usePages } from './use-pages.ts'

const TAPE = fileURLToPath(new URL('../../../tests/fixtures/four-symbols.tape.jsonl', import.meta.url))
/** 2026-01-05T14:30:00Z, where the tape begins. */
const START = 1_767_623_400_000_000
const SECOND = 1_000_000

const { serve, look, folder } = usePages()
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
/** Id of BTC-USD in the simulated market, whose prices have two decimals. */
const BTC = 1

function bidOf(server: FeedServer): number {
  return (server.deck.market.quote(BTC)?.bid ?? 0) / 100
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

const row = (symbol: string): string => `[data-symbol="${symbol}"]`

describe('a recording played to its end', () => {
  it('shows the last quote, the last trade and the candle that the tape holds', async () => {
    const server = await serve({ replay: TAPE, speed: 20 })
    const page = await look(`${server.url}/#BTC-USD/1m`)
    await server.deck.ended

    const { price } = tape.lastTrade('BTC-USD')
    await expect
      .poll(() => readRow(page, 'BTC-USD'), PATIENCE)
      .toMatchObject({ last: price, ...tape.lastQuote('BTC-USD') })
    await expect
      .poll(() => readRow(page, 'SHIB-USD'), PATIENCE)
      .toMatchObject({ last: tape.lastTrade('SHIB-USD').price, ...tape.lastQuote('SHIB-USD') })
    await expect.poll(() => readLegend(page), PATIENCE).toEqual({ ...tape.barOfTrades('BTC-USD', START, 60 * SECOND) })
    await expect.poll(() => paintedCandlePixels(page)).toBeGreaterThan(500)
    await expect
      .poll(() => readDeck(page), PATIENCE)
      .toMatchObject({ lamp: 'REPLAY', state: 'ended', events: grouped(tape.events) })
    expect(await page.locator('[data-testid="deck"] [data-field="digest"]').getAttribute('title')).toBe(tape.digest)
    expect(await page.locator('html').getAttribute('data-mode')).toBe('replay')
  })

  it('shows the same to whoever opens it afterwards, in every interval', async () => {
    const server = await serve({ replay: TAPE, speed: 'max' })
    await server.deck.ended
    const page = await look(`${server.url}/#AAPL/1m`)
    await expect.poll(() => readLegend(page), PATIENCE).toEqual({ ...tape.barOfTrades('AAPL', START, 60 * SECOND) })
    // the running hour holds half an hour of history
    await page.getByRole('button', { name: '1h', exact: true }).click()
    await expect
      .poll(() => readLegend(page), PATIENCE)
      .toEqual({ ...tape.barOfTrades('AAPL', START - 1800 * SECOND, 3600 * SECOND) })
    expect(page.url()).toMatch(/#AAPL\/1h$/)
  })

  it('draws candles of mids for a currency pair', async () => {
    const server = await serve({ replay: TAPE, speed: 'max' })
    await server.deck.ended
    const page = await look(`${server.url}/#EUR-USD/15m`)
    const expected = tape.barOfMids('EUR-USD', START, 900 * SECOND)
    await expect.poll(() => readLegend(page), PATIENCE).toMatchObject({ ...expected })
    await expect.poll(() => readRow(page, 'EUR-USD'), PATIENCE).toMatchObject({ last: expected.close })
  })
})

describe('a live market', () => {
  const market = {
    clock: 'virtual',
    seed: 7,
    start: START,
    historyBars: 100,
    symbols: ['BTC-USD', 'ETH-USD', 'EUR-USD'],
  } as const

  it('moves on the screen as time passes, watchlist and candle alike', async () => {
    const server = await serve(market)
    await server.advance('1s')
    const page = await look(`${server.url}/#BTC-USD/1m`)
    const shownBid = async (): Promise<number> => Number((await readRow(page, 'BTC-USD')).bid)
    const shownClose = async (): Promise<number> => Number((await readLegend(page)).close)
    await expect.poll(shownBid, PATIENCE).toBe(bidOf(server))
    for (let step = 0; step < 3; step++) {
      await server.advance('7s')
      await expect.poll(shownBid, PATIENCE).toBe(bidOf(server))
      expect(await shownClose()).toBe((server.deck.market.runningBar(BTC, '1m')?.close ?? 0) / 100)
    }
    await expect.poll(() => readDeck(page), PATIENCE).toMatchObject({ lamp: 'LIVE' })
  })

  it('follows the choice of symbol and interval, by click, by key and by typing', async () => {
    const server = await serve(market)
    await server.advance('1s')
    const page = await look(server.url)
    await page.locator(row('ETH-USD')).click()
    await expect.poll(() => page.locator('h1').textContent()).toContain('ETH-USD')
    await page.getByRole('button', { name: '5s', exact: true }).click()
    await expect.poll(() => page.url()).toMatch(/#ETH-USD\/5s$/)
    await page.locator('body').press('/')
    await page.keyboard.type('eur')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('h1').textContent()).toContain('EUR-USD')
    await page.goto(`${server.url}/#BTC-USD/1h`)
    await expect.poll(() => page.locator('h1').textContent()).toContain('BTC-USD')
  })

  it('records, and offers what was recorded as a tape', async () => {
    const data = await folder()
    const server = await serve({ clock: 'virtual', seed: 7, start: START, historyBars: 50, data })
    const page = await look(server.url)
    const button = page.getByTestId('record')
    await button.click()
    await page.waitForSelector('[data-testid="record"][data-on="true"]')
    await server.advance('3s')
    await button.click()
    const link = page.getByTestId('recording')
    const address = await link.getAttribute('href')
    const path = join(data, 'downloaded.tape')
    await writeFile(path, new Uint8Array(await (await fetch(server.url + (address ?? ''))).arrayBuffer()))
    const check = await verifyTape(path)
    expect(check).toMatchObject({ problems: [], complete: true })
    expect(check.events).toBeGreaterThan(100)
  })

  it('says so when the server is gone, keeps its numbers, and comes back by itself', async () => {
    const first = await serve(market)
    await first.advance('1s')
    const page = await look(first.url)
    const kind = async (): Promise<string> => (await readConnection(page)).kind
    // a virtual clock beats no heart while it stands, and the page may already say that it is stale
    await expect.poll(kind, PATIENCE).toMatch(/live|stale/)
    const { bid } = await readRow(page, 'BTC-USD')
    await first.close()
    await expect.poll(kind, PATIENCE).toBe('reconnecting')
    expect((await readRow(page, 'BTC-USD')).bid).toBe(bid)
    const second = await serve({ ...market, port: first.port, nextPort: false })
    await second.advance('30s')
    await expect.poll(kind, { timeout: 15_000 }).toMatch(/live|stale/)
    await expect.poll(async () => Number((await readRow(page, 'BTC-USD')).bid), PATIENCE).toBe(bidOf(second))
  })

  it.each([
    [1440, 900],
    [1024, 768],
    [390, 844],
  ])('fits a screen of %i x %i without scrolling sideways', async (width, height) => {
    const server = await serve({ clock: 'virtual', seed: 7, start: START, historyBars: 100 })
    await server.advance('2s')
    const page = await look(server.url, width, height)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
    const box = await page.locator(row('BTC-USD')).boundingBox()
    expect(box?.width).toBeGreaterThan(300)
  })
})
