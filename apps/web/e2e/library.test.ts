/** The library on the page: tapes that are dropped, links to a moment, recordings that are listed, named and deleted. */

import { readFile } from 'node:fs/promises'
import type { Feed } from '@tapedeck/testkit'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { addressOf, eventsOf, modeOf, positionOf, readConnection, readDeck, readRow, stateOf } from './page-reader.ts'
import { readTapeText } from './tape-arithmetic.ts'
import { uploadTape } from './upload-tape.ts'
import { PATIENCE, TAPE, usePages } from './use-pages.ts'

const { market, look, folder } = usePages()
const rows = (page: Page): Locator => page.getByTestId('recording-row')

/** A market of two symbols that keeps data, and has run for a second. */
async function begin(): Promise<Feed> {
  const feed = await market({ symbols: ['BTC-USD', 'ETH-USD'], for: '30s' }, { data: await folder() })
  await feed.advance('1s')
  return feed
}

describe('the library', () => {
  it('plays a tape that is dropped on the page, and what it plays is in the address', async () => {
    const feed = await begin()
    const page = await look(`${feed.url}/#BTC-USD/1m`)
    const text = await readFile(TAPE, 'utf8')
    const files = await page.evaluateHandle((content) => {
      const carried = new DataTransfer()
      carried.items.add(new File([content], 'four-symbols.tape.jsonl'))
      return carried
    }, text)
    await page.dispatchEvent('body', 'dragenter', { dataTransfer: files })
    expect(await page.getByTestId('upload').textContent()).toContain('Drop a tape')
    await page.dispatchEvent('body', 'drop', { dataTransfer: files })
    await expect.poll(() => modeOf(page), PATIENCE).toBe('replay')
    await expect.poll(() => readDeck(page), PATIENCE).toMatchObject({ lamp: 'REPLAY', source: 'four-symbols' })
    await expect.poll(() => page.url(), PATIENCE).toMatch(/\?rec=r-[0-9a-f]{12}#BTC-USD\/1m$/)
    // its four symbols, not the two of the market
    await expect.poll(() => page.locator('[data-symbol]').count(), PATIENCE).toBe(4)
    await page.getByTestId('speed').selectOption('max')
    await expect.poll(() => stateOf(page), PATIENCE).toBe('ended')
    const { events } = await readTapeText(TAPE)
    expect(await eventsOf(page)).toBe(events)

    // loaded anew, the page comes back to it
    await page.reload()
    await expect.poll(() => readDeck(page), PATIENCE).toMatchObject({ lamp: 'REPLAY', source: 'four-symbols' })
    await page.keyboard.press('l')
    await expect.poll(() => page.url(), PATIENCE).toBe(`${feed.url}/#BTC-USD/1m`)
  })

  it('opens a recording at the moment and the speed of a link', async () => {
    const feed = await begin()
    const { id } = await uploadTape(feed, 'Linked')
    const page = await look(`${feed.url}/?rec=${id}&t=2026-01-05T14:30:20.500Z&x=0.25#AAPL/1s`)
    await expect
      .poll(() => readDeck(page), PATIENCE)
      .toMatchObject({ lamp: 'REPLAY', source: 'Linked', speed: '0.25×' })
    await expect.poll(() => positionOf(page), PATIENCE).toMatch(/^14:30:2/)
    await page.keyboard.press('Space')
    await expect.poll(() => stateOf(page), PATIENCE).toBe('paused')
    await page.keyboard.press('g')
    const field = page.getByRole('textbox', { name: /^Time in UTC/ })
    await field.fill('half past two')
    await page.keyboard.press('Enter')
    expect(await page.getByRole('alert').textContent()).toContain('no time')
    await field.fill('14:30:30')
    await page.keyboard.press('Enter')
    await expect.poll(() => positionOf(page), PATIENCE).toMatch(/^14:30:30/)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const shown = await positionOf(page)
    await page.getByTestId('share').click()
    await expect.poll(() => page.getByTestId('share').getAttribute('aria-label'), PATIENCE).toBe('The link was copied')
    const link = await page.evaluate('navigator.clipboard.readText()')
    expect(link).toContain(`?rec=${id}&t=2026-01-05T${shown}`)
    expect(link).toMatch(/&x=0\.25#AAPL\/1s$/)
  })

  it('is played on where it was after the server was gone for a while', async () => {
    const feed = await begin()
    const { id } = await uploadTape(feed, 'Kept')
    const page = await look(`${feed.url}/?rec=${id}&t=2026-01-05T14:30:20Z#BTC-USD/1s`)
    await page.keyboard.press('Space')
    await expect.poll(() => stateOf(page), PATIENCE).toBe('paused')
    const { bid } = await readRow(page, 'BTC-USD')
    const shown = await positionOf(page)
    feed.line.refuse()
    await feed.restart()
    await expect.poll(async () => (await readConnection(page)).kind, PATIENCE).toBe('reconnecting')
    feed.line.mend()
    await expect.poll(async () => (await readConnection(page)).kind, PATIENCE).toBe('paused')
    await expect.poll(() => positionOf(page), PATIENCE).toBe(shown)
    await expect.poll(async () => (await readRow(page, 'BTC-USD')).bid, PATIENCE).toBe(bid)
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => eventsOf(page), PATIENCE).toBeGreaterThan(0)
    expect(await modeOf(page)).toBe('replay')
  })

  it('leaves the list and the view of a link as they are', async () => {
    const feed = await begin()
    const page = await look(`${feed.url}/?s=ETH-USD,BTC-USD&view=tiles#BTC-USD/1m`)
    const { search } = new URL(await addressOf(page))
    await page.keyboard.press('Space')
    await expect.poll(() => modeOf(page), PATIENCE).toBe('replay')
    expect(new URL(await addressOf(page)).search).toBe(search)
    expect(search).toContain('view=tiles')
  })

  it('shows live, and says why, where a link leads nowhere', async () => {
    const feed = await begin()
    const page = await look(`${feed.url}/?rec=r-000000000000#ETH-USD/5s`)
    await expect.poll(() => page.getByTestId('notice').textContent(), PATIENCE).toContain('r-000000000000')
    await expect.poll(() => readDeck(page), PATIENCE).toMatchObject({ lamp: 'LIVE' })
    expect(await addressOf(page)).toBe(`${feed.url}/#ETH-USD/5s`)
  })

  it('lists what was recorded, takes a name and notes for it, and deletes it when that was meant', async () => {
    const feed = await begin()
    const page = await look(feed.url)
    await page.getByTestId('record').click()
    await page.waitForSelector('[data-testid="record"][data-on="true"]')
    await feed.advance('5s')
    await page.getByTestId('record').click()
    await page.waitForSelector('[data-testid="record"][data-on="false"]')
    await page.keyboard.press('t')
    await expect.poll(() => rows(page).count(), PATIENCE).toBe(1)
    await page.getByRole('button', { name: /^Title and notes/ }).click()
    await page.getByLabel('Title', { exact: true }).fill('A calm opening')
    await page.getByLabel('Notes', { exact: true }).fill('nothing happens')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    await expect.poll(() => rows(page).textContent(), PATIENCE).toMatch(/A calm opening.*nothing happens/s)

    await page.getByRole('button', { name: 'Play A calm opening' }).click()
    await expect.poll(() => readDeck(page), PATIENCE).toMatchObject({ lamp: 'REPLAY', source: 'A calm opening' })
    await page.getByTestId('library').click()
    await page.getByRole('button', { name: 'Delete A calm opening' }).click()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    // it is being played
    await expect.poll(() => page.getByTestId('notice').textContent(), PATIENCE).toContain('is being played')
    // of the panel, not of the deck
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByTestId('library-panel').count(), PATIENCE).toBe(0)
    expect(await modeOf(page)).toBe('replay')
    await page.keyboard.press('Escape')
    await expect.poll(() => modeOf(page), PATIENCE).toBe('live')
    await page.getByTestId('library').click()
    await page.getByRole('button', { name: 'Delete A calm opening' }).click()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await expect.poll(() => page.getByTestId('library-panel').textContent(), PATIENCE).toContain('Nothing here yet')
  })
})
