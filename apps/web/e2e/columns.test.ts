/** The columns of the board: as wide as somebody makes them, by pointer and by key. */

import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { PATIENCE, usePages } from './use-pages.ts'

const { serve, look } = usePages()

const widthOf = async (page: Page, column: string): Promise<number> => {
  const head = page.getByRole('columnheader').filter({ has: page.locator(`[data-edge="${column}"]`) })
  return Math.round((await head.boundingBox())?.width ?? 0)
}

it('a column is made wider by its edge, and by + and − among the columns; both are there after a reload', async () => {
  const server = await serve({ clock: 'virtual', seed: 7, historyBars: 50, symbols: ['BTC-USD', 'ETH-USD'] })
  await server.advance('2s')
  const page = await look(server.url)
  // all of the page, so that there is room for more than what is needed
  await page.keyboard.press('w')
  const before = await widthOf(page, 'last')

  const edge = await page.locator('[data-edge="last"]').boundingBox()
  if (edge === null) throw new Error('the column has no edge')
  await page.mouse.move(edge.x + edge.width / 2, edge.y + edge.height / 2)
  await page.mouse.down()
  await page.mouse.move(edge.x + edge.width / 2 + 60, edge.y + edge.height / 2, { steps: 4 })
  await page.mouse.up()
  await expect.poll(() => widthOf(page, 'last'), PATIENCE).toBe(before + 60)
  // that was no press of its head
  expect(await page.locator('[aria-sort]').count()).toBe(0)

  await page.getByRole('button', { name: 'Columns', exact: true }).press('Enter')
  await page.getByRole('checkbox', { name: 'Volume' }).focus()
  await page.keyboard.press('+')
  await expect.poll(() => widthOf(page, 'volume'), PATIENCE).toBe(90)
  await page.keyboard.press('+')
  await page.keyboard.press('-')
  await page.keyboard.press('-')
  await page.keyboard.press('-')
  // no narrower than what it shows
  await expect.poll(() => widthOf(page, 'volume'), PATIENCE).toBe(82)

  await page.reload()
  await expect.poll(() => widthOf(page, 'last'), PATIENCE).toBe(before + 60)
  await page.locator('[data-edge="last"]').dblclick()
  await expect.poll(() => widthOf(page, 'last'), PATIENCE).not.toBe(before + 60)
  await page.getByRole('button', { name: 'Columns', exact: true }).press('Enter')
  await page.getByRole('button', { name: 'As at first' }).press('Enter')
  await expect.poll(() => widthOf(page, 'last'), PATIENCE).toBe(before)
})
