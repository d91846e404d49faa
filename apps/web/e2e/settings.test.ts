/** Settings: the look at once and before the next first paint, to another browser as a file, and German. */

import type { Feed } from '@tapedeck/testkit'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { readRow, waitUntilReady } from './page-reader.ts'
import { PATIENCE, usePages } from './use-pages.ts'

const { market, look } = usePages()

/** A market that has run for so long. */
async function begin(span: string): Promise<Feed> {
  const feed = await market({ for: '1m' })
  await feed.advance(span)
  return feed
}

/** What the browser computes for a symbol's rising or falling cell, and for the whole page. */
const colourOf = (page: Page, selector: string): Promise<string> =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => getComputedStyle(element).color)
const lookOf = (page: Page): Promise<Record<string, string | undefined>> =>
  page.locator('html').evaluate((root) => Object.fromEntries(Object.entries(root.dataset)))

describe('settings', () => {
  it('change the look at once, by key and by pointer, and are there before the next first paint', async () => {
    const feed = await begin('30s')
    const page = await look(feed.url)
    const rising = '[data-field="change"]:is([data-direction="up"] *)'
    await page.locator(rising).first().waitFor()
    const green = await colourOf(page, rising)

    await page.keyboard.press(',')
    const panel = page.getByTestId('settings')
    await panel.getByRole('radio', { name: 'Green up' }).focus()
    await page.keyboard.press('ArrowRight')
    expect(await colourOf(page, rising)).not.toBe(green)
    const red = await colourOf(page, rising)
    await panel.getByText('Blue and orange').click()
    expect(await colourOf(page, rising)).not.toBe(red)
    expect(await colourOf(page, rising)).not.toBe(green)
    await panel.getByRole('group', { name: 'Theme' }).getByText('Light').click()
    await panel.getByText('Compact').click()
    await panel.getByText('Subtle').click()
    await panel.getByRole('group', { name: 'single character' }).getByText('Off').click()
    await page.keyboard.press('Escape')
    const chosen = { theme: 'light', palette: 'blue-orange', density: 'compact', flash: 'subtle', motion: 'reduced' }
    expect(await lookOf(page)).toMatchObject(chosen)
    expect(
      await page
        .locator('[role=row][data-symbol]')
        .first()
        .evaluate((row) => row.clientHeight),
    ).toBe(32)

    // a character alone is no key any more; what has a modifier is
    await page.keyboard.press('w')
    await page.keyboard.press('?')
    expect(await page.locator('.shell').getAttribute('data-wide')).toBe('false')
    expect(await page.getByTestId('keys-sheet').count()).toBe(0)
    await page.keyboard.press('Control+k')
    await page.getByTestId('palette').waitFor()
    await page.keyboard.press('Escape')

    const early = page.waitForEvent('domcontentloaded').then(() => lookOf(page))
    await page.reload({ waitUntil: 'commit' })
    expect(await early).toMatchObject(chosen)
  })

  it('go to another browser as a file, and what is no such file is refused in words', async () => {
    const feed = await begin('30s')
    const page = await look(feed.url)
    await page.keyboard.press('v')
    await page.getByTestId('open-settings').click()
    await page.getByText('Red up').click()
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Export').click()])
    const path = await download.path()

    const other = await look(feed.url)
    await other.getByTestId('open-settings').click()
    await other
      .getByTestId('settings-file')
      .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{"format":1}') })
    await expect
      .poll(() => other.getByRole('alert').textContent(), PATIENCE)
      .toBe('This file holds no settings of this page.')
    const loaded = other.waitForEvent('load')
    await other.getByTestId('settings-file').setInputFiles(path)
    await loaded
    await waitUntilReady(other)
    expect(await lookOf(other)).toEqual(await lookOf(page))
    await expect.poll(() => other.getByRole('listbox', { name: 'Watchlist' }).count(), PATIENCE).toBe(1)

    await other.getByTestId('open-settings').click()
    const again = other.waitForEvent('load')
    await other.getByText('Reset everything').click()
    await other.getByText('Lists and charts, too').click()
    await again
    expect(await lookOf(other)).toMatchObject({ palette: 'green-up' })
  })

  it('speak German, in words and numbers', async () => {
    const feed = await begin('30s')
    const page = await look(feed.url)
    const english = (await readRow(page, 'BTC-USD')).last
    await page.getByTestId('open-settings').click()
    const loaded = page.waitForEvent('load')
    await page.getByText('Deutsch').click()
    await loaded
    await waitUntilReady(page)
    expect(await page.locator('html').getAttribute('lang')).toBe('de')
    await page.getByRole('button', { name: 'Einstellungen' }).waitFor()
    const last = page.locator('[data-symbol="BTC-USD"] [data-field="last"]')
    const german = await last.textContent()
    expect(german?.replaceAll('.', '').replace(',', '.')).toBe(english)
    expect(german).toMatch(/^\d{2,3}\.\d{3},\d\d$/)
    expect(await page.locator('[data-symbol="BTC-USD"] [data-field="change"]').textContent()).toMatch(/,\d\d\u00a0%$/)
  })
})
