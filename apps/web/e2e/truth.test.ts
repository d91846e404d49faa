/** What the page says of its connection and of the age of its prices, against a server that goes and comes back. */

import { startFeedServer } from '@tapedeck/feed-server'
import { describe, expect, it } from 'vitest'
import { readConnection } from './page-reader.ts'
import { PATIENCE, usePages } from './use-pages.ts'

const { serve, look } = usePages()

describe('a lost connection', () => {
  it('says in how many seconds it tries again, is told to try now, and comes back', async () => {
    const first = await startFeedServer({ port: 0 })
    const page = await look(first.url)
    await first.close()
    await expect.poll(() => readConnection(page), PATIENCE).toMatchObject({ kind: 'reconnecting' })
    await expect.poll(async () => (await readConnection(page)).text, PATIENCE).toMatch(/^Reconnecting in \d s$/)
    await serve({ port: first.port, nextPort: false })
    // by key: the button takes the focus like any other, while there is one
    await page.keyboard.press('Tab')
    const now = page.getByRole('button', { name: 'Try now' })
    await expect
      .poll(async () => {
        if ((await now.count()) > 0) await now.press('Enter', { timeout: 200 }).catch(() => undefined)
        return (await readConnection(page)).kind
      }, PATIENCE)
      .toBe('live')
    await page.getByTestId('rate').click()
    await expect
      .poll(() => page.getByTestId('latency').getByText('Reconnections').locator('..').textContent())
      .toMatch(/1$/)
  })

  it('is offline where the machine has no network, and tries again when it is back', async () => {
    const first = await startFeedServer({ port: 0 })
    const page = await look(first.url)
    await page.context().setOffline(true)
    await first.close()
    await expect.poll(() => readConnection(page), PATIENCE).toEqual({ kind: 'offline', text: 'Offline' })
    await serve({ port: first.port, nextPort: false })
    await page.context().setOffline(false)
    await expect.poll(() => readConnection(page), PATIENCE).toMatchObject({ kind: 'live' })
  })
})

describe('the latency panel', () => {
  it('tells where the time goes, opened by key and closed by Escape', async () => {
    const server = await serve({})
    const page = await look(server.url)
    const button = page.getByTestId('rate')
    await button.focus()
    await page.keyboard.press('Enter')
    const panel = page.getByTestId('latency')
    const figureOf = async (stage: string): Promise<number> =>
      parseFloat((await panel.locator(`[data-stage=${stage}] td`).first().textContent()) ?? '')
    await expect.poll(() => figureOf('total'), PATIENCE).toBeGreaterThan(0)
    const [serverMs, wireMs, paintMs, totalMs] = await Promise.all(['server', 'wire', 'paint', 'total'].map(figureOf))
    // on loopback, whatever else the machine does
    expect(totalMs).toBeLessThan(1_000)
    expect(wireMs).toBeLessThan(100)
    expect((serverMs ?? 0) + (wireMs ?? 0) + (paintMs ?? 0)).toBeLessThan(3 * (totalMs ?? 0) + 3)
    await expect.poll(() => panel.getByRole('img').getAttribute('aria-label')).toMatch(/last minute: \d+ updates/)
    await page.keyboard.press('Escape')
    expect(await panel.count()).toBe(0)
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true)
  })
})
