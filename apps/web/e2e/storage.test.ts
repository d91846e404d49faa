/** The page in a browser that keeps nothing, or the wrong things, and in one whose reader expects red to rise. */

import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { waitUntilReady } from './page-reader.ts'
import { PATIENCE, usePages } from './use-pages.ts'

const { serve, look } = usePages()
/** 2026-01-05T14:30:00Z */
const START = 1_767_623_400_000_000
const market = { clock: 'virtual', seed: 7, start: START, historyBars: 50, symbols: ['BTC-USD', 'ETH-USD'] } as const
const SUBJECTS = [
  'settings',
  'language',
  'lists',
  'columns',
  'sorting',
  'watchlist-view',
  'wide-list',
  'alerts',
  'chart',
]

/** Goes through the parts of the page that keep something. A page that complained fails the test. */
async function useEverything(page: Page): Promise<void> {
  await waitUntilReady(page)
  await page.locator('canvas').first().waitFor()
  for (const key of ['b', 'p', 'k', 'v', 'v', 'v', 'v', 'w', 'w']) await page.keyboard.press(key)
  await page.locator('[data-panel=trades]').waitFor()
  await page.keyboard.press('a')
  const panel = page.getByTestId('alerts-panel')
  await panel.getByLabel('Level').fill('1')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.getByTestId('alert').count(), PATIENCE).toBe(1)
}

describe('a page that finds', () => {
  it.each([
    ['broken text', '{'],
    ['nothing', 'null'],
    ['a number', '42'],
    ['a list', '[{"id":1},null,[[]]]'],
    [
      'other things',
      '{"rules":[null,{"id":"1","symbol":5}],"history":{},"lists":[null,{"name":5}],"active":7,"theme":[],"indicators":9}',
    ],
  ])('%s where it keeps its choices begins as if there were none', async (_, text) => {
    const server = await serve(market)
    await server.advance('2s')
    const page = await look(server.url)
    await page.evaluate(
      ([subjects, stored]) => {
        for (const subject of subjects) localStorage.setItem(`tapedeck:${subject}`, stored)
      },
      [SUBJECTS, text] as const,
    )
    await page.reload()
    await useEverything(page)
  })

  it.each(['switched off', 'full'])('its storage %s works as long as it is open', async (how) => {
    const server = await serve(market)
    await server.advance('2s')
    const page = await look(server.url)
    await page.addInitScript((isOff) => {
      const refuse = (): never => {
        throw new DOMException('refused')
      }
      if (isOff) Object.defineProperty(window, 'localStorage', { get: refuse })
      else Storage.prototype.setItem = refuse
    }, how === 'switched off')
    await page.reload()
    await useEverything(page)
  })
})

it('shows red for what rises where readers expect it, before the first paint and after', async () => {
  const server = await serve(market)
  await server.advance('2s')
  const page = await look(server.url)
  await page.addInitScript(() => Object.defineProperty(navigator, 'language', { get: () => 'ja-JP' }))
  const palette = (): Promise<string | undefined> => page.locator('html').evaluate((root) => root.dataset['palette'])
  const early = page.waitForEvent('domcontentloaded').then(palette)
  await page.reload({ waitUntil: 'commit' })
  expect(await early).toBe('red-up')
  await waitUntilReady(page)
  expect(await palette()).toBe('red-up')
})
