/** The deck on the page: rewinding live, driving a replay by key and by hand, and going back to live. */

import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { readDeck, readRow } from './page-reader.ts'
import { PATIENCE, usePages } from './use-pages.ts'

const { serve, look, folder } = usePages()
/** 2026-01-05T14:30:00Z */
const START = 1_767_623_400_000_000
const market = { clock: 'virtual', seed: 7, start: START, historyBars: 50, symbols: ['BTC-USD', 'ETH-USD'] } as const

const mode = (page: Page): Promise<string | null> => page.locator('html').getAttribute('data-mode')
const deckOf = async (page: Page): Promise<string | undefined> => (await readDeck(page)).deck
const stateOf = async (page: Page): Promise<string | undefined> => (await readDeck(page)).state
const positionOf = async (page: Page): Promise<string> => (await readDeck(page)).position ?? ''
const eventsOf = async (page: Page): Promise<number> => Number((await readDeck(page)).events?.replaceAll(',', ''))

describe('rewinding live', () => {
  it('takes the whole page back by a key, and Escape brings it to live, which was never touched', async () => {
    const server = await serve({ ...market, data: await folder() })
    await server.advance('60s')
    const page = await look(server.url)
    await expect.poll(async () => (await readRow(page, 'BTC-USD')).bid, PATIENCE).not.toBe('—')
    const live = await readRow(page, 'BTC-USD')
    const { position, take } = server.deck.status()

    await page.keyboard.press('Space')
    await expect.poll(() => mode(page), PATIENCE).toBe('replay')
    expect(await readDeck(page)).toMatchObject({ lamp: 'REPLAY', state: 'paused' })
    await page.keyboard.press('Shift+ArrowLeft')
    await expect.poll(() => positionOf(page), PATIENCE).toMatch(/^14:30:00/)
    await expect.poll(() => page.getByTestId('behind').textContent(), PATIENCE).toMatch(/^1 m \d\d s behind live$/)
    await expect.poll(() => page.title(), PATIENCE).toMatch(/^REPLAY · BTC-USD/)
    // the list shows the market of a minute ago
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => eventsOf(page), PATIENCE).toBe(1)
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => eventsOf(page), PATIENCE).toBe(2)

    await page.keyboard.press('Escape')
    await expect.poll(() => mode(page), PATIENCE).toBe('live')
    expect(await readDeck(page)).toMatchObject({ lamp: 'LIVE', deck: 'live' })
    await expect.poll(async () => (await readRow(page, 'BTC-USD')).bid, PATIENCE).toBe(live.bid)
    expect(server.deck.status()).toMatchObject({ position, take, state: 'playing' })
  })

  it('goes by the pointer to where the line is pressed, and by the button back to live', async () => {
    const server = await serve({ ...market, data: await folder() })
    await server.advance('100s')
    const page = await look(server.url)
    await page.getByTestId('play').click()
    await expect.poll(() => stateOf(page), PATIENCE).toBe('paused')
    const box = await page.getByTestId('seek').boundingBox()
    if (box === null) throw new Error('the seek line is not on the page')
    await page.mouse.move(box.x + box.width * 0.9, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 2, { steps: 5 })
    await page.mouse.up()
    await expect.poll(() => positionOf(page), PATIENCE).toMatch(/^14:30:(49|50|51)/)
    await page.getByTestId('seek').press('ArrowLeft')
    await expect.poll(() => positionOf(page), PATIENCE).toMatch(/^14:30:(48|49|50)/)
    await page.getByTestId('seek').press('Home')
    await expect.poll(() => positionOf(page), PATIENCE).toMatch(/^14:30:00/)
    await page.getByTestId('speed').selectOption('10')
    await expect.poll(async () => (await readDeck(page)).speed, PATIENCE).toBe('10×')
    await page.getByTestId('to-live').click()
    await expect.poll(() => deckOf(page), PATIENCE).toBe('live')
    expect(await page.getByTestId('speed').isDisabled()).toBe(true)
  })

  it('is refused in words by a server that keeps no data', async () => {
    const server = await serve(market)
    await server.advance('10s')
    const page = await look(server.url)
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => page.getByTestId('notice').textContent(), PATIENCE).toContain('--data')
    expect(await mode(page)).toBe('live')
  })
})
