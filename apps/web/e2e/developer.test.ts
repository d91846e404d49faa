/** The developer panel: its code is run as it stands and hears what it says, its events are those of the symbol. */

import { spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Feed } from '@tapedeck/testkit'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { SNIPPET_KINDS, snippetOf, type Scene } from '../src/developer/snippets.ts'
import { uploadTape } from './upload-tape.ts'
import { PATIENCE, usePages } from './use-pages.ts'

const { market, look, folder } = usePages()
const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** Runs a program until it has said enough, and ends it; rejects with what it said when it ends by itself. */
function heardBy(
  kind: string,
  code: string,
  isEnough: (said: string) => boolean,
  onJoined: () => Promise<void>,
): Promise<string> {
  const [command, args] =
    kind === 'curl'
      ? ['sh', ['-c', code]]
      : [process.execPath, ['--experimental-websocket', '--no-warnings', '--input-type=module', '--eval', code]]
  const child = spawn(command, args, { cwd: ROOT, detached: true })
  return new Promise((resolve, reject) => {
    let said = ''
    let isJoined = false
    const hear = (chunk: Buffer): void => {
      said += chunk.toString()
      if (!isJoined) {
        isJoined = true
        onJoined().catch(reject)
      }
      if (!isEnough(said)) return
      resolve(said)
      if (child.pid !== undefined) process.kill(-child.pid)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('exit', () => reject(new Error(`it ended, and had said: ${said}`)))
  })
}

/** Not every machine has it. */
const HAS_CURL = spawnSync('curl', ['--version']).status === 0

describe.each(SNIPPET_KINDS.filter((kind) => kind !== 'curl' || HAS_CURL))('the code for %s', (kind) => {
  const pasted = (scene: Partial<Scene>, feed: Feed): string =>
    snippetOf(kind, {
      origin: feed.url,
      symbols: ['BTC-USD', 'EUR-USD'],
      channels: ['quote', 'trade', 'book:10', 'bar:1m'],
      deck: { kind: 'live' },
      ...scene,
    })

  it('hears live', async () => {
    const feed = await market()
    const wanted = [/\bquote\b[^]*BTC-USD/, /\bquote\b[^]*EUR-USD/, /\btrade\b/, /\bbar\b/, /\bbook\b/]
    await heardBy(
      kind,
      pasted({}, feed),
      (said) => wanted.every((each) => each.test(said)),
      () => feed.advance('20s'),
    )
  })

  it('hears a deck that is shared', async () => {
    const feed = await market()
    const opened = await fetch(`${feed.url}/api/decks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ scenario: 'burst-x10' }),
    })
    const { deck } = (await opened.json()) as { readonly deck: string }
    const scene = { deck: { kind: 'shared', name: deck }, channels: ['quote'] } as const
    await heardBy(
      kind,
      pasted(scene, feed),
      (said) => new RegExp(`quote[^]*${deck}`).test(said),
      () => Promise.resolve(),
    )
  })

  it('hears a recording from a moment on', async () => {
    const feed = await market({}, { data: await folder() })
    const recording = await uploadTape(feed, 'four')
    const from = recording.span.from + 5_000_000
    const scene = { deck: { kind: 'recording', id: recording.id, from }, channels: ['quote', 'trade'] } as const
    // the state at that moment is older, what is played from there on is not
    const isLater = (said: string): boolean =>
      [...said.matchAll(/tsRecv"?: ?(\d{16})/g)].some(([, time]) => Number(time) >= from)
    await heardBy(kind, pasted(scene, feed), isLater, () => Promise.resolve())
  })
})

describe('the panel', () => {
  const rows = (page: Page): Promise<(string | null)[]> =>
    page.locator('[data-event]').evaluateAll((all) => all.map((each) => each.getAttribute('data-event')))

  it('gives the code of what is on the screen, and shows the events of the symbol, held and filtered', async () => {
    const feed = await market()
    await feed.advance('5s')
    const page = await look(feed.url)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.keyboard.press('d')
    const panel = page.getByTestId('developer')
    const code = panel.getByTestId('snippet')
    await expect.poll(() => code.textContent(), PATIENCE).toContain("channels: ['quote', 'bar:1m']")
    await page.getByRole('button', { name: 'SDK', exact: true }).click()
    expect(await code.textContent()).toContain(`connectTapedeck('${feed.url}')`)
    await panel.getByTestId('copy-code').press('Enter')
    await panel.getByText('Copied').waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await code.textContent())
    // what else is opened is subscribed to as well
    await page.getByRole('button', { name: 'The list' }).click()
    expect(await code.textContent()).toContain("'ETH-USD'")
    await page.getByRole('button', { name: 'This symbol' }).click()
    await page.keyboard.press('b')
    await expect.poll(() => code.textContent(), PATIENCE).toContain("'book:10'")

    await panel.getByRole('button', { name: 'Events', exact: true }).click()
    await panel.getByTestId('event-count').waitFor()
    // what it has subscribed to by now is heard
    await feed.handled()
    await feed.advance('10s')
    await expect.poll(async () => new Set(await rows(page)).has('trade'), PATIENCE).toBe(true)
    expect(await panel.locator('tbody').textContent()).toContain('"symbol":"BTC-USD"')
    await panel.getByRole('button', { name: 'quote', exact: true }).press('Enter')
    expect((await rows(page)).includes('quote')).toBe(false)
    await panel.getByRole('button', { name: 'Pause' }).click()
    const held = await panel.locator('tbody').textContent()
    await feed.advance('5s')
    expect(await panel.locator('tbody').textContent()).toBe(held)
    await panel.getByRole('button', { name: 'Go on' }).click()

    await panel.getByRole('button', { name: 'Faults', exact: true }).click()
    await panel.getByRole('button', { name: 'duplicate', exact: true }).press('Enter')
    await expect.poll(() => page.locator('[data-field="lamp"]').textContent(), PATIENCE).toBe('SCENARIO')
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
    await expect.poll(() => page.locator('[data-field="lamp"]').textContent(), PATIENCE).toBe('LIVE')
  })
})
