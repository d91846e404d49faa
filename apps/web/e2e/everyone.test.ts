/** The page for everyone: by keys alone, in the reader's language and colours, on small screens, read aloud. */

import { describe, expect, it } from 'vitest'
import { PATIENCE, usePages } from './use-pages.ts'

const { serve, look } = usePages()
/** 2026-01-05T14:30:00Z */
const START = 1_767_623_400_000_000
const market = {
  clock: 'virtual',
  seed: 7,
  start: START,
  historyBars: 50,
  symbols: ['BTC-USD', 'ETH-USD', 'EUR-USD'],
} as const

describe('by keys alone', () => {
  it('one sees the keys, finds an action and a symbol by their names, and comes back to where one was', async () => {
    const server = await serve(market)
    await server.advance('2s')
    const page = await look(server.url)
    await page.keyboard.press('?')
    const sheet = page.getByTestId('keys-sheet')
    await sheet.getByText('Play or pause').waitFor()
    // the sheet keeps the keys of the page
    await page.keyboard.press('w')
    expect(await page.locator('.shell').getAttribute('data-wide')).toBe('false')
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
    expect(await page.locator('html').getAttribute('data-mode')).toBe('live')

    await page.keyboard.press('/')
    await page.keyboard.press('Control+k')
    const palette = page.getByTestId('palette')
    await palette.getByRole('combobox').waitFor()
    await page.keyboard.type('ether')
    await expect.poll(() => palette.getByRole('option').count()).toBe(1)
    await page.keyboard.press('Enter')
    await palette.waitFor({ state: 'detached' })
    expect(page.url()).toMatch(/#ETH-USD\//)
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('search')

    await page.keyboard.press('Control+k')
    await page.keyboard.type('heat map')
    const marked = palette.getByRole('option', { selected: true })
    await expect.poll(() => marked.textContent()).toContain('Next view')
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => marked.textContent()).toContain('as a heat map')
    await page.keyboard.press('Enter')
    await page.getByRole('listbox', { name: /^Heat map/ }).waitFor(PATIENCE)
  })
})
