/** Alerts in a real Chromium: made by key and by pointer, fired by a tape where its text says so, kept over a reload. */

import type { Feed } from '@tapedeck/testkit'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { readDeck } from './page-reader.ts'
import { readTapeText } from './tape-arithmetic.ts'
import { uploadTape } from './upload-tape.ts'
import { PATIENCE, SECOND, START, TAPE, usePages } from './use-pages.ts'

const { market, look, folder } = usePages()

/** A market that has run for two seconds. */
async function begin(data?: string): Promise<Feed> {
  const feed = await market({ symbols: ['BTC-USD', 'ETH-USD'], for: '30s' }, { data })
  await feed.advance('2s')
  return feed
}

interface StoredAlerts {
  readonly rules: readonly { readonly symbol: string; readonly kind: string; readonly level: number }[]
  readonly history: readonly { readonly at: number; readonly value: number; readonly on: string }[]
}
const stored = (page: Page): Promise<StoredAlerts> =>
  page.evaluate(
    () => JSON.parse(localStorage.getItem('tapedeck:alerts') ?? '{"rules":[],"history":[]}') as StoredAlerts,
  )
const levels = async (page: Page): Promise<readonly number[]> => (await stored(page)).rules.map(({ level }) => level)
const toasts = (page: Page): Locator => page.getByTestId('toasts')
const panel = (page: Page): Locator => page.getByTestId('alerts-panel')
const alerts = (page: Page): Locator => page.getByTestId('alert')

/** Alerts come after the first price. */
async function lookAtAlerts(address: string): Promise<Page> {
  const page = await look(address)
  await toasts(page).waitFor({ state: 'attached' })
  return page
}

/** From the next load on, notes what is sent to the system, which sends it all the same. */
async function noteNotifications(page: Page): Promise<void> {
  await page.context().grantPermissions(['notifications'])
  await page.addInitScript(() => {
    const told: string[] = []
    Object.assign(globalThis, { told })
    globalThis.Notification = class extends Notification {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options)
        told.push(options?.body ?? title)
      }
    }
  })
}
const notified = (page: Page): Promise<unknown> => page.evaluate('told')

describe('an alert on a recorded tape', () => {
  it('fires at the trade that crosses the level, once, and says that it is of a replay', async () => {
    const lines = await readTapeText(TAPE)
    const trades = lines.trades('BTC-USD')
    const isEarly = ({ tsRecv }: { readonly tsRecv: number }): boolean => tsRecv < START + 20 * SECOND
    // above all prices of the beginning, so that it is crossed while the page looks on
    const early = Math.max(...trades.filter(isEarly).map(({ price }) => Number(price)))
    const level = Number((early + 0.01).toFixed(2))
    const crossing = trades.find(({ price }) => Number(price) >= level)
    if (crossing === undefined) throw new Error('the tape crosses no level')

    const feed = await begin(await folder())
    const { id } = await uploadTape(feed, 'Tape')
    const page = await lookAtAlerts(`${feed.url}/#ETH-USD/1m`)
    await page.keyboard.press('a')
    await panel(page).getByLabel('Symbol').fill('btc-usd')
    await panel(page).getByLabel('System notification').check()
    await panel(page).getByLabel('Level').fill(level.toFixed(2))
    await page.keyboard.press('Enter')
    expect(await levels(page)).toEqual([level])

    // another load of the page, which plays the recording: the alert is there
    await noteNotifications(page)
    await page.goto(`${feed.url}/?rec=${id}&t=2026-01-05T14:30:00Z#BTC-USD/1m`)
    await toasts(page).waitFor({ state: 'attached' })
    await page.getByTestId('speed').selectOption('max')
    await expect.poll(async () => (await readDeck(page)).state, PATIENCE).toBe('ended')
    await expect.poll(() => toasts(page).locator('li').count(), PATIENCE).toBe(1)
    const clock = new Date(crossing.tsRecv / 1_000).toISOString().slice(11, 19)
    const price = crossing.price.replace(/\B(?=(\d{3})+\.)/g, ',')
    expect(await toasts(page).textContent()).toMatch(
      new RegExp(`REPLAY\\s*${clock}\\s*BTC-USD rose to ${price}, through`),
    )
    const { history } = await stored(page)
    expect(history).toMatchObject([{ at: crossing.tsRecv, value: Number(crossing.price), on: 'REPLAY' }])
    expect(await notified(page)).toEqual([])
    await page.keyboard.press('a')
    await page.getByTestId('alerts-replay').waitFor()
    expect(await page.getByTestId('fired').count()).toBe(1)
    // it still waits for the market itself, which tells the system, too
    await page.goto(`${feed.url}/#BTC-USD/1m`)
    await toasts(page).waitFor({ state: 'attached' })
    await expect.poll(() => page.getByTestId('alerts').getAttribute('aria-label'), PATIENCE).toBe('Alerts: 1 on')
  })
})

describe('alerts of the market', () => {
  it('are added, changed, switched off and removed by the keyboard, and tell the page and the system', async () => {
    const feed = await begin()
    const page = await lookAtAlerts(`${feed.url}/#BTC-USD/1m`)
    await noteNotifications(page)
    await page.reload()
    await toasts(page).waitFor({ state: 'attached' })
    await page.keyboard.press('a')
    expect(await panel(page).getByLabel('Level').inputValue()).toMatch(/^\d+\.\d\d$/)
    await page.keyboard.type('much')
    await page.keyboard.press('Enter')
    expect(await panel(page).getByRole('alert').textContent()).toContain('has to be a number')
    await panel(page).getByLabel('Level').press('ControlOrMeta+a')
    await page.keyboard.type('98,000.50')
    await page.keyboard.press('Enter')
    expect(await alerts(page).allInnerTexts()).toEqual([expect.stringContaining('BTC-USD crosses 98,000.50')])

    await page.getByRole('button', { name: 'Change the alert: BTC-USD crosses 98,000.50' }).press('Enter')
    await page.keyboard.type('90000')
    await page.keyboard.press('Enter')
    expect(await alerts(page).allInnerTexts()).toEqual([expect.stringContaining('BTC-USD crosses 90,000.00')])
    const knob = page.getByRole('switch', { name: /^On: BTC-USD/ })
    await knob.press('Space')
    expect(await stored(page)).toMatchObject({ rules: [{ level: 90_000, isOn: false }] })
    await page.getByRole('button', { name: 'Remove the alert: BTC-USD crosses 90,000.00' }).press('Enter')
    expect(await alerts(page).count()).toBe(0)
    // the keyboard is not lost with what it stood on
    expect(
      await panel(page)
        .getByLabel('Level')
        .evaluate((field) => field === document.activeElement),
    ).toBe(true)

    const sound = panel(page).getByRole('switch', { name: 'Sound' })
    expect(await sound.isChecked()).toBe(false)
    await sound.press('Space')
    expect(await stored(page)).toMatchObject({ hasSound: true })
    await panel(page).getByRole('combobox', { name: 'What' }).selectOption('spread')
    await panel(page).getByLabel('System notification').check()
    await panel(page).getByLabel('Level').fill('0.01')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    expect(await panel(page).count()).toBe(0)
    await feed.advance('2s')
    expect(await toasts(page).textContent()).toMatch(/LIVE.*BTC-USD: the spread has widened to/)
    expect(await notified(page)).toEqual([expect.stringContaining('BTC-USD: the spread has widened to')])
    expect((await stored(page)).rules).toMatchObject([{ kind: 'spread', isOn: false }])
    await toasts(page).getByRole('button', { name: 'Put this alert away' }).press('Enter')
    expect(await toasts(page).locator('li').count()).toBe(0)
  })

  it('are added by a click on the price scale, and moved by dragging their line', async () => {
    const feed = await begin()
    const page = await lookAtAlerts(`${feed.url}/#BTC-USD/1m`)
    await page.waitForSelector('#tv-attr-logo', { state: 'attached' })
    const box = await page.getByRole('group', { name: /in bars of/ }).boundingBox()
    if (box === null) throw new Error('the chart has no place on the screen')
    const [middle, scale] = [box.x + box.width / 2, box.x + box.width - 20]
    const [high, low] = [box.y + 60, box.y + 180]
    await page.mouse.click(scale, high)
    await expect.poll(() => levels(page), PATIENCE).toHaveLength(1)
    // two clicks at once are the chart's own, and set its scale free
    await page.mouse.dblclick(scale, box.y + 120)
    await page.mouse.click(scale, low)
    await expect.poll(() => levels(page), PATIENCE).toHaveLength(2)
    const [lower = NaN, upper = NaN] = await levels(page)
    expect(upper).toBeGreaterThan(lower)

    await page.mouse.move(middle, high)
    await page.mouse.down()
    await page.mouse.move(middle, (high + low) / 2, { steps: 5 })
    await page.mouse.up()
    // half of the way, to a pixel; the line follows frame by frame
    const fromHalf = async (): Promise<number> => Math.abs(((await levels(page))[1] ?? NaN) - (upper + lower) / 2)
    await expect.poll(fromHalf, PATIENCE).toBeLessThanOrEqual((upper - lower) / 120)
    const [, moved = NaN] = await levels(page)

    await page.getByTestId('alerts').click()
    await page
      .getByRole('button', { name: /^Remove the alert/ })
      .first()
      .click()
    expect(await levels(page)).toEqual([moved])
    await panel(page).getByRole('button', { name: 'Close the alerts' }).click()
    await panel(page).waitFor({ state: 'detached' })
    const isFocused = (): Promise<boolean> =>
      page.getByTestId('alerts').evaluate((button) => button === document.activeElement)
    await expect.poll(isFocused, PATIENCE).toBe(true)
    await page.reload()
    await toasts(page).waitFor({ state: 'attached' })
    expect(await levels(page)).toEqual([moved])
  })
})
