/** What eyes and fingers can bear: no flash that WCAG would count, and nothing to press that is smaller than a fingertip. */

import { describe, expect, it } from 'vitest'
import { usePages } from './use-pages.ts'

const { serve, look } = usePages()
/** 2026-01-05T14:30:00Z */
const START = 1_767_623_400_000_000
const market = { clock: 'virtual', seed: 7, start: START, historyBars: 50, symbols: ['BTC-USD', 'ETH-USD'] } as const
/** WCAG 2.3.1: less than this of the greatest luminance, and a change is no flash. */
const LEAST_FLASH = 0.1

it('no tint of a price that moves changes luminance so much that it would count as a flash, however many move at once', async () => {
  const server = await serve(market)
  await server.advance('2s')
  const page = await look(server.url)
  const steps = await page.evaluate(() => {
    const root = document.documentElement
    const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
    if (context === null) throw new Error('no canvas')
    const probe = document.body.appendChild(document.createElement('i'))
    const luminanceOf = (...layers: readonly string[]): number => {
      for (const layer of layers) {
        probe.style.backgroundColor = `var(${layer})`
        context.fillStyle = getComputedStyle(probe).backgroundColor
        context.fillRect(0, 0, 1, 1)
      }
      const [r = 0, g = 0, b = 0] = [...context.getImageData(0, 0, 1, 1).data].map((value) => {
        const part = value / 255
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    const found: { readonly look: string; readonly step: number }[] = []
    for (const theme of ['dark', 'light']) {
      for (const palette of ['green-up', 'red-up', 'blue-orange', 'mono']) {
        for (const flash of ['on', 'subtle']) {
          Object.assign(root.dataset, { theme, palette, flash })
          for (const ground of ['--ground', '--panel', '--hover', '--raised']) {
            for (const tint of ['--flash-up', '--flash-down']) {
              const step = Math.abs(luminanceOf(ground, tint) - luminanceOf(ground))
              found.push({ look: [theme, palette, flash, ground, tint].join(' '), step })
            }
          }
        }
      }
    }
    return found
  })
  expect(steps.filter(({ step }) => step >= LEAST_FLASH)).toEqual([])
  // and yet each is one
  expect(steps.filter(({ step }) => step < 0.003)).toEqual([])
})

describe.each([
  [1440, 900],
  [320, 640],
])('at %i pixels', (width, height) => {
  it('nothing to press is smaller than 24 pixels', async () => {
    const server = await serve(market)
    await server.advance('2s')
    const page = await look(server.url, width, height)
    await page.locator('canvas').first().waitFor({ state: 'attached' })
    const found = new Map<string, readonly string[]>()
    const note = async (where: string): Promise<void> => {
      found.set(where, await page.evaluate(smallTargets))
    }
    for (const key of ['b', 'p', 'k']) await page.keyboard.press(key)
    await page.getByTestId('ticker').waitFor()
    await note('page')
    await page.keyboard.press('d')
    await page.getByTestId('developer').waitFor()
    await note('developer')
    await page.keyboard.press('Escape')
    for (const key of [',', 'a', 't', '?']) {
      await page.keyboard.press(key)
      await page.locator('dialog').waitFor()
      await note(key)
      await page.keyboard.press('Escape')
      await page.locator('dialog').waitFor({ state: 'detached' })
    }
    expect([...found].filter(([, small]) => small.length > 0)).toEqual([])
  })
})

/** Names of visible controls that are smaller, those aside whose label is large enough, and another's mark on the chart. Runs in the page. */
function smallTargets(): string[] {
  const LEAST = 24
  const isLarge = (element: Element): boolean => {
    const { width, height } = element.getBoundingClientRect()
    return width >= LEAST && height >= LEAST
  }
  return [...document.querySelectorAll('button, a[href], input, select, [role=slider]')]
    .filter((control) => control.checkVisibility({ visibilityProperty: true }) && control.id !== 'tv-attr-logo')
    .filter((control) => !isLarge(control) && !isLarge(control.closest('label, .field, search') ?? control))
    .map((control) => `${control.getAttribute('aria-label') ?? control.textContent.trim()} ${control.className}`)
}
