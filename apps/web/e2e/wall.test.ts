/** The ticker tape and the wall: by key and by pointer, standing still where motion is not wanted, and true in a replay. */

import { describe, expect, it } from 'vitest'
import { EVERY_SYMBOL, PATIENCE, TAPE, usePages } from './use-pages.ts'

const { play, market, look } = usePages()

describe('the ticker tape', () => {
  it('runs when it is asked for, stops under the focus and by its button, and leads to a symbol', async () => {
    const feed = await market({ symbols: EVERY_SYMBOL })
    await feed.advance('5s')
    const page = await look(feed.url)
    const tape = page.getByTestId('ticker')
    const motion = (): Promise<string> =>
      tape.locator('.strip').evaluate((strip) => {
        const { animationName, animationPlayState } = getComputedStyle(strip)
        return animationName === 'none' ? 'none' : animationPlayState
      })
    expect(await tape.count()).toBe(0)
    await page.keyboard.press('k')
    await tape.waitFor()
    // the tests' browsers ask for less motion: it stands, and is gone through by hand
    expect(await motion()).toBe('none')
    expect(await tape.locator('.window').evaluate((window) => getComputedStyle(window).overflowX)).toBe('auto')

    await page.emulateMedia({ reducedMotion: 'no-preference' })
    await expect.poll(motion, PATIENCE).toBe('running')
    await tape.getByRole('button', { name: 'Stop the ticker tape' }).press('Enter')
    await page.mouse.move(700, 500)
    await page.locator('body').focus()
    await expect.poll(motion, PATIENCE).toBe('paused')
    await tape.locator('[data-ticker="EUR-USD"]').press('Enter')
    await expect.poll(() => page.title(), PATIENCE).toMatch(/EUR-USD 1\.\d+/)

    const before = await tape.locator('[data-ticker="BTC-USD"]').textContent()
    await feed.advance('5s')
    // what runs by is drawn anew once a second
    await expect.poll(() => tape.locator('[data-ticker="BTC-USD"]').textContent(), PATIENCE).not.toBe(before)
    // chosen once, it is there again
    await page.reload()
    await tape.waitFor()
    await page.keyboard.press('k')
    await tape.waitFor({ state: 'detached' })
  })
})

describe('the wall', () => {
  it('fills the screen with the list, turns to the rest of it, and is left by Escape', async () => {
    const feed = await market({ symbols: EVERY_SYMBOL })
    await feed.advance('5s')
    const page = await look(feed.url, 1024, 768)
    await page.keyboard.press('f')
    const wall = page.getByTestId('wall')
    const places = wall.locator('[data-symbol]')
    const symbols = (): Promise<(string | null)[]> =>
      places.evaluateAll((all) => all.map((each) => each.getAttribute('data-symbol')))
    await expect.poll(() => places.count(), PATIENCE).toBeGreaterThan(8)
    const first = await symbols()
    await expect.poll(() => places.first().locator('[data-field="last"]').textContent(), PATIENCE).toMatch(/\d/)
    // nothing is cut off
    const cut = await places.evaluateAll(
      (all) =>
        all.filter((each) => {
          const price = each.querySelector('[data-field="last"]')
          return price !== null && price.scrollWidth > each.clientWidth + 1
        }).length,
    )
    expect(cut).toBe(0)
    await page.keyboard.press('ArrowRight')
    const second = await symbols()
    expect(second.filter((symbol) => first.includes(symbol))).toEqual([])
    await page.keyboard.press('ArrowLeft')
    expect(await symbols()).toEqual(first)
    await page.keyboard.press('Escape')
    await wall.waitFor({ state: 'detached' })
    // by its name as well, and left by its button
    await page.keyboard.press('Control+k')
    await page.getByTestId('palette').getByRole('combobox').fill('wall')
    await page.keyboard.press('Enter')
    await wall.getByRole('button', { name: 'Close' }).click()
    await wall.waitFor({ state: 'detached' })
  })

  it('says that it shows a recording, and its time', async () => {
    const feed = await play(TAPE)
    const page = await look(feed.url)
    await page.keyboard.press('f')
    const wall = page.getByTestId('wall')
    await expect.poll(() => wall.locator('[data-field="lamp"]').textContent(), PATIENCE).toBe('REPLAY')
    expect(await wall.getByTestId('wall-clock').textContent()).toMatch(/\d\d:\d\d:\d\d UTC$/)
    expect(await wall.locator('[data-symbol]').count()).toBe(4)
  })
})
