/** Typing anywhere on the page, where its reader wants letters to search. */

import { expect, it } from 'vitest'
import { PATIENCE, usePages } from './use-pages.ts'

const { serve, look } = usePages()

it('a symbol is typed wherever one is, added to the list and shown; signs are keys all the same', async () => {
  const server = await serve({ clock: 'virtual', seed: 7, historyBars: 50 })
  await server.advance('2s')
  const page = await look(`${server.url}/?s=BTC-USD#BTC-USD/1m`)
  await page.keyboard.press(',')
  await page.getByText('Letters search', { exact: true }).click()
  await page.keyboard.press('Escape')

  // from a button, whose key Space is
  await page.getByTestId('library').focus()
  await page.keyboard.type('eth')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.locator('h1').textContent(), PATIENCE).toBe('ETH-USD')
  expect(new URL(page.url()).search).toBe('?s=BTC-USD,ETH-USD')

  await page.locator('[data-symbol="ETH-USD"]').focus()
  await page.keyboard.press('?')
  const sheet = page.getByTestId('keys-sheet')
  await sheet.waitFor()
  // those of letters are not among them
  expect(await sheet.getByText('Search a symbol').count()).toBeLessThanOrEqual(1)
  expect(await sheet.locator('kbd', { hasText: /^B$/ }).count()).toBe(0)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
})
