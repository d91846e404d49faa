/** For every eye and every screen: what axe finds in every view, theme and palette, and whether everything has its place where there is little. */

import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { usePages } from './use-pages.ts'

const { market, look, folder } = usePages()
const MANY = ['BTC-USD', 'ETH-USD', 'SOL-USD', 'LTC-USD', 'AAPL', 'EUR-USD']
const PALETTES = ['green-up', 'red-up', 'blue-orange', 'mono'] as const

/** What axe finds wrong, by element: in all of the page or a part of it, by all of its rules or some. */
async function complaintsOf(page: Page, part = 'html', rules?: readonly string[]): Promise<string[]> {
  // put there once, and asked there: a page is gone through in a second
  if (await page.evaluate(() => !('axe' in window))) await page.evaluate(axe.source)
  return page.evaluate(
    async ([part, rules]) => {
      const { run } = (window as unknown as { readonly axe: typeof axe }).axe
      const only = rules === undefined ? {} : { runOnly: [...rules] }
      const { violations } = await run(part, { resultTypes: ['violations'], ...only })
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, any }) => `${id}: ${html.slice(0, 90)} ${any[0]?.message ?? ''}`),
      )
    },
    [part, rules] as const,
  )
}

/** A page with all that can stand beside its list. */
async function lookAtAll(view: string): Promise<Page> {
  const feed = await market({ symbols: MANY, for: '1m' })
  await feed.advance('30s')
  const page = await look(`${feed.url}/?view=${view}`)
  for (const key of ['b', 'p', 'k']) await page.keyboard.press(key)
  for (const name of ['book', 'trades']) await page.locator(`[data-panel=${name}]`).waitFor()
  await page.getByTestId('ticker').waitFor()
  await feed.handled()
  return page
}

describe('axe finds nothing wrong', () => {
  it.each([
    ['board', '[role=grid]'],
    ['tiles', '[role=listbox]'],
    ['heat', '[role=listbox]'],
    ['split', '[role=listbox]'],
  ])('in the view %s, in any theme and palette', async (view, list) => {
    const page = await lookAtAll(view)
    await page.locator(`.part.list ${list}`).first().waitFor()
    const found = new Map<string, string[]>()
    for (const theme of ['dark', 'light']) {
      for (const palette of PALETTES) {
        await page.locator('html').evaluate((root, look) => Object.assign(root.dataset, look), { theme, palette })
        // palettes colour what moves
        const wrong =
          palette === PALETTES[0] ? complaintsOf(page) : complaintsOf(page, '.part.list', ['color-contrast'])
        found.set(`${theme} ${palette}`, await wrong)
      }
    }
    expect([...found].filter(([, wrong]) => wrong.length > 0)).toEqual([])
  })

  it('in any dialog', async () => {
    const page = await lookAtAll('board')
    const found = new Map<string, string[]>()
    await page.keyboard.press('i')
    await page.getByTestId('latency').waitFor()
    found.set('i', await complaintsOf(page, '[data-testid=latency]'))
    await page.keyboard.press('Escape')
    for (const key of ['?', ',', 'Control+k', 'f', 'a', 't']) {
      await page.keyboard.press(key)
      await page.locator('dialog').waitFor()
      found.set(key, await complaintsOf(page, 'dialog'))
      await page.keyboard.press('Escape')
      await page.locator('dialog').waitFor({ state: 'detached' })
    }
    expect([...found].filter(([, wrong]) => wrong.length > 0)).toEqual([])
  })
})

it.each([
  [320, 640],
  [390, 844],
  // 1440 at 200 %
  [720, 450],
])('everything has its place at %i pixels', async (width, height) => {
  const feed = await market({ for: '1m' }, { data: await folder() })
  await feed.advance('30s')
  const page = await look(feed.url, width, height)
  for (const view of ['List', 'Chart']) {
    await page.getByRole('button', { name: view, exact: true }).click()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    expect(await page.evaluate(coveredControls)).toEqual([])
  }
  // a deck that obeys has one button more
  await page.getByTestId('play').click()
  await page.getByTestId('behind').waitFor()
  expect(await page.evaluate(coveredControls)).toEqual([])
})

/** Names of controls that lie outside the screen, or under another one. Runs in the page. */
function coveredControls(): string[] {
  return [
    ...document.querySelectorAll<HTMLElement>('header :is(button, input), footer :is(button, select), nav button'),
  ]
    .filter((control) => control.checkVisibility({ visibilityProperty: true }))
    .filter((control) => {
      const { left, top, width, height, right } = control.getBoundingClientRect()
      const met = document.elementFromPoint(left + width / 2, top + height / 2)
      const label = control.closest('label')
      return (
        left < 0 ||
        right > innerWidth ||
        met === null ||
        !(control.contains(met) || met.contains(control) || label?.contains(met))
      )
    })
    .map((control) => control.getAttribute('aria-label') ?? control.textContent)
}
