/** The deck on the page: rewinding live, driving a replay by key and by hand, and going back to live. */

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Recording } from '@tapedeck/protocol'
import { openTapeFile } from '@tapedeck/tape/node'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { readConnection, readDeck, readRow } from './page-reader.ts'
import { readTapeText } from './tape-arithmetic.ts'
import { PATIENCE, usePages } from './use-pages.ts'

const { serve, look, folder } = usePages()
const TAPE = fileURLToPath(new URL('../../../tests/fixtures/four-symbols.tape.jsonl', import.meta.url))
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
    const asked = async (): Promise<string> => {
      await page.keyboard.press('Space')
      return (await page.getByTestId('notice').allTextContents()).join()
    }
    // a machine that is too busy to answer in time says so first: whoever is told that asks once more
    await expect.poll(asked, { timeout: 20_000, interval: 500 }).toContain('--data')
    expect(await mode(page)).toBe('live')
  })
})

describe('the library', () => {
  const rows = (page: Page): Locator => page.getByTestId('recording-row')

  it('plays a tape that is dropped on the page, and what it plays is in the address', async () => {
    const server = await serve({ ...market, data: await folder() })
    await server.advance('1s')
    const page = await look(`${server.url}/#BTC-USD/1m`)
    const text = await readFile(TAPE, 'utf8')
    const files = await page.evaluateHandle((content) => {
      const carried = new DataTransfer()
      carried.items.add(new File([content], 'four-symbols.tape.jsonl'))
      return carried
    }, text)
    await page.dispatchEvent('body', 'dragenter', { dataTransfer: files })
    expect(await page.getByTestId('upload').textContent()).toContain('Drop a tape')
    await page.dispatchEvent('body', 'drop', { dataTransfer: files })
    await expect.poll(() => mode(page), PATIENCE).toBe('replay')
    await expect.poll(() => readDeck(page), PATIENCE).toMatchObject({ lamp: 'REPLAY', source: 'four-symbols' })
    await expect.poll(() => page.url(), PATIENCE).toMatch(/\?rec=r-[0-9a-f]{12}#BTC-USD\/1m$/)
    // its four symbols, not the two of the market
    await expect.poll(() => page.locator('[data-symbol]').count(), PATIENCE).toBe(4)
    await page.getByTestId('speed').selectOption('max')
    await expect.poll(() => stateOf(page), PATIENCE).toBe('ended')
    const { events } = await readTapeText(TAPE)
    expect(await eventsOf(page)).toBe(events)

    // loaded anew, the page comes back to it
    await page.reload()
    await expect.poll(() => readDeck(page), PATIENCE).toMatchObject({ lamp: 'REPLAY', source: 'four-symbols' })
    await page.keyboard.press('l')
    await expect.poll(() => page.url(), PATIENCE).toBe(`${server.url}/#BTC-USD/1m`)
  })

  it('opens a recording at the moment and the speed of a link', async () => {
    const server = await serve({ ...market, data: await folder() })
    const body = await readFile(TAPE)
    const headers = { 'content-type': 'application/octet-stream' }
    const answer = await fetch(`${server.url}/api/recordings?title=Linked`, { method: 'POST', body, headers })
    const { id } = (await answer.json()) as Recording
    const page = await look(`${server.url}/?rec=${id}&t=2026-01-05T14:30:20.500Z&x=0.25#AAPL/1s`)
    await expect
      .poll(() => readDeck(page), PATIENCE)
      .toMatchObject({ lamp: 'REPLAY', source: 'Linked', speed: '0.25×' })
    await expect.poll(() => positionOf(page), PATIENCE).toMatch(/^14:30:2/)
    await page.keyboard.press('g')
    const field = page.getByRole('textbox', { name: /^Time in UTC/ })
    await field.fill('half past two')
    await page.keyboard.press('Enter')
    expect(await page.getByRole('alert').textContent()).toContain('no time')
    await field.fill('14:30:30')
    await page.keyboard.press('Enter')
    await expect.poll(() => positionOf(page), PATIENCE).toMatch(/^14:30:30/)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.keyboard.press('Space')
    await expect.poll(() => stateOf(page), PATIENCE).toBe('paused')
    const shown = await positionOf(page)
    await page.getByTestId('share').click()
    await expect.poll(() => page.getByTestId('share').getAttribute('aria-label'), PATIENCE).toBe('The link was copied')
    const link = await page.evaluate('navigator.clipboard.readText()')
    expect(link).toContain(`?rec=${id}&t=2026-01-05T${shown}`)
    expect(link).toMatch(/&x=0\.25#AAPL\/1s$/)
  })

  it('is played on where it was after the server was gone for a while', async () => {
    const data = await folder()
    const first = await serve({ ...market, data })
    const body = await readFile(TAPE)
    const headers = { 'content-type': 'application/octet-stream' }
    const answer = await fetch(`${first.url}/api/recordings?title=Kept`, { method: 'POST', body, headers })
    const { id } = (await answer.json()) as Recording
    const page = await look(`${first.url}/?rec=${id}&t=2026-01-05T14:30:20Z#BTC-USD/1s`)
    await page.keyboard.press('Space')
    await expect.poll(() => stateOf(page), PATIENCE).toBe('paused')
    const { bid } = await readRow(page, 'BTC-USD')
    await first.close()
    await expect.poll(async () => (await readConnection(page)).kind, PATIENCE).toBe('reconnecting')
    await serve({ ...market, data, port: first.port, nextPort: false })
    await expect.poll(async () => (await readConnection(page)).kind, { timeout: 15_000 }).toBe('paused')
    await expect.poll(() => positionOf(page), PATIENCE).toMatch(/^14:30:2/)
    await expect.poll(async () => (await readRow(page, 'BTC-USD')).bid, PATIENCE).toBe(bid)
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => eventsOf(page), PATIENCE).toBeGreaterThan(0)
    expect(await mode(page)).toBe('replay')
  })

  it('leaves the list and the view of a link as they are', async () => {
    const server = await serve({ ...market, data: await folder() })
    await server.advance('5s')
    const page = await look(`${server.url}/?s=ETH-USD,BTC-USD&view=tiles#BTC-USD/1m`)
    const { search } = new URL(page.url())
    await page.keyboard.press('Space')
    await expect.poll(() => mode(page), PATIENCE).toBe('replay')
    expect(new URL(page.url()).search).toBe(search)
    expect(search).toContain('view=tiles')
  })

  it('shows live, and says why, where a link leads nowhere', async () => {
    const server = await serve({ ...market, data: await folder() })
    await server.advance('1s')
    const page = await look(`${server.url}/?rec=r-000000000000#ETH-USD/5s`)
    await expect.poll(() => page.getByTestId('notice').textContent(), PATIENCE).toContain('r-000000000000')
    await expect.poll(() => readDeck(page), PATIENCE).toMatchObject({ lamp: 'LIVE' })
    expect(page.url()).toBe(`${server.url}/#ETH-USD/5s`)
  })

  it('lists what was recorded, takes a name and notes for it, and deletes it when that was meant', async () => {
    const server = await serve({ ...market, data: await folder() })
    const page = await look(server.url)
    await page.getByTestId('record').click()
    await page.waitForSelector('[data-testid="record"][data-on="true"]')
    await server.advance('5s')
    await page.getByTestId('record').click()
    await page.waitForSelector('[data-testid="record"][data-on="false"]')
    await page.keyboard.press('t')
    await expect.poll(() => rows(page).count(), PATIENCE).toBe(1)
    await page.getByRole('button', { name: /^Title and notes/ }).click()
    await page.getByLabel('Title', { exact: true }).fill('A calm opening')
    await page.getByLabel('Notes', { exact: true }).fill('nothing happens')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    await expect.poll(() => rows(page).textContent(), PATIENCE).toMatch(/A calm opening.*nothing happens/s)

    await page.getByRole('button', { name: 'Play A calm opening' }).click()
    await expect.poll(() => readDeck(page), PATIENCE).toMatchObject({ lamp: 'REPLAY', source: 'A calm opening' })
    await page.getByTestId('library').click()
    await page.getByRole('button', { name: 'Delete A calm opening' }).click()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    // it is being played
    await expect.poll(() => page.getByTestId('notice').textContent(), PATIENCE).toContain('is being played')
    // of the panel, not of the deck
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByTestId('library-panel').count(), PATIENCE).toBe(0)
    expect(await mode(page)).toBe('replay')
    await page.keyboard.press('Escape')
    await expect.poll(() => mode(page), PATIENCE).toBe('live')
    await page.getByTestId('library').click()
    await page.getByRole('button', { name: 'Delete A calm opening' }).click()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await expect.poll(() => page.getByTestId('library-panel').textContent(), PATIENCE).toContain('Nothing here yet')
  })
})

describe('a shared deck', () => {
  const drivers = (page: Page): Promise<string[]> =>
    page.locator('[data-testid=member][data-driver=true]').allTextContents()
  const members = (page: Page): Promise<number> => page.getByTestId('member').count()

  it('goes on from where it stands, is joined by its link, and is handed on; who leaves leaves it to the other', async () => {
    const server = await serve({ ...market, data: await folder() })
    await server.advance('30s')
    const one = await look(`${server.url}/#BTC-USD/1s`)
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
    await expect.poll(() => mode(other), PATIENCE).toBe('live')
    await expect.poll(() => drivers(one), PATIENCE).toEqual(['You driver'])
    await expect.poll(() => one.getByTestId('play').isDisabled(), PATIENCE).toBe(false)
  })
})

describe('a scenario', () => {
  it('is chosen from the catalogue for the symbol that is looked at, and has no times to go to', async () => {
    const server = await serve(market)
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
    await expect.poll(() => mode(page), PATIENCE).toBe('live')
  })
})

describe('a part of the tape', () => {
  it('is marked by two keys, looped, moved by its handles, cut out, and forgotten', async () => {
    const server = await serve({ ...market, data: await folder() })
    await server.advance('60s')
    const page = await look(server.url)
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
    await writeFile(path, new Uint8Array(await (await fetch(server.url + (address ?? ''))).arrayBuffer()))
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
