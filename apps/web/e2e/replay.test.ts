/** A recording on the page: its gaps and markers, a part of it as a test, and that nobody takes it for the market. */

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Recording } from '@tapedeck/protocol'
import { repairTape } from '@tapedeck/tape/node'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { readConnection, readDeck, readLegend } from './page-reader.ts'
import { PATIENCE, usePages } from './use-pages.ts'

const { serve, look, folder } = usePages()
const TAPE = fileURLToPath(new URL('../../../tests/fixtures/four-symbols.tape.jsonl', import.meta.url))
/** 2026-01-05T14:30:00Z, where the tape begins. */
const START = 1_767_623_400_000_000
const SECOND = 1_000_000
const market = { clock: 'virtual', seed: 7, start: START, historyBars: 50, symbols: ['BTC-USD', 'ETH-USD'] } as const

/** The tape with more lines in it, each at so many seconds. */
async function tapeWith(
  ...lines: readonly { readonly at: number; readonly [field: string]: unknown }[]
): Promise<string> {
  const all = (await readFile(TAPE, 'utf8')).trimEnd().split('\n')
  for (const { at, ...fields } of lines) {
    const ts = START + at * SECOND
    const after = all.findIndex((line) => Number(/"tsRecv":(\d+)/.exec(line)?.[1] ?? 0) > ts)
    all.splice(after, 0, JSON.stringify({ ...fields, seq: 0, ts, tsRecv: ts }))
  }
  // its last line has the digest of what it was before: repaired, it has that of what it is
  const path = join(await folder(), 'more.tape.jsonl')
  await writeFile(path, `${all.slice(0, -1).join('\n')}\n`)
  await repairTape(path)
  return readFile(path, 'utf8')
}

/** Puts a tape into the library; answers its id. */
async function upload(url: string, body: string): Promise<string> {
  const headers = { 'content-type': 'application/octet-stream' }
  const answer = await fetch(`${url}/api/recordings?title=Kept`, { method: 'POST', body, headers })
  return ((await answer.json()) as Recording).id
}

const positionOf = async (page: Page): Promise<string> => (await readDeck(page)).position ?? ''
const iconOf = (page: Page): Promise<string> =>
  page.locator('link[rel=icon]').evaluate((link) => decodeURIComponent(link.getAttribute('href') ?? ''))

describe('a recording', () => {
  it('says on the chart where its data are missing, and why', async () => {
    const server = await serve({ ...market, data: await folder() })
    const span = { fromSeq: null, toSeq: null, tsFrom: START + 18 * SECOND, tsTo: START + 30 * SECOND }
    const gap = { at: 30, type: 'gap', symbol: null, ...span, cause: 'venue-disconnect' }
    const page = await look(
      `${server.url}/?rec=${await upload(server.url, await tapeWith(gap))}&t=2026-01-05T14:30:05Z#BTC-USD/1m`,
    )
    await page.keyboard.press('Space')
    await expect.poll(async () => (await readDeck(page)).state, PATIENCE).toBe('paused')
    await expect.poll(async () => (await readLegend(page)).close, PATIENCE).toMatch(/^\d/)
    await page.getByTestId('speed').selectOption('max')
    await page.getByTestId('play').click()
    const readings = async (): Promise<string> => (await page.getByTestId('readings').allInnerTexts()).join()
    await expect.poll(readings, PATIENCE).toMatch(/gap\s+12 s venue disconnect/)
    // live has none
    await page.keyboard.press('l')
    await expect.poll(() => page.locator('html').getAttribute('data-mode'), PATIENCE).toBe('live')
    await expect.poll(readings, PATIENCE).toBe('')
  })

  it('is gone through from marker to marker by a key', async () => {
    const server = await serve({ ...market, data: await folder() })
    const markers = [
      { at: 20, type: 'marker', name: 'first', params: {} },
      { at: 30, type: 'marker', name: 'second', params: {} },
    ]
    const page = await look(
      `${server.url}/?rec=${await upload(server.url, await tapeWith(...markers))}&t=2026-01-05T14:30:05Z#BTC-USD/1m`,
    )
    await page.keyboard.press('Space')
    await expect.poll(async () => (await readDeck(page)).state, PATIENCE).toBe('paused')
    await page.keyboard.press('j')
    await expect.poll(() => positionOf(page), PATIENCE).toBe('14:30:20.000')
    await page.keyboard.press('j')
    await expect.poll(() => positionOf(page), PATIENCE).toBe('14:30:30.000')
  })

  it('gives a part of it as a tape and a test that plays it', async () => {
    const server = await serve({ ...market, data: await folder() })
    const id = await upload(server.url, await readFile(TAPE, 'utf8'))
    const page = await look(`${server.url}/?rec=${id}&t=2026-01-05T14:30:10Z#AAPL/1s`)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.keyboard.press('Space')
    await expect.poll(async () => (await readDeck(page)).state, PATIENCE).toBe('paused')
    await page.keyboard.press('[')
    await page.keyboard.press('g')
    await page.getByRole('textbox', { name: /^Time in UTC/ }).fill('14:30:30')
    await page.keyboard.press('Enter')
    await expect.poll(() => positionOf(page), PATIENCE).toBe('14:30:30.000')
    await page.keyboard.press(']')
    await page.getByTestId('fixture').press('Enter')
    const code = await page.getByTestId('fixture-test').textContent()
    expect(code).toContain(`new URL('./${id}-part.tape', import.meta.url)`)
    expect(code).toContain("symbols: ['AAPL']")
    expect(code).toContain('to 2026-01-05T14:30:30.000Z')
    const coming = page.waitForEvent('download')
    await page.getByTestId('fixture-tape').press('Enter')
    const download = await coming
    expect(download.suggestedFilename()).toBe(`${id}-part.tape`)
    await page.getByTestId('copy-test').press('Enter')
    await expect.poll(() => page.evaluate('navigator.clipboard.readText()'), PATIENCE).toBe(code)
    await page.keyboard.press('Escape')
    await expect
      .poll(() => page.getByTestId('fixture').evaluate((button) => button === document.activeElement))
      .toBe(true)
  })

  it('says so where a link leads beyond its end', async () => {
    const server = await serve({ ...market, data: await folder() })
    const id = await upload(server.url, await readFile(TAPE, 'utf8'))
    const page = await look(`${server.url}/?rec=${id}&t=2026-01-06T09:00:00Z#BTC-USD/1m`)
    await expect
      .poll(() => page.getByTestId('notice').textContent(), PATIENCE)
      .toContain('6 Jan 2026 09:00:00 is not on this tape. The nearest is 5 Jan 2026 14:30:39.')
    await expect.poll(() => positionOf(page), PATIENCE).toMatch(/^14:30:39/)
  })

  it('shows in the tab that it is none of the market’s, and that what is shown is old', async () => {
    const server = await serve({ ...market, data: await folder() })
    const id = await upload(server.url, await readFile(TAPE, 'utf8'))
    await server.advance('2s')
    const page = await look(`${server.url}/#BTC-USD/1m`)
    await expect.poll(() => page.title(), PATIENCE).toMatch(/^BTC-USD [\d,.]+ · Tapedeck$/)
    const live = await iconOf(page)
    await page.goto(`${server.url}/?rec=${id}#BTC-USD/1m`)
    await expect.poll(() => page.title(), PATIENCE).toMatch(/^REPLAY · BTC-USD/)
    const replay = await iconOf(page)
    expect(replay).not.toBe(live)
    await server.close()
    await expect.poll(async () => (await readConnection(page)).kind, PATIENCE).toBe('reconnecting')
    await expect.poll(() => page.title(), PATIENCE).toMatch(/^Not current · REPLAY · BTC-USD/)
    expect([live, replay]).not.toContain(await iconOf(page))
  })
})
