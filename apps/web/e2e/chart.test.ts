/** The chart in a real Chromium: what is chosen by pointer and keyboard, history backwards, gaps, pictures. */

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Feed } from '@tapedeck/testkit'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { readLegend } from './page-reader.ts'
import { PATIENCE, SECOND, START, TAPE, usePages } from './use-pages.ts'

const { play, market, look, folder } = usePages()

/** A market that has run for two seconds. */
async function begin(historyBars = 400): Promise<Feed> {
  const feed = await market({ historyBars, for: '15s' })
  await feed.advance('2s')
  return feed
}

const menu = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const choice = (page: Page, name: string | RegExp) => page.getByRole('group').getByRole('button', { name })
const settingsOf = (page: Page): Promise<unknown> =>
  page.evaluate(() => JSON.parse(localStorage.getItem('tapedeck:chart') ?? '{}') as unknown)
const readings = async (page: Page): Promise<string> =>
  (await page.getByTestId('readings').count()) === 0 ? '' : page.getByTestId('readings').innerText()

/** Drags the chart to the right, so that older bars come into sight. */
async function drag(page: Page, times: number): Promise<void> {
  const box = await page.getByRole('group', { name: /in bars of/ }).boundingBox()
  if (box === null) throw new Error('the chart has no place on the screen')
  const y = box.y + box.height / 3
  for (let count = 0; count < times; count++) {
    await page.mouse.move(box.x + 20, y)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width - 120, y, { steps: 5 })
    await page.mouse.up()
  }
}

describe('what a person chooses on the chart', () => {
  it('is done with the keyboard alone, and is there after a reload', async () => {
    const feed = await begin()
    const page = await look(`${feed.url}/#BTC-USD/1m`)

    await menu(page, 'Chart type').press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await menu(page, 'Chart type').textContent()).toBe('Line')
    // the menu has closed, and the keyboard stands where it was before
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Chart type')

    await menu(page, 'Indicators').press('Enter')
    await choice(page, /Simple moving average/).press('Space')
    await choice(page, /Relative strength/).press('Space')
    await page.keyboard.press('Escape')
    expect(await choice(page, /Simple moving average/).count()).toBe(0)
    await expect.poll(() => readings(page), PATIENCE).toMatch(/SMA 20\s+[\d,]+\.\d\d\s+RSI 14\s+\d\d?\.\d\d/)

    const chosen = { type: 'line', scale: 'normal', timeZone: 'UTC', indicators: ['sma', 'rsi'] }
    expect(await settingsOf(page)).toMatchObject(chosen)
    await page.reload()
    await expect.poll(() => menu(page, 'Chart type').textContent(), PATIENCE).toBe('Line')
    await expect.poll(() => readings(page), PATIENCE).toMatch(/SMA 20.*RSI 14/s)
  })

  it('is an average that agrees with the bars of the server', async () => {
    const feed = await begin()
    const page = await look(`${feed.url}/#BTC-USD/5s`)
    await menu(page, 'Indicators').click()
    await choice(page, /Simple moving average/).click()
    const mean = (): string => {
      const bars = feed.market.bars('BTC-USD', '5s').slice(-20)
      return (bars.reduce((sum, bar) => sum + bar.close, 0) / 20).toFixed(2)
    }
    const shown = async (): Promise<string> => (await readings(page)).replace(/SMA 20\s+/, '').replaceAll(',', '')
    await expect.poll(shown, PATIENCE).toBe(mean())
    // on into the next bar
    await feed.advance('7s')
    expect(await shown()).toBe(mean())
  })

  it('is a symbol to compare with, typed', async () => {
    const feed = await begin()
    const page = await look(`${feed.url}/#BTC-USD/1m`)
    await menu(page, 'Compare with other symbols').press('Enter')
    await page.keyboard.type('eth')
    await page.keyboard.press('Enter')
    await expect.poll(() => readings(page), PATIENCE).toMatch(/^ETH-USD\s+[\d,]+\.\d\d/)
    expect(await settingsOf(page)).toMatchObject({ compared: ['ETH-USD'] })
    await page.keyboard.press('Escape')
    // its own chart has nothing to compare it with
    await page.locator('[data-symbol="ETH-USD"]').click()
    await expect.poll(() => readings(page), PATIENCE).toBe('')
  })

  it('is gathered in one menu on a narrow screen', async () => {
    const feed = await begin()
    const page = await look(`${feed.url}/#BTC-USD/1m`, 390)
    await page.locator('[data-symbol="BTC-USD"]').press('Enter')
    expect(await menu(page, 'Chart type').isVisible()).toBe(false)
    await menu(page, 'Chart menu').click()
    await choice(page, 'Logarithmic scale').click()
    expect(await settingsOf(page)).toMatchObject({ scale: 'log' })
    await page.mouse.click(20, 600)
    expect(await choice(page, 'Logarithmic scale').count()).toBe(0)
  })

  it('is within reach beside an open book on a screen that is not wide', async () => {
    const feed = await begin()
    const page = await look(`${feed.url}/#BTC-USD/1m`, 880)
    await page.keyboard.press('b')
    const right = (selector: string): Promise<number> =>
      page
        .locator(selector)
        .first()
        .evaluate((element) => element.getBoundingClientRect().right)
    await page.locator('.side .column').waitFor()
    // the price scale is the last cell of the chart's own table
    await expect
      .poll(() => right('.chart .canvas td:last-child'), PATIENCE)
      .toBeLessThanOrEqual(await right('.part.chart'))
    expect(await right('.chart .price')).toBeLessThanOrEqual(await right('.part.chart'))
    await menu(page, 'Chart menu').click()
    await choice(page, 'Logarithmic scale').click()
    expect(await settingsOf(page)).toMatchObject({ scale: 'log' })
  })

  it('is a picture of it', async () => {
    const feed = await begin()
    const page = await look(`${feed.url}/#BTC-USD/5m`)
    await menu(page, 'View of the chart').click()
    const download = page.waitForEvent('download')
    await choice(page, 'Save as picture').click()
    const file = await download
    expect(file.suggestedFilename()).toBe('BTC-USD-5m.png')
    const bytes = await readFile(await file.path())
    expect(bytes.subarray(1, 4).toString()).toBe('PNG')
    expect(bytes.length).toBeGreaterThan(5_000)
  })
})

describe('a chart that is kept beside', () => {
  it('is pointed at together with the large one, comes back large, and goes', async () => {
    const feed = await begin()
    const page = await look(`${feed.url}/#BTC-USD/1m`)
    await menu(page, 'View of the chart').press('Enter')
    await choice(page, 'Keep beside the next').press('Enter')
    await page.locator('[data-symbol="ETH-USD"]').click()
    const kept = page.getByRole('region', { name: 'Chart of BTC-USD in bars of 1m' })
    await expect.poll(() => kept.locator('canvas').count(), PATIENCE).toBeGreaterThan(0)
    await expect.poll(async () => (await readLegend(page)).close, PATIENCE).toMatch(/\d/)
    const newest = await readLegend(page)
    const box = await kept.boundingBox()
    if (box === null) throw new Error('the chart has no place on the screen')
    const pointAt = (share: number): Promise<void> =>
      page.mouse.move(box.x + box.width * share, box.y + box.height * 0.4)
    // the chart of ETH-USD tells of the minute that is pointed at in that of BTC-USD
    await expect
      .poll(async () => {
        await pointAt(0.49)
        await pointAt(0.5)
        return readLegend(page)
      }, PATIENCE)
      .not.toEqual(newest)
    await page.mouse.move(200, 500)
    await expect.poll(() => readLegend(page), PATIENCE).toEqual(newest)

    await kept.getByRole('button', { name: /BTC-USD 1m/ }).click()
    expect(await page.locator('h1').textContent()).toBe('BTC-USD')
    await kept.getByRole('button', { name: 'Remove the chart of BTC-USD' }).press('Enter')
    expect(await kept.count()).toBe(0)
    expect(await settingsOf(page)).toMatchObject({ pinned: [] })
  })
})

describe('the history', () => {
  it('comes as far back as there is one, and the newest bars are one step away', async () => {
    const feed = await begin(2_000)
    const page = await look(`${feed.url}/#BTC-USD/1m`)
    const { close } = await readLegend(page)
    const toNow = page.getByRole('button', { name: 'Go to now' })
    expect(await toNow.count()).toBe(0)
    await drag(page, 8)
    await expect.poll(() => toNow.count(), PATIENCE).toBe(1)
    // the pointer tells of an old bar
    await page.mouse.move(1000, 400)
    await expect.poll(async () => (await readLegend(page)).close, PATIENCE).not.toBe(close)
    await toNow.press('Enter')
    await expect.poll(() => toNow.count(), PATIENCE).toBe(0)
  })
})

describe('a gap in the data', () => {
  it('is told of the bar that it is part of, with its cause', async () => {
    const path = join(await folder(), 'gap.tape.jsonl')
    const lines = (await readFile(TAPE, 'utf8')).trimEnd().split('\n')
    const time = { ts: START + 30 * SECOND, tsRecv: START + 30 * SECOND, tsFrom: START + 18 * SECOND }
    const gap = { type: 'gap', symbol: null, seq: 0, ...time, fromSeq: null, toSeq: null, tsTo: time.ts }
    const after = lines.findIndex((line) => Number(/"tsRecv":(\d+)/.exec(line)?.[1] ?? 0) > time.tsRecv)
    lines.splice(after, 0, JSON.stringify({ ...gap, cause: 'venue-disconnect' }))
    // without its last line, which has the digest of what it was before
    await writeFile(path, `${lines.slice(0, -1).join('\n')}\n`)

    const feed = await play(path)
    const page = await look(`${feed.url}/#BTC-USD/1m`)
    await feed.drain()
    expect(await readings(page)).toMatch(/gap\s+12 s venue disconnect/)
  })
})
