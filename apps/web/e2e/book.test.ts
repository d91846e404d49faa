/** The order book and the trades in a real Chromium: they are the server's, line by line, and can be read while the market moves. */

import { fileURLToPath } from 'node:url'
import { BookView, connectTapedeck, type BookLevels } from '@tapedeck/client'
import type { FeedServer } from '@tapedeck/feed-server'
import type { Trade } from '@tapedeck/protocol'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { PATIENCE, usePages } from './use-pages.ts'

const TAPE = fileURLToPath(new URL('../../../tests/fixtures/four-symbols.tape.jsonl', import.meta.url))
/** 2026-01-05T14:30:00Z */
const START = 1_767_623_400_000_000

const { serve, look, folder } = usePages()
const market = {
  clock: 'virtual',
  seed: 7,
  start: START,
  historyBars: 50,
  symbols: ['BTC-USD', 'ETH-USD', 'AAPL'],
} as const

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

/** What another client of the same server is told of a symbol: its levels and its last trades. */
async function ask(server: FeedServer, symbol: string): Promise<{ levels: BookView; trades: readonly Trade[] }> {
  using client = connectTapedeck(server.url)
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
    const server = await serve(market)
    await server.advance('5s')
    const page = await look(`${server.url}/#BTC-USD/1m`)
    await page.keyboard.press('b')
    const bookOf = async (symbol: string, of: typeof digits, step?: number): Promise<Lines> => {
      const { levels } = await ask(server, symbol)
      return { bids: linesOf(levels.bids, 'bid', of, step), asks: linesOf(levels.asks, 'ask', of, step) }
    }
    const first = await bookOf('BTC-USD', digits)
    expect(first.bids).toHaveLength(20)
    await expect.poll(() => readLadder(page), PATIENCE).toEqual(first)
    await server.advance('3s')
    const next = await bookOf('BTC-USD', digits)
    expect(next).not.toEqual(first)
    await expect.poll(() => readLadder(page), PATIENCE).toEqual(next)
    expect(await page.getByTestId('book-foot').textContent()).toContain('levels checked')

    await page.getByLabel('Price step').selectOption('100')
    const gathered = await bookOf('BTC-USD', digits, 100)
    expect(gathered.asks.length).toBeLessThan(next.asks.length)
    await expect.poll(() => readLadder(page)).toEqual(gathered)
    await page.getByLabel('Price step').selectOption('1')
    await page.getByLabel('Levels a side').selectOption('10')
    await expect.poll(() => readLadder(page)).toEqual({ bids: next.bids.slice(0, 10), asks: next.asks.slice(0, 10) })

    // up to the second ask and back over the spread, by keyboard
    const { levels } = await ask(server, 'BTC-USD')
    const [best, second] = levels.asks
    if (best === undefined || second === undefined) throw new Error('the market has no asks')
    await page.getByTestId('ladder').press('ArrowUp')
    await page.keyboard.press('ArrowUp')
    const fill = page.getByTestId('book-foot')
    const average = (best[0] * best[1] + second[0] * second[1]) / (best[1] + second[1])
    await expect.poll(async () => plain((await fill.textContent()) ?? '')).toContain(`at ${average.toFixed(2)}`)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => fill.textContent()).toMatch(/^\s*sell/)
    await page.keyboard.press('Escape')
    await expect.poll(() => fill.textContent()).toContain('levels checked')

    await button(page, 'Bids only').click()
    await expect.poll(async () => (await readLadder(page)).asks).toEqual([])
    await button(page, 'Depth chart').click()
    const asksPath = page.locator('[data-testid="depth"] path').nth(1)
    const wide = await asksPath.getAttribute('d')
    expect(wide).toMatch(/^M[\d.]+ 100H/)
    await button(page, 'Zoom in').click()
    await expect.poll(() => asksPath.getAttribute('d')).not.toBe(wide)

    // what was chosen is there after a reload, and of the other symbol
    await page.reload()
    await page.locator('[data-symbol="AAPL"]').click()
    const apple = await bookOf('AAPL', { price: 2, size: 0 })
    await expect.poll(() => readLadder(page), PATIENCE).toEqual({ bids: apple.bids.slice(0, 10), asks: [] })
    await page.keyboard.press('b')
    await expect.poll(() => page.locator('[data-panel="book"]').count()).toBe(0)
  })

  it('is the replay’s in a replay, and live’s again after it', async () => {
    const server = await serve({ ...market, data: await folder() })
    await server.advance('60s')
    const page = await look(`${server.url}/#BTC-USD/1m`)
    await button(page, 'Order book (B)').click()
    // Space would press the button again
    await page.getByTestId('ladder').focus()
    const { levels } = await ask(server, 'BTC-USD')
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
    const server = await serve({ replay: TAPE, speed: 'max' })
    const page = await look(`${server.url}/#BTC-USD/1m`, 390, 844)
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
    const server = await serve(market)
    await server.advance('20s')
    const page = await look(`${server.url}/#BTC-USD/1m`)
    await page.keyboard.press('p')
    const { trades } = await ask(server, 'BTC-USD')
    await expect.poll(() => idsShown(page), PATIENCE).toEqual(newestFirst(trades))
    const newest = trades.at(-1)
    if (newest === undefined) throw new Error('nothing was traded')
    const row = page.locator('[data-trade]').first()
    expect(await row.getAttribute('data-side')).toBe(newest.aggressorSide)
    expect(await row.innerText()).toContain(new Date(newest.ts / 1000).toISOString().slice(14, 23))
    expect(plain(await row.innerText())).toContain(newest.price.toFixed(2))

    await row.hover()
    await server.advance('5s')
    const seen = new Set(trades.map(({ tradeId }) => tradeId))
    const newer = (await ask(server, 'BTC-USD')).trades.filter(({ tradeId }) => !seen.has(tradeId))
    expect(newer.length).toBeGreaterThan(0)
    expect(newer.length).toBeLessThan(50)
    await expect.poll(() => page.getByTestId('trades-held').textContent(), PATIENCE).toMatch(`+${newer.length}`)
    expect(await idsShown(page)).toEqual(newestFirst(trades))
    await page.mouse.move(700, 300)
    const all = [...trades, ...newer]
    await expect.poll(() => idsShown(page)).toEqual(newestFirst(all))
    expect(await page.getByTestId('trades-held').count()).toBe(0)

    const least = all.map(({ size }) => size).sort((a, b) => b - a)[4] ?? 0
    await page.getByLabel('Least size').fill(String(least))
    await expect.poll(() => idsShown(page)).toEqual(newestFirst(all.filter(({ size }) => size >= least)))
    await page.getByLabel('Least size').press('Escape')
    await expect.poll(() => idsShown(page)).toEqual(newestFirst(all))
  })

  it('come round in 200 rows: those that fall off the end are the newest again', async () => {
    const server = await serve(market)
    await server.advance('20s')
    const page = await look(`${server.url}/#BTC-USD/1m`)
    await page.keyboard.press('p')
    await expect.poll(() => idsShown(page), PATIENCE).toHaveLength(50)
    await server.advance('90s')
    const last = newestFirst((await ask(server, 'BTC-USD')).trades)
    await expect.poll(async () => (await idsShown(page)).slice(0, 50), PATIENCE).toEqual(last)
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
    const server = await serve({ ...market, scenarios: [{ name: 'finger', steps: [finger] }] })
    await server.advance('12s')
    const page = await look(`${server.url}/#AAPL/1m`)
    await page.keyboard.press('p')
    await expect.poll(() => page.locator('[data-trade]').count(), PATIENCE).toBeGreaterThan(0)
    expect(await page.locator('[data-busted="true"]').count()).toBe(0)
    await page.locator('[data-trade]').first().hover()
    await server.advance('5s')
    const busted = page.locator('[data-busted="true"]')
    await expect.poll(() => busted.count(), PATIENCE).toBe(1)
    expect(await busted.textContent()).toContain('taken back by the venue')
    expect(await busted.locator('.price').evaluate((price) => getComputedStyle(price).textDecorationLine)).toBe(
      'line-through',
    )
  })
})
