/** What is not as it should be: sides that cross, files that are no tapes, lists with symbols that are not there, markets that close at night. */

import { describe, expect, it } from 'vitest'
import { PATIENCE, usePages } from './use-pages.ts'

const { serve, look, browse, folder } = usePages()
/** 2026-01-05T14:30:00Z */
const START = 1_767_623_400_000_000
const market = { clock: 'virtual', seed: 7, start: START, historyBars: 50 } as const

describe('the book', () => {
  it('says that its sides are locked, or cross each other', async () => {
    const odd = (name: string, ticks: number) => ({
      name,
      title: name,
      steps: [{ kind: 'cross', at: '5s', for: '60s', symbols: ['AAPL'], ticks }] as const,
    })
    for (const [scenario, word] of [
      [odd('locked-for-long', 0), 'Locked'],
      [odd('crossed-for-long', 3), 'Crossed'],
    ] as const) {
      const server = await serve({ ...market, symbols: ['AAPL'], scenarios: [scenario] })
      await server.advance('2s')
      const page = await look(`${server.url}/#AAPL/1m`)
      await page.keyboard.press('b')
      const spread = page.getByTestId('spread')
      await expect.poll(() => spread.textContent(), PATIENCE).toContain('Spread')
      await server.advance('10s')
      await expect.poll(() => spread.textContent(), PATIENCE).toContain(word)
    }
  })
})

describe('a file that is dropped', () => {
  it('and is no tape is refused by its own name', async () => {
    const server = await serve({ ...market, symbols: ['AAPL'], data: await folder() })
    await server.advance('2s')
    const page = await browse(`about:blank`)
    // the refusal is an answer that the browser reports as an error: it is not the page's
    page.removeAllListeners('console')
    await page.goto(server.url)
    await page.waitForSelector('html[data-ready="true"]')
    const files = await page.evaluateHandle(() => {
      const carried = new DataTransfer()
      carried.items.add(new File(['hello'], 'notes.txt'))
      return carried
    })
    await page.dispatchEvent('body', 'drop', { dataTransfer: files })
    await expect
      .poll(() => page.getByTestId('notice').textContent(), PATIENCE)
      .toContain('notes.txt was not taken: the upload is not a tape')
  })
})

describe('a link', () => {
  it('to symbols that are not on the tape says how many are missing', async () => {
    const server = await serve({ ...market, symbols: ['AAPL', 'BTC-USD'] })
    await server.advance('2s')
    const page = await look(`${server.url}/?s=btc-usd,NOPE,BTC-USD,Nada`)
    await page.getByText('2 of its symbols are not on this tape.').waitFor()
    expect(await page.locator('[aria-label=Watchlist] [data-symbol]').count()).toBe(1)
    expect(page.url()).toContain('?s=BTC-USD,NOPE,Nada')
  })
})

describe('days that begin at different hours', () => {
  it('are compared with each other', async () => {
    const server = await serve({ ...market, symbols: ['BTC-USD', 'EUR-USD'] })
    await server.advance('2s')
    const page = await look(`${server.url}/#BTC-USD/1d`)
    await page.getByRole('button', { name: 'Compare with other symbols' }).click()
    await page.keyboard.type('eur')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    const readings = async (): Promise<string> => (await page.getByTestId('readings').allInnerTexts()).join()
    await expect.poll(readings, PATIENCE).toMatch(/EUR-USD\s+\d/)
    // on an older bar as well, where the two never begin together
    const box = await page.getByRole('group', { name: /in bars of/ }).boundingBox()
    if (box === null) throw new Error('the chart has no place on the screen')
    const newest = await readings()
    await expect
      .poll(async () => {
        await page.mouse.move(box.x + box.width * 0.41, box.y + box.height * 0.4)
        await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.4)
        return readings()
      }, PATIENCE)
      .not.toBe(newest)
    expect(await readings()).toMatch(/EUR-USD\s+\d/)
  })
})
