/** The page for who reads it slowly: held still and let go, alarming when it is cut off, and telling unasked how things stand. */

import { startFeedServer } from '@tapedeck/feed-server'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { readRow, waitUntilReady } from './page-reader.ts'
import { PATIENCE, usePages } from './use-pages.ts'

const { play, serve, look } = usePages()
/** 2026-01-05T14:30:00Z */
const START = 1_767_623_400_000_000
const market = {
  clock: 'virtual',
  seed: 7,
  start: START,
  historyBars: 50,
  symbols: ['BTC-USD', 'ETH-USD', 'EUR-USD'],
} as const

describe('a page that is held still', () => {
  const list = (page: Page): Promise<string> => page.locator('.part.list').innerText()

  it('stands as it was, says for how long and what waits, and draws all of it at once when it goes on', async () => {
    const server = await serve(market)
    await server.advance('5s')
    const page = await look(server.url)
    await page.keyboard.press('p')
    await page.locator('[data-panel=trades]').waitFor()
    await page.keyboard.press('z')
    const bar = page.getByTestId('frozen')
    await bar.waitFor()
    await expect.poll(() => page.getByTestId('speech').textContent()).toBe('The page stands still.')
    const held = await page.locator('main').innerText()
    await server.advance('30s')
    await expect
      .poll(async () => Number(/, (\d[\d,]*) updates/.exec(await bar.innerText())?.[1]?.replace(',', '')), PATIENCE)
      .toBeGreaterThan(20)
    expect(await bar.innerText()).toMatch(/^Frozen \d+ s, /)
    expect(await page.locator('main').innerText()).toBe(held)
    const { last } = await readRow(page, 'BTC-USD')

    await bar.getByRole('button', { name: 'Go on' }).press('Enter')
    await bar.waitFor({ state: 'detached' })
    await expect.poll(async () => (await readRow(page, 'BTC-USD')).last, PATIENCE).not.toBe(last)
    expect(await page.locator('main').innerText()).not.toBe(held)
  })

  it('shows another symbol as it is when its reader turns to it, and stands again', async () => {
    const server = await serve(market)
    await server.advance('5s')
    const page = await look(server.url)
    await page.keyboard.press('z')
    await page.getByTestId('frozen').waitFor()
    await page.locator('[data-symbol="ETH-USD"]').click()
    const price = page.locator('.part.chart [data-field="last"]')
    await expect.poll(() => page.locator('.part.chart h1').innerText()).toBe('ETH-USD')
    await expect.poll(() => price.innerText(), PATIENCE).toMatch(/^[\d,]+\.\d\d$/)
    await expect.poll(() => page.getByTestId('frozen').innerText(), PATIENCE).toMatch(/^Frozen [1-9]/)
    const held = await list(page)
    await server.advance('10s')
    await expect.poll(() => page.getByTestId('frozen').innerText(), PATIENCE).not.toMatch(/ 0 updates/)
    expect(await list(page)).toBe(held)
    // who moves the tape wants to see it
    await page.keyboard.press('Escape')
    expect(await page.getByTestId('frozen').count()).toBe(1)
    await page.keyboard.press('z')
    await page.getByTestId('frozen').waitFor({ state: 'detached' })
  })
})

describe('said unasked', () => {
  it('is at once that the connection is lost, also while a dialog is open, and no longer when it is back', async () => {
    const first = await startFeedServer({ port: 0, ...market })
    const page = await look(first.url)
    await page.keyboard.press(',')
    const settings = page.getByTestId('settings')
    await settings.waitFor()
    await first.close()
    // what stands behind a dialog is heard by nobody
    await expect.poll(() => settings.getByTestId('alarm').textContent(), PATIENCE).toMatch(/^Connection: reconnecting/)
    await page.keyboard.press('Escape')
    await settings.waitFor({ state: 'detached' })
    await serve({ ...market, port: first.port, nextPort: false })
    await expect.poll(() => page.getByTestId('connection').getAttribute('data-kind'), PATIENCE).toBe('live')
    await expect.poll(() => page.getByTestId('alarm').count()).toBe(0)
  })

  it('is an alert, also over the wall, above which its toast stands', async () => {
    // long after the one quote of one, another has its next
    const feed = await play({
      events: [
        { at: '1s', type: 'quote', symbol: 'BTC-USD', bid: 100, ask: 101 },
        { at: '1s', type: 'trade', symbol: 'BTC-USD', price: 101 },
        { at: '1s', type: 'quote', symbol: 'ETH-USD', bid: 10, ask: 11 },
        { at: '300s', type: 'quote', symbol: 'ETH-USD', bid: 10, ask: 12 },
      ],
    })
    await feed.advance('2s')
    const page = await look(`${feed.url}/#BTC-USD/1m`)
    await page.getByTestId('toasts').waitFor({ state: 'attached' })
    await page.keyboard.press('a')
    const panel = page.getByTestId('alerts-panel')
    await panel.getByRole('combobox', { name: 'What' }).selectOption('stale')
    await panel.getByLabel('Level').fill('120')
    await page.keyboard.press('Enter')
    await expect.poll(() => panel.getByTestId('speech').textContent()).toMatch(/^Alert added: BTC-USD/)
    await page.keyboard.press('Escape')
    await page.keyboard.press('f')
    const wall = page.getByTestId('wall')
    await wall.waitFor()
    await feed.advance('200s')
    await expect
      .poll(() => wall.getByTestId('alarm').allTextContents(), PATIENCE)
      .toEqual([expect.stringMatching(/^Alert, REPLAY: BTC-USD: no quote for/)])
    await page.locator('.toasts:popover-open').waitFor()
    await page.keyboard.press('Escape')
    await wall.waitFor({ state: 'detached' })
    // it is there to be pressed once nothing lies over the page
    await page.getByTestId('toasts').getByRole('button', { name: 'Put this alert away' }).click()
    await page.locator('.toasts:popover-open').waitFor({ state: 'detached' })
  })

  it('is how things stand, as often as that is wanted', async () => {
    const server = await serve(market)
    await server.advance('5s')
    const page = await look(server.url)
    await page.clock.install()
    await page.reload()
    await waitUntilReady(page)
    await page.clock.runFor(60_000)
    expect(await page.getByTestId('speech').textContent()).toBe('')
    await page.keyboard.press(',')
    await page
      .getByRole('group', { name: 'Spoken summary' })
      .getByRole('radio', { name: 'Every 15 s' })
      .check({ force: true })
    await page.keyboard.press('Escape')
    await page.clock.runFor(16_000)
    await expect.poll(() => page.getByTestId('speech').textContent(), PATIENCE).toMatch(/^BTC-USD, Bitcoin/)
  })
})
