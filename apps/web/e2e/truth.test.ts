/** What the page says of its connection and of the age of its prices, against a server that goes and comes back. */

import type { Feed } from '@tapedeck/testkit'
import type { Page, WebSocketRoute } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { readConnection, waitUntilReady } from './page-reader.ts'
import { PATIENCE, usePages } from './use-pages.ts'

const { market, serve, browse, look } = usePages()
const symbols = ['BTC-USD', 'ETH-USD', 'EUR-USD', 'AAPL']

/** A line that holds what the server sends until the test lets it pass. */
interface HeldLine {
  isHolding: boolean
  /** Hands on what has been held for so many milliseconds. */
  pass(heldMs: number): void
}

/** Opens the page over a line that can be held. */
async function lookOverLine(address: string): Promise<{ readonly page: Page; readonly line: HeldLine }> {
  const held: { readonly atMs: number; readonly hand: () => void }[] = []
  const line: HeldLine = {
    isHolding: false,
    pass(heldMs) {
      while (held[0] !== undefined && performance.now() - held[0].atMs >= heldMs) held.shift()?.hand()
    },
  }
  const page = await browse('about:blank')
  await page.routeWebSocket(/socket\.io/, (socket: WebSocketRoute) => {
    socket.connectToServer().onMessage((message) => {
      const hand = (): void => socket.send(message)
      if (line.isHolding) held.push({ atMs: performance.now(), hand })
      else hand()
    })
  })
  await page.goto(address)
  await waitUntilReady(page)
  return { page, line }
}

describe('a lost connection', () => {
  const kindOf = async (page: Page): Promise<string> => (await readConnection(page)).kind
  /** What the page says when the deck's heart has just beaten. */
  const kindAfterBeat = async (feed: Feed, page: Page): Promise<string> => {
    await feed.advance('1s')
    return kindOf(page)
  }

  it('says in how many seconds it tries again, is told to try now, and comes back', async () => {
    const feed = await market()
    const page = await look(feed.url)
    feed.line.refuse()
    feed.line.cut()
    await expect.poll(async () => (await readConnection(page)).text, PATIENCE).toMatch(/^Reconnecting in \d s$/)
    expect(await kindOf(page)).toBe('reconnecting')
    feed.line.mend()
    // by key: the button takes the focus like any other, while there is one
    await page.keyboard.press('Tab')
    const now = page.getByRole('button', { name: 'Try now' })
    await expect
      .poll(async () => {
        if ((await now.count()) > 0) await now.press('Enter', { timeout: 200 }).catch(() => undefined)
        return kindAfterBeat(feed, page)
      }, PATIENCE)
      .toBe('live')
    await page.getByTestId('rate').click()
    await expect
      .poll(() => page.getByTestId('latency').getByText('Reconnections').locator('..').textContent(), PATIENCE)
      .toMatch(/1$/)
  })

  it('is offline where the machine has no network, asks for nothing, and tries again when it is back', async () => {
    const feed = await market()
    const page = await browse('about:blank')
    await page.clock.install()
    await page.goto(feed.url)
    await waitUntilReady(page)
    await page.context().setOffline(true)
    feed.line.cut()
    await expect.poll(() => readConnection(page), PATIENCE).toEqual({ kind: 'offline', text: 'Offline' })
    // what is asked again and again would fail, and complain, by then
    await page.clock.runFor(30_000)
    expect(await readConnection(page)).toEqual({ kind: 'offline', text: 'Offline' })
    await page.context().setOffline(false)
    await expect.poll(() => kindAfterBeat(feed, page), PATIENCE).toBe('live')
  })
})

describe('prices that come late', () => {
  it('are lagging while they come, stale when nothing does, and live when they are quick again', async () => {
    const server = await serve({ symbols })
    const { page, line } = await lookOverLine(server.url)
    const kind = async (): Promise<string> => (await readConnection(page)).kind
    await page.getByTestId('rate').click()
    // the clocks are compared before the line is held
    await expect.poll(() => page.locator('[data-stage=total] td').first().textContent(), PATIENCE).toMatch(/ms$/)

    line.isHolding = true
    const shown = async (): Promise<string> => {
      line.pass(1_500)
      return (await readConnection(page)).text
    }
    await expect.poll(shown, { ...PATIENCE, interval: 30 }).toMatch(/^Lagging [1-4]\.\d s$/)

    await expect.poll(kind, PATIENCE).toBe('stale')
    expect(await page.locator('main.muted').count()).toBe(1)

    line.pass(0)
    line.isHolding = false
    await expect.poll(kind, PATIENCE).toBe('live')
  })
})

describe('the latency panel', () => {
  it('tells where the time goes, opened by key and closed by Escape', async () => {
    const server = await serve({ symbols })
    const page = await look(server.url)
    const button = page.getByTestId('rate')
    await button.focus()
    await page.keyboard.press('Enter')
    const panel = page.getByTestId('latency')
    // all of one reading
    const medians = (): Promise<Readonly<Record<string, number>>> =>
      panel
        .locator('[data-stage]')
        .evaluateAll(
          (rows) =>
            Object.fromEntries(
              rows.map((row) => [row.dataset['stage'], parseFloat(row.querySelector('td')?.textContent ?? '')]),
            ) as Record<string, number>,
        )
    await expect.poll(async () => (await medians())['total'], PATIENCE).toBeGreaterThan(0)
    // on loopback; whoever has just begun answers late, and the quickest round trip counts
    await expect.poll(async () => (await medians())['wire'], PATIENCE).toBeLessThan(100)
    const { server: serverMs = NaN, paint = NaN, total = NaN } = await medians()
    // each update took at least as long as every part of its way; figures are rounded
    expect(total).toBeGreaterThanOrEqual(Math.max(serverMs, paint) - 0.5)
    expect(total).toBeLessThan(1_000)
    await expect
      .poll(() => panel.getByRole('img').getAttribute('aria-label'), PATIENCE)
      .toMatch(/last minute: \d+ updates/)
    await page.keyboard.press('Escape')
    expect(await panel.count()).toBe(0)
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true)
  })

  it('opens from the state of the connection on a phone, and gives the keyboard back to it', async () => {
    const server = await serve({ symbols })
    const page = await look(server.url, 390, 844)
    const state = page.getByRole('button', { name: 'Live: show latency and rates' })
    await state.click()
    const panel = page.getByTestId('latency')
    await expect.poll(() => panel.locator('[data-stage=total] td').first().textContent(), PATIENCE).toMatch(/ms$/)
    const box = await panel.boundingBox()
    expect([box?.x, box?.width]).toEqual([8, 374])
    await page.keyboard.press('Escape')
    expect(await panel.count()).toBe(0)
    expect(await state.evaluate((element) => element === document.activeElement)).toBe(true)
  })
})
