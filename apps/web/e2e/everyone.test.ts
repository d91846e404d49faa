/** The page for everyone: by keys alone, in the reader's language and colours, on small screens, read aloud. */

import { AxeBuilder } from '@axe-core/playwright'
import type { FeedServer } from '@tapedeck/feed-server'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { readRow, waitUntilReady } from './page-reader.ts'
import { PATIENCE, usePages } from './use-pages.ts'

const { serve, look, folder } = usePages()
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
    const strokes = await sheet.locator('dd > span').evaluateAll((all) => all.map((each) => each.textContent.trim()))
    expect(strokes.length).toBeGreaterThan(20)
    expect(strokes.filter((stroke, index) => strokes.indexOf(stroke) !== index)).toEqual([])
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
    await palette.getByRole('combobox').waitFor()
    await page.keyboard.type('heat map')
    const marked = palette.getByRole('option', { selected: true })
    await expect.poll(() => marked.textContent()).toContain('Next view')
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => marked.textContent()).toContain('as a heat map')
    await page.keyboard.press('Enter')
    await page.getByRole('listbox', { name: /^Heat map/ }).waitFor(PATIENCE)
  })
})

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
    const server = await serve(market)
    await server.advance('30s')
    const page = await look(server.url)
    const rising = '[data-field="change"]:is([data-direction="up"] *)'
    await page.locator(rising).first().waitFor()
    const green = await colourOf(page, rising)

    await page.keyboard.press(',')
    const panel = page.getByTestId('settings')
    await panel.getByRole('radio', { name: 'Green up' }).focus()
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => colourOf(page, rising)).not.toBe(green)
    const red = await colourOf(page, rising)
    await panel.getByText('Blue and orange').click()
    await expect.poll(() => colourOf(page, rising)).not.toBe(red)
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
    const server = await serve(market)
    await server.advance('30s')
    const page = await look(server.url)
    await page.keyboard.press('v')
    await page.getByTestId('open-settings').click()
    await page.getByText('Red up').click()
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Export').click()])
    const path = await download.path()

    const other = await look(server.url)
    await other.getByTestId('open-settings').click()
    await other
      .getByTestId('settings-file')
      .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{"format":1}') })
    await expect.poll(() => other.getByRole('alert').textContent()).toBe('This file holds no settings of this page.')
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
    const server = await serve(market)
    await server.advance('30s')
    const page = await look(server.url)
    const english = (await readRow(page, 'BTC-USD')).last
    await page.getByTestId('open-settings').click()
    const loaded = page.waitForEvent('load')
    await page.getByText('Deutsch').click()
    await loaded
    await waitUntilReady(page)
    expect(await page.locator('html').getAttribute('lang')).toBe('de')
    await page.getByRole('button', { name: 'Einstellungen' }).waitFor()
    const last = page.locator('[data-symbol="BTC-USD"] [data-field="last"]')
    await expect
      .poll(async () => (await last.textContent())?.replaceAll('.', '').replace(',', '.'), PATIENCE)
      .toBe(english)
    expect(await last.textContent()).toMatch(/^\d{2,3}\.\d{3},\d\d$/)
    expect(await page.locator('[data-symbol="BTC-USD"] [data-field="change"]').textContent()).toMatch(/,\d\d\u00a0%$/)
  })
})

describe('read aloud', () => {
  it('the page says how things stand when it is asked, and is silent while prices move', async () => {
    const server = await serve(market)
    await server.advance('30s')
    const page = await look(server.url)
    const speech = page.getByTestId('speech')
    // of the connection there is news when the machine is too busy to be on time, and then it is said
    const regions = async (): Promise<string[]> => {
      const heard = await page.locator('[role=status], [role=alert], [role=log], [aria-live]').allTextContents()
      return heard.filter((text) => !text.startsWith('Connection: '))
    }
    const before = await regions()
    const { last } = await readRow(page, 'BTC-USD')
    await server.advance('3s')
    await expect.poll(async () => (await readRow(page, 'BTC-USD')).last, PATIENCE).not.toBe(last)
    expect(await regions()).toEqual(before)

    await page.keyboard.press('s')
    await expect.poll(() => speech.textContent()).toMatch(/^BTC-USD, Bitcoin/)
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
  const burst = async (server: FeedServer, page: Page): Promise<void> => {
    for (let step = 0; step < 20; step++) {
      await server.advance('500ms')
      // an answer of the page: it had the time to draw
      await page.locator('body').hover({ position: { x: 1, y: 1 } })
    }
  }

  it('come at most three times a second in a cell, and can be turned off', async () => {
    const server = await serve(market)
    await server.advance('5s')
    const page = await look(server.url)
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
    await burst(server, page)
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
    await burst(server, page)
    expect((await flashes(page)).flat().length).toBe(before)
  })
})

const MANY = ['BTC-USD', 'ETH-USD', 'SOL-USD', 'LTC-USD', 'AAPL', 'EUR-USD']
const PALETTES = ['green-up', 'red-up', 'blue-orange', 'mono']

describe('for every eye and every screen', () => {
  /** What axe finds, by element. */
  const complaints = async (axe: AxeBuilder): Promise<string[]> => {
    const { violations } = await axe.analyze()
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, any }) => `${id}: ${html.slice(0, 90)} ${any[0]?.message ?? ''}`),
    )
  }
  /** All rules where the page is new, contrast where only its colours are; palettes colour what moves. */
  const axeOf = (page: Page, isNew = true, isPalette = false): AxeBuilder => {
    const axe = new AxeBuilder({ page })
    if (!isNew) axe.withRules(['color-contrast'])
    return isPalette ? axe.include('.part.list') : axe
  }

  it('axe finds nothing wrong in any view, theme and palette, and in no dialog', async () => {
    const server = await serve({ ...market, symbols: MANY })
    await server.advance('30s')
    const page = await look(server.url)
    await page.locator('canvas').first().waitFor()
    // with all that can stand beside them
    for (const key of ['b', 'p', 'k']) await page.keyboard.press(key)
    for (const name of ['book', 'trades']) await page.locator(`[data-panel=${name}]`).waitFor()
    await page.getByTestId('ticker').waitFor()
    const found = new Map<string, string[]>()
    for (const view of ['board', 'tiles', 'heat']) {
      for (const theme of ['dark', 'light']) {
        for (const palette of PALETTES) {
          const isPalette = palette !== PALETTES[0]
          await page.locator('html').evaluate((root, look) => Object.assign(root.dataset, look), { theme, palette })
          found.set(
            `${view} ${theme} ${palette}`,
            await complaints(axeOf(page, theme === 'dark' && !isPalette, isPalette)),
          )
        }
      }
      await page.keyboard.press('v')
    }
    await page.keyboard.press('i')
    await page.getByTestId('latency').waitFor()
    found.set('i', await complaints(axeOf(page).include('[data-testid=latency]')))
    await page.keyboard.press('Escape')
    for (const key of ['?', ',', 'Control+k', 'f', 'a', 't']) {
      await page.keyboard.press(key)
      await page.locator('dialog').waitFor()
      found.set(key, await complaints(axeOf(page).include('dialog')))
      await page.keyboard.press('Escape')
      await page.locator('dialog').waitFor({ state: 'detached' })
    }
    expect([...found].filter(([, wrong]) => wrong.length > 0)).toEqual([])
    // axe reads the whole page some thirty times
  }, 240_000)

  it.each([
    [320, 640],
    [390, 844],
    // 1440 at 200 %
    [720, 450],
  ])('everything has its place at %i pixels', async (width, height) => {
    const server = await serve({ ...market, data: await folder() })
    await server.advance('30s')
    const page = await look(server.url, width, height)
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

describe('installed', () => {
  it('the page opens without its server, says that it is not connected, and has kept nothing of the market', async () => {
    const server = await serve(market)
    await server.advance('2s')
    const manifest = await fetch(`${server.url}/manifest.webmanifest`)
    expect(manifest.headers.get('content-type')).toMatch(/^application\/manifest\+json/)
    const { icons } = (await manifest.json()) as { readonly icons: readonly { readonly src: string }[] }
    for (const { src } of icons) {
      expect((await fetch(server.url + src)).headers.get('content-type')).toMatch(/^image\/(png|svg\+xml)/)
    }

    const page = await look(server.url, 1440, 900, 'allow')
    await page.evaluate(() => navigator.serviceWorker.ready)
    const kept = await page.evaluate(async () => {
      const [name = ''] = await caches.keys()
      return (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)
    })
    expect(kept).toContain('/')
    expect(kept.filter((path) => /^\/(api|socket)/.test(path))).toEqual([])
    await server.close()
    await page.reload()
    await expect
      .poll(() => page.getByTestId('connection').getAttribute('data-kind'), PATIENCE)
      .toMatch(/^(re)?connecting$/)
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
  })
})
