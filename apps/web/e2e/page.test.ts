/** The page in a real Chromium, fed by a real server: what stands on the tape stands on the screen. */

import { fileURLToPath } from 'node:url'
import { startFeedServer, type FeedServer, type FeedServerOptions } from '@tapedeck/feed-server'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { findBrowser } from '../../../scripts/browser.mjs'
import { readTapeText, type TapeText } from './tape-arithmetic.ts'

const TAPE = fileURLToPath(new URL('../../../tests/fixtures/four-symbols.tape.jsonl', import.meta.url))
/** 2026-01-05T14:30:00Z, where the tape begins. */
const START = 1_767_623_400_000_000
const SECOND = 1_000_000

let browser: Browser
let tape: TapeText
const open: { close(): unknown }[] = []
let complaints: string[] = []

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: await findBrowser() })
  tape = await readTapeText(TAPE)
})
afterAll(() => browser.close())
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
  const heard = complaints
  complaints = []
  expect(heard).toEqual([])
})

async function serve(options: FeedServerOptions): Promise<FeedServer> {
  const server = await startFeedServer({ port: 0, ...options })
  open.push(server)
  return server
}

async function look(address: string, width = 1440, height = 900): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: 'dark',
    reducedMotion: 'reduce',
  })
  open.push(context)
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    // a lost connection is some tests' subject, and the browser reports it by itself
    if (message.type() === 'error' && !/WebSocket|ERR_CONNECTION/.test(message.text())) complaints.push(message.text())
  })
  await page.goto(address)
  await page.waitForSelector('html[data-ready="true"]')
  return page
}

/** Texts of the fields of one place, thousands separators taken out, waited for until they are as expected. */
async function expectFields(page: Page, place: string, fields: Readonly<Record<string, string>>): Promise<void> {
  const read = async (): Promise<Record<string, string>> => {
    const found: Record<string, string> = {}
    for (const field of Object.keys(fields)) {
      const text = await page.locator(`${place} [data-field="${field}"]`).first().textContent()
      found[field] = (text ?? '').replaceAll(',', '').trim()
    }
    return found
  }
  await expect.poll(read, { timeout: 10_000 }).toEqual(fields)
}
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
const row = (symbol: string): string => `[data-symbol="${symbol}"]`
const LEGEND = '[data-testid="legend"]'
const DECK = '[data-testid="deck"]'

describe('a recording played to its end', () => {
  it('shows the last quote, the last trade and the candle that the tape holds', async () => {
    const server = await serve({ replay: TAPE, speed: 20 })
    const page = await look(`${server.url}/#BTC-USD/1m`)
    await server.deck.ended

    const { price } = tape.lastTrade('BTC-USD')
    await expectFields(page, row('BTC-USD'), { last: price, ...tape.lastQuote('BTC-USD') })
    await expectFields(page, row('SHIB-USD'), { last: tape.lastTrade('SHIB-USD').price, ...tape.lastQuote('SHIB-USD') })
    await expectFields(page, LEGEND, { ...tape.barOfTrades('BTC-USD', START, 60 * SECOND) })
    await expect.poll(() => paintedCandlePixels(page)).toBeGreaterThan(500)
    await expectFields(page, DECK, { lamp: 'REPLAY', state: 'ended', events: String(tape.events) })
    expect(await page.locator(`${DECK} [data-field="digest"]`).getAttribute('title')).toBe(tape.digest)
    expect(await page.locator('html').getAttribute('data-mode')).toBe('replay')
  })

  it('shows the same to whoever opens it afterwards, in every interval', async () => {
    const server = await serve({ replay: TAPE, speed: 'max' })
    await server.deck.ended
    const page = await look(`${server.url}/#AAPL/1m`)
    await expectFields(page, LEGEND, { ...tape.barOfTrades('AAPL', START, 60 * SECOND) })
    // the running hour holds half an hour of history
    await page.getByRole('button', { name: '1h', exact: true }).click()
    await expectFields(page, LEGEND, { ...tape.barOfTrades('AAPL', START - 1800 * SECOND, 3600 * SECOND) })
    expect(page.url()).toMatch(/#AAPL\/1h$/)
  })

  it('draws candles of mids for a currency pair', async () => {
    const server = await serve({ replay: TAPE, speed: 'max' })
    await server.deck.ended
    const page = await look(`${server.url}/#EUR-USD/15m`)
    const expected = tape.barOfMids('EUR-USD', START, 900 * SECOND)
    await expectFields(page, LEGEND, { ...expected })
    await expectFields(page, row('EUR-USD'), { last: expected.close })
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
    const bid = (symbol: string): string => {
      const { market: state } = server.deck
      const instrument = state.instrumentOf(symbol)
      const quote = state.quote(instrument?.id ?? 0)
      return String((quote?.bid ?? 0) / 10 ** (instrument?.pricePrecision ?? 0))
    }
    const shown = async (): Promise<string> =>
      String(Number((await page.locator(`${row('BTC-USD')} [data-field="bid"]`).textContent())?.replaceAll(',', '')))
    await expect.poll(shown).toBe(bid('BTC-USD'))
    for (let step = 0; step < 3; step++) {
      await server.advance('7s')
      await expect.poll(shown).toBe(bid('BTC-USD'))
      const bar = server.deck.market.runningBar(1, '1m')
      await expect
        .poll(async () =>
          Number((await page.locator(`${LEGEND} [data-field="close"]`).textContent())?.replaceAll(',', '')),
        )
        .toBe((bar?.close ?? 0) / 100)
    }
    await expectFields(page, DECK, { lamp: 'LIVE' })
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

  it('says so when the server is gone, keeps its numbers, and comes back by itself', async () => {
    const first = await serve(market)
    await first.advance('1s')
    const page = await look(first.url)
    const pill = page.locator('[data-testid="connection"]')
    await expect.poll(() => pill.getAttribute('data-kind')).toBe('live')
    const before = await page.locator(`${row('BTC-USD')} [data-field="bid"]`).textContent()
    await first.close()
    await expect.poll(() => pill.getAttribute('data-kind')).toBe('reconnecting')
    expect(await page.locator(`${row('BTC-USD')} [data-field="bid"]`).textContent()).toBe(before)
    const second = await serve({ ...market, port: first.port, nextPort: false })
    await second.advance('30s')
    await expect.poll(() => pill.getAttribute('data-kind'), { timeout: 15_000 }).toBe('live')
    const quote = second.deck.market.quote(1)
    await expect
      .poll(async () =>
        Number((await page.locator(`${row('BTC-USD')} [data-field="bid"]`).textContent())?.replaceAll(',', '')),
      )
      .toBe((quote?.bid ?? 0) / 100)
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
