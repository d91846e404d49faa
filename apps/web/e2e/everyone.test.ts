/** The page for everyone: by keys alone, read aloud, without flashes, and opened without its server. */

import type { Feed } from '@tapedeck/testkit'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { addressOf, modeOf, readRow } from './page-reader.ts'
import { PATIENCE, usePages } from './use-pages.ts'

const { market, look } = usePages()

/** A market that has run for so long. */
async function begin(span: string): Promise<Feed> {
  const feed = await market({ for: '1m' })
  await feed.advance(span)
  return feed
}

describe('by keys alone', () => {
  it('one sees the keys, finds an action and a symbol by their names, and comes back to where one was', async () => {
    const feed = await begin('2s')
    const page = await look(feed.url)
    await page.keyboard.press('?')
    const sheet = page.getByTestId('keys-sheet')
    await sheet.getByText('Play or pause').waitFor()
    const strokes = await sheet.locator('dd > span').evaluateAll((all) => all.map((each) => each.textContent.trim()))
    expect(strokes.length).toBeGreaterThan(20)
    expect(strokes.filter((stroke, index) => strokes.indexOf(stroke) !== index)).toEqual([])
    // the sheet keeps the keys of the page
    await page.keyboard.press('w')
    expect(await page.locator('.shell').getAttribute('data-wide')).toBe('false')
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
    expect(await modeOf(page)).toBe('live')

    await page.keyboard.press('/')
    await page.keyboard.press('Control+k')
    const palette = page.getByTestId('palette')
    await palette.getByRole('combobox').waitFor()
    await page.keyboard.type('ether')
    expect(await palette.getByRole('option').count()).toBe(1)
    await page.keyboard.press('Enter')
    await palette.waitFor({ state: 'detached' })
    expect(await addressOf(page)).toMatch(/#ETH-USD\//)
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('search')

    await page.keyboard.press('Control+k')
    await palette.getByRole('combobox').waitFor()
    await page.keyboard.type('heat map')
    const marked = palette.getByRole('option', { selected: true })
    expect(await marked.textContent()).toContain('Next view')
    await page.keyboard.press('ArrowDown')
    expect(await marked.textContent()).toContain('as a heat map')
    await page.keyboard.press('Enter')
    await page.getByRole('listbox', { name: /^Heat map/ }).waitFor(PATIENCE)
  })
})

describe('read aloud', () => {
  it('the page says how things stand when it is asked, and is silent while prices move', async () => {
    const feed = await begin('30s')
    const page = await look(feed.url)
    const speech = page.getByTestId('speech')
    // of the connection there is news when the machine is too busy to be on time, and then it is said
    const regions = async (): Promise<string[]> => {
      const heard = await page.locator('[role=status], [role=alert], [role=log], [aria-live]').allTextContents()
      return heard.filter((text) => !text.startsWith('Connection: '))
    }
    const before = await regions()
    const { last } = await readRow(page, 'BTC-USD')
    await feed.advance('3s')
    expect((await readRow(page, 'BTC-USD')).last).not.toBe(last)
    expect(await regions()).toEqual(before)

    await page.keyboard.press('s')
    expect(await speech.textContent()).toMatch(/^BTC-USD, Bitcoin/)
    const said = await speech.textContent()
    expect(said).toMatch(
      /On the day [+−][\d.,]+, [+−][\d.]+%\. Bid [\d.,]+, ask [\d.,]+\. live, quote \d s old\. Moved most: /,
    )
    expect(said).toContain('The page: Live.')
  })
})

describe('flashes', () => {
  /** When each element flashed, in milliseconds of the page. */
  const flashes = (page: Page): Promise<number[][]> =>
    page.evaluate(() => [...(window as unknown as { flashed: Map<Element, number[]> }).flashed.values()])
  const burst = async (feed: Feed): Promise<void> => {
    for (let step = 0; step < 20; step++) await feed.advance('500ms')
  }

  it('come at most three times a second in a cell, and can be turned off', async () => {
    const feed = await begin('5s')
    const page = await look(feed.url)
    await page.emulateMedia({ reducedMotion: 'no-preference' })
    await page.evaluate(() => {
      const flashed = new Map<Element, number[]>()
      Object.assign(window, { flashed })
      new MutationObserver((changes) => {
        for (const { target } of changes) {
          if (!(target instanceof HTMLElement) || target.dataset['moved'] !== '1') continue
          flashed.set(target, [...(flashed.get(target) ?? []), performance.now()])
        }
      }).observe(document.body, { subtree: true, attributeFilter: ['data-moved'] })
    })
    await burst(feed)
    const all = await flashes(page)
    expect(all.flat().length).toBeGreaterThan(3)
    for (const times of all) {
      for (const time of times) {
        expect(times.filter((other) => other >= time && other < time + 1_000).length).toBeLessThanOrEqual(3)
      }
    }
    await page.keyboard.press(',')
    await page
      .getByRole('group', { name: /^Flash/ })
      .getByText('Off')
      .click()
    await page.keyboard.press('Escape')
    const before = (await flashes(page)).flat().length
    await burst(feed)
    expect((await flashes(page)).flat().length).toBe(before)
  })
})

describe('installed', () => {
  it('the page opens without its server, says that it is not connected, and has kept nothing of the market', async () => {
    const feed = await begin('2s')
    const manifest = await fetch(`${feed.url}/manifest.webmanifest`)
    expect(manifest.headers.get('content-type')).toMatch(/^application\/manifest\+json/)
    const { icons } = (await manifest.json()) as { readonly icons: readonly { readonly src: string }[] }
    for (const { src } of icons) {
      expect((await fetch(feed.url + src)).headers.get('content-type')).toMatch(/^image\/(png|svg\+xml)/)
    }

    const page = await look(feed.url, 1440, 900, 'allow')
    await page.evaluate(() => navigator.serviceWorker.ready)
    const kept = await page.evaluate(async () => {
      const [name = ''] = await caches.keys()
      return (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)
    })
    expect(kept).toContain('/')
    expect(kept.filter((path) => /^\/(api|socket)/.test(path))).toEqual([])
    feed.line.refuse()
    feed.line.cut()
    await page.reload()
    await expect
      .poll(() => page.getByTestId('connection').getAttribute('data-kind'), PATIENCE)
      .toMatch(/^(re)?connecting$/)
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
  })
})
