/** The order book and the trades in a real Chromium: they are the server's, line by line, and can be read while the market moves. */

import { BookView, connectTapedeck, type BookLevels } from '@tapedeck/client'
import type { Trade } from '@tapedeck/protocol'
import type { Feed, ScenarioTape } from '@tapedeck/testkit'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { PATIENCE, TAPE, usePages } from './use-pages.ts'

const { play, market, look, folder } = usePages()

/** A market that has run for a while, of a tape of two minutes. */
async function begin(span: string, choices: Partial<ScenarioTape> = {}, data?: string): Promise<Feed> {
  const feed = await market({ for: '2m', ...choices }, { data })
  await feed.advance(span)
  return feed
}

/** A line of the ladder in plain decimal text. */
interface Line {
  readonly price: string
  readonly size: string
  readonly total: string
}
interface Lines {
  readonly bids: readonly Line[]
  readonly asks: readonly Line[]
}

const plain = (text: string): string => text.replaceAll(',', '').replace('\u2212', '-')
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })

async function readLadder(page: Page): Promise<Lines> {
  // one evaluation, so that both sides are of the same frame
  const shown = await page.locator('[data-panel="book"]').evaluate((panel) =>
    ['bid', 'ask'].map((side) =>
      [...panel.querySelectorAll(`[data-side="${side}"] [data-level]`)].map((row) => {
        const text = (field: string): string => row.querySelector(`[data-field="${field}"]`)?.textContent ?? ''
        return { price: text('price'), size: text('size'), total: text('total') }
      }),
    ),
  )
  const [bids = [], asks = []] = shown.map((lines) =>
    lines.map(({ price, size, total }) => ({ price: plain(price), size: plain(size), total: plain(total) })),
  )
  return { bids, asks }
}

/** What another client of the same feed is told of a symbol: its levels and its last trades. */
async function ask(feed: Feed, symbol: string): Promise<{ levels: BookView; trades: readonly Trade[] }> {
  using client = connectTapedeck(feed.url)
  const info = (await client.instruments()).find((each) => each.symbol === symbol)
  if (info === undefined) throw new Error(`no instrument ${symbol}`)
  const levels = new BookView(info)
  let trades: readonly Trade[] = []
  await client.subscribe(
    { symbols: [symbol], channels: ['book:20', 'trade'] },
    {
      snapshot: ({ channel, data }) => {
        if (channel === 'book:20' && data !== null) expect(levels.apply(data)).toBe(true)
        if (channel === 'trade') trades = data
      },
    },
  ).ready
  return { levels, trades }
}

/** The ladder of these levels by integers alone; `step` in ticks of which a price has 10 ** `price`. */
function linesOf(levels: BookLevels, side: 'bid' | 'ask', digits: { price: number; size: number }, step = 1): Line[] {
  const text = (scaled: number, precision: number): string => (scaled / 10 ** precision).toFixed(precision)
  const sizes = new Map<number, number>()
  for (const [price, size] of levels) {
    const ticks = Math.round(price * 10 ** digits.price)
    const line = (side === 'bid' ? Math.floor(ticks / step) : Math.ceil(ticks / step)) * step
    sizes.set(line, (sizes.get(line) ?? 0) + Math.round(size * 10 ** digits.size))
  }
  let total = 0
  return [...sizes].map(([price, size]) => {
    total += size
    return { price: text(price, digits.price), size: text(size, digits.size), total: text(total, digits.size) }
  })
}

describe('the order book', () => {
  const digits = { price: 2, size: 8 }

  it('is the server’s, gathered as chosen, follows the selection, and tells what an order would cost', async () => {
    const feed = await begin('5s')
    const page = await look(`${feed.url}/#BTC-USD/1m`)
    await page.keyboard.press('b')
    const bookOf = async (symbol: string, of: typeof digits, step?: number): Promise<Lines> => {
      const { levels } = await ask(feed, symbol)
      return { bids: linesOf(levels.bids, 'bid', of, step), asks: linesOf(levels.asks, 'ask', of, step) }
    }
    const first = await bookOf('BTC-USD', digits)
    expect(first.bids).toHaveLength(20)
    await expect.poll(() => readLadder(page), PATIENCE).toEqual(first)
    await feed.advance('3s')
    const next = await bookOf('BTC-USD', digits)
    expect(next).not.toEqual(first)
    expect(await readLadder(page)).toEqual(next)
    expect(await page.getByTestId('book-foot').textContent()).toContain('levels checked')

    await page.getByLabel('Price step').selectOption('100')
    const gathered = await bookOf('BTC-USD', digits, 100)
    expect(gathered.asks.length).toBeLessThan(next.asks.length)
    await expect.poll(() => readLadder(page), PATIENCE).toEqual(gathered)
    await page.getByLabel('Price step').selectOption('1')
    await page.getByLabel('Levels a side').selectOption('10')
    await expect
      .poll(() => readLadder(page), PATIENCE)
      .toEqual({ bids: next.bids.slice(0, 10), asks: next.asks.slice(0, 10) })

    // up to the second ask and back over the spread, by keyboard
    const { levels } = await ask(feed, 'BTC-USD')
    const [best, second] = levels.asks
    if (best === undefined || second === undefined) throw new Error('the market has no asks')
    await page.getByTestId('ladder').press('ArrowUp')
    await page.keyboard.press('ArrowUp')
    const fill = page.getByTestId('book-foot')
    const average = (best[0] * best[1] + second[0] * second[1]) / (best[1] + second[1])
    expect(plain((await fill.textContent()) ?? '')).toContain(`at ${average.toFixed(2)}`)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    expect(await fill.textContent()).toMatch(/^\s*sell/)
    await page.keyboard.press('Escape')
    expect(await fill.textContent()).toContain('levels checked')

    await button(page, 'Bids only').click()
    expect((await readLadder(page)).asks).toEqual([])
    await button(page, 'Depth chart').click()
    const asksPath = page.locator('[data-testid="depth"] path').nth(1)
    const wide = await asksPath.getAttribute('d')
    expect(wide).toMatch(/^M[\d.]+ 100H/)
    await button(page, 'Zoom in').click()
    expect(await asksPath.getAttribute('d')).not.toBe(wide)

    // what was chosen is there after a reload, and of the other symbol
    await page.reload()
    await page.locator('[data-symbol="AAPL"]').click()
    const apple = await bookOf('AAPL', { price: 2, size: 0 })
    await expect.poll(() => readLadder(page), PATIENCE).toEqual({ bids: apple.bids.slice(0, 10), asks: [] })
    await page.keyboard.press('b')
    expect(await page.locator('[data-panel="book"]').count()).toBe(0)
  })

  it('is the replay’s in a replay, and live’s again after it', async () => {
    const feed = await begin('60s', {}, await folder())
    const page = await look(`${feed.url}/#BTC-USD/1m`)
    await button(page, 'Order book (B)').click()
    // Space would press the button again
    await page.getByTestId('ladder').focus()
    const { levels } = await ask(feed, 'BTC-USD')
    const live = linesOf(levels.bids, 'bid', digits)
    await expect.poll(async () => (await readLadder(page)).bids, PATIENCE).toEqual(live)
    await page.keyboard.press('Space')
    await expect.poll(() => page.locator('html').getAttribute('data-mode'), PATIENCE).toBe('replay')
    await page.keyboard.press('Shift+ArrowLeft')
    await expect.poll(async () => (await readLadder(page)).bids, PATIENCE).not.toEqual(live)
    await page.keyboard.press('Escape')
    await expect.poll(async () => (await readLadder(page)).bids, PATIENCE).toEqual(live)
  })

  it('is missed in words on a tape without one, which has trades', async () => {
    const feed = await play(TAPE)
    await feed.drain()
    const page = await look(`${feed.url}/#BTC-USD/1m`, 390, 844)
    await page.getByRole('navigation').getByRole('button', { name: 'Book' }).click()
    await expect
      .poll(() => page.locator('[data-panel="book"]').textContent(), PATIENCE)
      .toContain('This tape has no order book of BTC-USD.')
    await page.getByRole('navigation').getByRole('button', { name: 'Trades' }).click()
    await expect.poll(() => page.locator('[data-trade]').count(), PATIENCE).toBe(50)
    expect(await page.locator('[data-panel="book"]').count()).toBe(0)
  })
})

describe('the trades', () => {
  const idsShown = (page: Page): Promise<(string | undefined)[]> =>
    page.locator('[data-trade]').evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['trade']))
  const newestFirst = (trades: readonly Trade[]): string[] => trades.map(({ tradeId }) => String(tradeId)).toReversed()

  it('are the server’s, newest first, stand still under the pointer, and only large ones when so wished', async () => {
    const feed = await begin('20s')
    const page = await look(`${feed.url}/#BTC-USD/1m`)
    await page.keyboard.press('p')
    const { trades } = await ask(feed, 'BTC-USD')
    await expect.poll(() => idsShown(page), PATIENCE).toEqual(newestFirst(trades))
    const newest = trades.at(-1)
    if (newest === undefined) throw new Error('nothing was traded')
    const row = page.locator('[data-trade]').first()
    expect(await row.getAttribute('data-side')).toBe(newest.aggressorSide)
    expect(await row.innerText()).toContain(new Date(newest.ts / 1000).toISOString().slice(14, 23))
    expect(plain(await row.innerText())).toContain(newest.price.toFixed(2))

    await row.hover()
    await feed.advance('5s')
    const seen = new Set(trades.map(({ tradeId }) => tradeId))
    const newer = (await ask(feed, 'BTC-USD')).trades.filter(({ tradeId }) => !seen.has(tradeId))
    expect(newer.length).toBeGreaterThan(0)
    expect(newer.length).toBeLessThan(50)
    expect(await page.getByTestId('trades-held').textContent()).toMatch(`+${newer.length}`)
    expect(await idsShown(page)).toEqual(newestFirst(trades))
    await page.mouse.move(700, 300)
    const all = [...trades, ...newer]
    await expect.poll(() => idsShown(page), PATIENCE).toEqual(newestFirst(all))
    expect(await page.getByTestId('trades-held').count()).toBe(0)

    const least = all.map(({ size }) => size).sort((a, b) => b - a)[4] ?? 0
    await page.getByLabel('Least size').fill(String(least))
    await expect.poll(() => idsShown(page), PATIENCE).toEqual(newestFirst(all.filter(({ size }) => size >= least)))
    await page.getByLabel('Least size').press('Escape')
    await expect.poll(() => idsShown(page), PATIENCE).toEqual(newestFirst(all))
  })

  it('come round in 200 rows: those that fall off the end are the newest again', async () => {
    const feed = await begin('20s')
    const page = await look(`${feed.url}/#BTC-USD/1m`)
    await page.keyboard.press('p')
    await expect.poll(() => idsShown(page), PATIENCE).toHaveLength(50)
    await feed.advance('90s')
    const last = newestFirst((await ask(feed, 'BTC-USD')).trades)
    expect((await idsShown(page)).slice(0, 50)).toEqual(last)
    const ids = await idsShown(page)
    expect(ids).toHaveLength(200)
    expect(ids.map(Number)).toEqual([...new Set(ids.map(Number))].toSorted((a, b) => b - a))
  })

  it('that the venue takes back are struck through, also while they stand still', async () => {
    const finger = {
      kind: 'fat-finger',
      at: '10s',
      symbols: ['AAPL'],
      change: -0.1,
      size: 20,
      bustAfter: '5s',
    } as const
    const feed = await begin('12s', { scenario: { name: 'finger', steps: [finger] } })
    const page = await look(`${feed.url}/#AAPL/1m`)
    await page.keyboard.press('p')
    await expect.poll(() => page.locator('[data-trade]').count(), PATIENCE).toBeGreaterThan(0)
    expect(await page.locator('[data-busted="true"]').count()).toBe(0)
    await page.locator('[data-trade]').first().hover()
    await feed.advance('5s')
    const busted = page.locator('[data-busted="true"]')
    expect(await busted.count()).toBe(1)
    expect(await busted.textContent()).toContain('taken back by the venue')
    expect(await busted.locator('.price').evaluate((price) => getComputedStyle(price).textDecorationLine)).toBe(
      'line-through',
    )
  })
})
