/** The deck on the page: rewinding live, driving a replay by key and by hand, and going back to live. */

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openTapeFile } from '@tapedeck/tape/node'
import type { Feed } from '@tapedeck/testkit'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { eventsOf, modeOf, positionOf, readDeck, readRow, stateOf } from './page-reader.ts'
import { PATIENCE, START, usePages } from './use-pages.ts'

const { market, serve, look, folder } = usePages()
const symbols = ['BTC-USD', 'ETH-USD']

/** A market that has run for a while, of a tape of two minutes, and can be gone back on. */
async function begin(span: string): Promise<Feed> {
  const feed = await market({ symbols, for: '2m' }, { data: await folder() })
  await feed.advance(span)
  return feed
}

describe('rewinding live', () => {
  it('takes the whole page back by a key, and Escape brings it to live, which was never touched', async () => {
    const feed = await begin('60s')
    const page = await look(feed.url)
    const live = await readRow(page, 'BTC-USD')
    const { position } = feed

    await page.keyboard.press('Space')
    await expect.poll(() => modeOf(page), PATIENCE).toBe('replay')
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
    await expect.poll(() => modeOf(page), PATIENCE).toBe('live')
    expect(await readDeck(page)).toMatchObject({ lamp: 'LIVE', deck: 'live' })
    await expect.poll(async () => (await readRow(page, 'BTC-USD')).bid, PATIENCE).toBe(live.bid)
    expect(feed.position).toBe(position)
  })

  it('goes by the pointer to where the line is pressed, and by the button back to live', async () => {
    const feed = await begin('100s')
    const page = await look(feed.url)
    await page.getByTestId('play').click()
    await expect.poll(() => stateOf(page), PATIENCE).toBe('paused')
    const line = page.getByTestId('seek')
    const valueOf = async (name: 'min' | 'max' | 'now'): Promise<number> =>
      Number(await line.getAttribute(`aria-value${name}`))
    // the line ends now, and grows meanwhile
    const middle = async (): Promise<number> => ((await valueOf('min')) + (await valueOf('max'))) / 2
    const box = await line.boundingBox()
    if (box === null) throw new Error('the seek line is not on the page')
    await page.mouse.move(box.x + box.width * 0.9, box.y + box.height / 2)
    await page.mouse.down()
    const earliest = await middle()
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 2, { steps: 5 })
    await page.mouse.up()
    await expect.poll(() => valueOf('now'), PATIENCE).toBeLessThan((await middle()) + 1_000)
    const reached = await valueOf('now')
    expect(reached).toBeGreaterThan(earliest - 1_000)
    await line.press('ArrowLeft')
    await expect.poll(() => valueOf('now'), PATIENCE).toBe(reached - 1_000)
    await line.press('Home')
    await expect.poll(() => positionOf(page), PATIENCE).toMatch(/^14:30:00/)
    await page.getByTestId('speed').selectOption('10')
    await expect.poll(async () => (await readDeck(page)).speed, PATIENCE).toBe('10×')
    await page.getByTestId('to-live').click()
    await expect.poll(async () => (await readDeck(page)).deck, PATIENCE).toBe('live')
    expect(await page.getByTestId('speed').isDisabled()).toBe(true)
  })

  it('is refused in words by a server that keeps no data', async () => {
    const feed = await market({ symbols })
    await feed.advance('10s')
    const page = await look(feed.url)
    const asked = async (): Promise<string> => {
      await page.keyboard.press('Space')
      return (await page.getByTestId('notice').allTextContents()).join()
    }
    // a machine that is too busy to answer in time says so first: whoever is told that asks once more
    await expect.poll(asked, { timeout: 20_000, interval: 500 }).toContain('--data')
    expect(await modeOf(page)).toBe('live')
  })
})

describe('a shared deck', () => {
  const drivers = (page: Page): Promise<string[]> =>
    page.locator('[data-testid=member][data-driver=true]').allTextContents()
  const members = (page: Page): Promise<number> => page.getByTestId('member').count()

  it('goes on from where it stands, is joined by its link, and is handed on; who leaves leaves it to the other', async () => {
    const feed = await begin('30s')
    const one = await look(`${feed.url}/#BTC-USD/1s`)
    await one.keyboard.press('Space')
    await expect.poll(() => stateOf(one), PATIENCE).toBe('paused')
    const shown = await positionOf(one)
    await one.getByTestId('shared-deck').click()
    await one.getByRole('button', { name: 'Share this deck' }).click()
    await expect.poll(() => one.url(), PATIENCE).toMatch(/\?deck=deck-2#BTC-USD\/1s$/)
    await expect.poll(() => positionOf(one), PATIENCE).toBe(shown)

    const other = await look(one.url())
    await expect
      .poll(() => readDeck(other), PATIENCE)
      .toMatchObject({ lamp: 'REPLAY', state: 'paused', position: shown })
    expect(await other.getByTestId('play').isDisabled()).toBe(true)
    await other.keyboard.press('m')
    await expect.poll(() => members(other), PATIENCE).toBe(2)
    expect(await drivers(other)).toEqual([expect.stringMatching(/^Guest .{4} driver$/)])
    await expect.poll(() => members(one), PATIENCE).toBe(2)
    await one.getByRole('button', { name: 'Hand over' }).click()
    await expect.poll(() => drivers(other), PATIENCE).toEqual(['You driver'])
    await expect.poll(() => one.getByTestId('play').isDisabled(), PATIENCE).toBe(true)
    await other.keyboard.press('Escape')
    await other.keyboard.press('ArrowRight')
    // everybody on it sees the step
    await expect.poll(() => eventsOf(one), PATIENCE).toBe(1)

    await other.keyboard.press('l')
    await expect.poll(() => modeOf(other), PATIENCE).toBe('live')
    await expect.poll(() => drivers(one), PATIENCE).toEqual(['You driver'])
    await expect.poll(() => one.getByTestId('play').isDisabled(), PATIENCE).toBe(false)
  })
})

describe('a scenario', () => {
  it('is chosen from the catalogue for the symbol that is looked at, and has no times to go to', async () => {
    // a scenario is played on the market that the server was started with
    const server = await serve({ clock: 'virtual', seed: 7, start: START, historyBars: 50, symbols })
    await server.advance('1s')
    const page = await look(`${server.url}/#ETH-USD/1s`)
    await page.keyboard.press('o')
    await page.getByRole('button', { name: /^flash-crash/ }).click()
    await expect.poll(() => readDeck(page), PATIENCE).toMatchObject({ lamp: 'SCENARIO', state: 'playing' })
    // its own symbols are not in this market: it would have been refused
    expect((await readDeck(page)).source).toContain('flash-crash')
    await page.keyboard.press('g')
    expect(await page.getByTestId('time').count()).toBe(0)
    await page.keyboard.press('Escape')
    await expect.poll(() => modeOf(page), PATIENCE).toBe('live')
  })
})

describe('a part of the tape', () => {
  it('is marked by two keys, looped, moved by its handles, cut out, and forgotten', async () => {
    const feed = await begin('60s')
    const page = await look(feed.url)
    const part = page.getByTestId('part')
    // the bars of how much happened
    await expect.poll(() => page.locator('[data-testid="deck"] path[d^="M0 100V"]').count(), PATIENCE).toBe(2)
    await page.keyboard.press('Space')
    await expect.poll(() => stateOf(page), PATIENCE).toBe('paused')
    const slider = page.getByTestId('seek')
    await slider.press('Home')
    await slider.press('Shift+ArrowRight')
    await expect.poll(() => positionOf(page), PATIENCE).toMatch(/^14:30:10/)
    await page.keyboard.press('[')
    await expect.poll(() => part.textContent(), PATIENCE).toContain('from 14:30:10')
    await slider.press('Shift+ArrowRight')
    await expect.poll(() => positionOf(page), PATIENCE).toMatch(/^14:30:20/)
    await page.keyboard.press(']')
    await expect.poll(() => page.getByTestId('loop').getAttribute('aria-pressed'), PATIENCE).toBe('true')
    await expect.poll(() => part.textContent(), PATIENCE).toContain('14:30:10 to 14:30:20')
    // a loop begins at its beginning
    await expect.poll(() => positionOf(page), PATIENCE).toMatch(/^14:30:10/)

    await page.getByTestId('part-to').press('Shift+ArrowRight')
    await expect.poll(() => part.textContent(), PATIENCE).toContain('14:30:10 to 14:30:30')
    const address = await page.getByTestId('cut').getAttribute('href')
    const path = join(await folder(), 'part.tape')
    await writeFile(path, new Uint8Array(await (await fetch(feed.url + (address ?? ''))).arrayBuffer()))
    await using tape = await openTapeFile(path)
    expect(tape.header.start).toBe(START + 10_000_000)
    expect(tape.lastTsRecv).toBeLessThan(START + 30_000_000)
    expect(tape.lastTsRecv).toBeGreaterThan(START + 25_000_000)

    await page.getByTestId('loop').click()
    await expect.poll(() => page.getByTestId('loop').getAttribute('aria-pressed'), PATIENCE).toBe('false')
    await page.getByRole('button', { name: 'Forget the part' }).click()
    await expect.poll(() => part.count(), PATIENCE).toBe(0)
  })
})
