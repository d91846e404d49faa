/** The watchlist in a real Chromium: lists, columns, sorting and views, by pointer and by keys. */

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Feed, ScenarioTape } from '@tapedeck/testkit'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { addressOf, waitUntilReady } from './page-reader.ts'
import { EVERY_SYMBOL, PATIENCE, START, usePages } from './use-pages.ts'

const { market, serve, look, folder } = usePages()

/** A market that has run for two seconds. */
async function begin(choices: Partial<ScenarioTape> = {}): Promise<Feed> {
  const feed = await market({ symbols: EVERY_SYMBOL, for: '15s', ...choices })
  await feed.advance('2s')
  return feed
}

/** The symbols of the list, as they stand on the screen from top to bottom. */
function symbolsOf(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[aria-label=Watchlist] [data-symbol]')]
      .map((row) => ({ symbol: row.dataset['symbol'] ?? '', y: row.getBoundingClientRect().y }))
      .sort((a, b) => a.y - b.y)
      .map(({ symbol }) => symbol),
  )
}
const shown = (page: Page): Promise<string> => symbolsOf(page).then((symbols) => symbols.join(' '))
const row = (page: Page, symbol: string) => page.locator(`[data-symbol="${symbol}"]`)
const focused = (page: Page): Promise<string | undefined> =>
  page.evaluate(() =>
    document.activeElement instanceof HTMLElement ? document.activeElement.dataset['symbol'] : undefined,
  )

async function type(page: Page, query: string): Promise<void> {
  await page.locator('body').press('/')
  await page.keyboard.type(query)
}

describe('a list of one’s own', () => {
  it('is made, filled by typing, put in order by keys, carried by its link, and remembered', async () => {
    const feed = await begin()
    const page = await look(feed.url)
    await page.getByRole('button', { name: 'New list' }).click()
    await page.keyboard.type('Mine')
    await page.keyboard.press('Enter')
    expect(await symbolsOf(page)).toEqual([])
    for (const query of ['eurusd', 'btcusd', 'aapl']) {
      await type(page, query)
      await page.keyboard.press('Enter')
      await page.keyboard.press('Escape')
    }
    expect(await shown(page)).toBe('EUR-USD BTC-USD AAPL')
    expect(await addressOf(page)).toContain('?s=EUR-USD,BTC-USD,AAPL')

    await row(page, 'AAPL').focus()
    await page.keyboard.press('Alt+ArrowUp')
    expect(await shown(page)).toBe('EUR-USD AAPL BTC-USD')
    expect(await focused(page)).toBe('AAPL')
    await page.keyboard.press('Delete')
    expect(await shown(page)).toBe('EUR-USD BTC-USD')

    await page.goto(feed.url)
    await waitUntilReady(page)
    expect(await shown(page)).toBe('EUR-USD BTC-USD')
    // somebody else, to whom the link was sent
    const other = await look(`${feed.url}/?s=BTC-USD,EUR-USD`)
    expect(await shown(other)).toBe('BTC-USD EUR-USD')
    expect(await other.locator('[data-list][aria-pressed=true]').textContent()).toBe('Linked')
  })

  it('is put in order by dragging a handle, and left as it was by Escape', async () => {
    const feed = await begin()
    const page = await look(`${feed.url}/?s=BTC-USD,ETH-USD,EUR-USD,AAPL`)
    expect(await shown(page)).toBe('BTC-USD ETH-USD EUR-USD AAPL')
    const centre = async (symbol: string): Promise<number> => {
      const box = await row(page, symbol).boundingBox()
      return (box?.y ?? 0) + (box?.height ?? 0) / 2
    }
    const drag = async (symbol: string, to: string): Promise<void> => {
      const y = await centre(to)
      await page.mouse.move(8, await centre(symbol))
      await page.mouse.down()
      await page.mouse.move(60, y, { steps: 4 })
    }
    await drag('AAPL', 'ETH-USD')
    await page.mouse.up()
    expect(await shown(page)).toBe('BTC-USD AAPL ETH-USD EUR-USD')
    await drag('BTC-USD', 'EUR-USD')
    expect(await shown(page)).toBe('AAPL ETH-USD EUR-USD BTC-USD')
    await page.keyboard.press('Escape')
    await page.mouse.up()
    expect(await shown(page)).toBe('BTC-USD AAPL ETH-USD EUR-USD')
    expect(await addressOf(page)).toContain('?s=BTC-USD,AAPL,ETH-USD,EUR-USD')
  })

  it('is renamed, takes symbols from a file, and is deleted', async () => {
    const feed = await begin()
    const page = await look(`${feed.url}/?s=BTC-USD`)
    await page.getByRole('button', { name: 'List Linked' }).click()
    await page.getByRole('textbox', { name: 'Name of the list' }).fill('Coins')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'List Coins' }).click()
    const buffer = Buffer.from('symbol,note\neth-usd,"large"\nNOT-THERE,\nSOL-USD,')
    await page.locator('input[type=file]').setInputFiles({ name: 'coins.csv', mimeType: 'text/csv', buffer })
    await expect.poll(() => shown(page), PATIENCE).toBe('BTC-USD ETH-USD SOL-USD')
    const saved = await page.getByRole('link', { name: 'Save as a file' }).getAttribute('href')
    expect(decodeURIComponent(saved ?? '')).toContain('BTC-USD\nETH-USD\nSOL-USD\n')
    await page.getByRole('button', { name: 'Delete this list' }).click()
    await expect.poll(() => row(page, 'DOGE-USD').count(), PATIENCE).toBe(1)
    expect(await addressOf(page)).not.toContain('?s=')
  })
})

describe('the board', () => {
  it('sorts by its heads, and holds the order while somebody points at a row', async () => {
    // a coin that stands first, and falls below all others while the order is held
    const fall = {
      kind: 'price-path',
      at: '3s',
      symbols: ['DOGE-USD'],
      points: [{ after: '3s', change: -0.3 }],
    } as const
    const feed = await begin({
      symbols: ['BTC-USD', 'ETH-USD', 'SOL-USD', 'DOGE-USD', 'AAPL', 'EUR-USD'],
      scenario: { name: 'fall', title: 'A coin falls by 30 %.', steps: [fall] },
    })
    const page = await look(feed.url)
    /** Percents of the day from top to bottom, and whether they fall. */
    const falls = async (): Promise<boolean> => {
      const percents = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('[role=row][data-symbol]')]
          .sort((a, b) => a.getBoundingClientRect().y - b.getBoundingClientRect().y)
          .map((each) =>
            Number(each.querySelector('[data-field=change]')?.textContent.replace('\u2212', '-').replace('%', '')),
          ),
      )
      return percents.every((percent, index) => index === 0 || percent <= (percents[index - 1] ?? NaN))
    }
    await page.locator('[data-column=changePercent]').click()
    expect(await falls()).toBe(true)
    expect(await page.locator('[aria-sort]').getAttribute('aria-sort')).toBe('descending')

    await page.mouse.move(200, 200)
    const held = await shown(page)
    expect(await page.getByText('held').count()).toBe(1)
    await feed.advance('8s')
    expect(await falls()).toBe(false)
    expect(await shown(page)).toBe(held)
    await page.mouse.move(900, 500)
    // rows move once a second
    await expect.poll(falls, PATIENCE).toBe(true)
    expect(await shown(page)).not.toBe(held)
  })

  it('sorts by what only quotes say, of rows out of sight too', async () => {
    const feed = await begin()
    const page = await look(feed.url)
    await page.locator('[data-column=bid]').click()
    const bidOf = (symbol: string): number => feed.market.quote(symbol)?.bid ?? 0
    const expected = feed.market.symbols.toSorted((a, b) => bidOf(b) - bidOf(a))
    await expect.poll(async () => (await symbolsOf(page)).slice(0, 10), PATIENCE).toEqual(expected.slice(0, 10))
    await page.locator('[data-column=bid]').click()
    await expect.poll(async () => (await symbolsOf(page)).slice(0, 5), PATIENCE).toEqual(expected.reverse().slice(0, 5))
  })

  it('shows the columns that were chosen, after a reload as well', async () => {
    const feed = await begin()
    const page = await look(feed.url)
    const heads = (): Promise<string[]> => page.getByRole('columnheader').allInnerTexts()
    expect(await heads()).toContain('Ask')
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('checkbox', { name: 'Ask' }).uncheck()
    await page.getByRole('checkbox', { name: 'Day range' }).uncheck()
    await page.getByRole('checkbox', { name: 'Spread' }).check()
    await page.keyboard.press('Alt+ArrowUp')
    expect(await heads()).toEqual(['Symbol', 'Hour', 'Last', 'Day', 'Bid', 'Volume', 'Spread', 'Age'])
    await page.keyboard.press('Escape')
    await page.reload()
    await waitUntilReady(page)
    expect(await heads()).toEqual(['Symbol', 'Hour', 'Last', 'Day', 'Bid', 'Volume', 'Spread', 'Age'])
  })

  it('says of each symbol whether it is live, stale or halted', async () => {
    const halt = { kind: 'halt', at: '1s', for: '10m', symbols: ['AAPL'], reason: 'news' } as const
    const feed = await begin({ scenario: { name: 'halted', title: 'A share is halted.', steps: [halt] } })
    const page = await look(feed.url)
    const freshness = (symbol: string): Promise<string | null> => row(page, symbol).getAttribute('data-freshness')
    expect(await freshness('AAPL')).toBe('halted')
    expect(await row(page, 'AAPL').locator('[data-field=age]').textContent()).toBe('halted')
    expect(await freshness('BTC-USD')).toBe('live')
  })

  it('draws sparklines of the history', async () => {
    const feed = await begin()
    const page = await look(feed.url)
    await expect
      .poll(() => row(page, 'BTC-USD').locator('svg path').first().getAttribute('d'), PATIENCE)
      .toMatch(/^M0\.0 .+L60\.0 /)
  })

  it('draws only what is in sight of 400 symbols, and goes to the last one by a key', async () => {
    const instruments = Array.from({ length: 400 }, (_, index) => ({
      symbol: `S${index}-USD`,
      class: 'crypto',
      price: 10 + index,
      tickSize: 0.01,
      size: 10,
    }))
    const file = join(await folder(), 'instruments.json')
    await writeFile(file, JSON.stringify({ instruments }))
    const server = await serve({ clock: 'virtual', seed: 7, start: START, historyBars: 60, instruments: file })
    await server.advance('2s')
    const page = await look(server.url)
    await expect.poll(() => row(page, 'S0-USD').locator('[data-field=bid]').textContent(), PATIENCE).toMatch(/\d/)
    expect((await symbolsOf(page)).length).toBeLessThan(45)
    await row(page, 'S0-USD').focus()
    await page.keyboard.press('End')
    await expect.poll(() => focused(page), PATIENCE).toBe('S399-USD')
    await expect.poll(() => row(page, 'S399-USD').locator('[data-field=bid]').textContent(), PATIENCE).toMatch(/\d/)
    await expect.poll(() => row(page, 'S0-USD').count(), PATIENCE).toBe(0)
    expect((await symbolsOf(page)).length).toBeLessThan(45)
  })
})

describe('the views', () => {
  it('follow each other by one key, over the same list, and stand in the link', async () => {
    const feed = await begin()
    const page = await look(`${feed.url}/?s=BTC-USD,EUR-USD,USD-JPY`)
    await row(page, 'EUR-USD').waitFor()
    await page.keyboard.press('v')
    expect(await addressOf(page)).toContain('?s=BTC-USD,EUR-USD,USD-JPY&view=tiles')
    const tile = page.locator('[role=option][data-symbol="EUR-USD"]')
    const bid = feed.market.quote('EUR-USD')?.bid?.toFixed(feed.market.instrument('EUR-USD').pricePrecision)
    await expect.poll(() => tile.locator('[data-field=bid]').textContent(), PATIENCE).toBe(bid)
    await page.locator('[role=option][data-symbol="BTC-USD"]').focus()
    await page.keyboard.press('ArrowRight')
    expect(await focused(page)).toBe('EUR-USD')
    await page.keyboard.press('Enter')
    expect(await page.locator('h1').textContent()).toContain('EUR-USD')

    await page.keyboard.press('v')
    expect(await addressOf(page)).toContain('view=heat')
    const map = page.getByRole('listbox')
    await expect.poll(() => map.getByRole('option').count(), PATIENCE).toBe(3)
    await page.getByRole('button', { name: 'Equal' }).click()
    const areas = (): Promise<number[]> =>
      map.getByRole('option').evaluateAll((boxes) => boxes.map((box) => (box.clientWidth + 1) * (box.clientHeight + 1)))
    const unevenness = async (): Promise<number> => {
      const all = await areas()
      return Math.max(...all) / Math.min(...all)
    }
    // edges lie on whole pixels
    await expect.poll(unevenness, PATIENCE).toBeLessThan(1.02)
    await map.getByRole('option').first().click()
    expect(await page.locator('h1').textContent()).toContain('BTC-USD')
    await page.keyboard.press('v')
    await expect.poll(() => page.getByRole('grid').count(), PATIENCE).toBe(1)
  })
})
