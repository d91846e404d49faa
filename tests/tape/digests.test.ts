/** One tape, one digest: at every speed, with any number of clients, in every form. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectTapedeck } from '@tapedeck/client'
import { startFeedServer } from '@tapedeck/feed-server'
import type { TapeSummary } from '@tapedeck/tape'
import { afterAll, beforeAll, expect, it } from 'vitest'

const START = 1_767_623_400_000_000
const FORMS = ['tape', 'tape.jsonl', 'tape.jsonl.gz'] as const
let folder = ''
let recorded: TapeSummary | undefined

const pathOf = (form: string): string => join(folder, `recorded.${form}`)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapedeck-'))
  const market = { seed: 9, start: START, historyBars: 10, scenarios: ['everything'] }
  const server = await startFeedServer({
    port: 0,
    pageFolder: null,
    clock: 'virtual',
    ...market,
    record: pathOf('tape'),
  })
  await server.advance('2s')
  recorded = await server.close()
  // from binary to text, to gzip, and so on: each form is made of the one before
  for (const [index, form] of FORMS.entries()) {
    const before = FORMS[index - 1]
    if (before !== undefined) expect(await replay(pathOf(before), 'max', 0, pathOf(form))).toEqual(recorded)
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Plays a tape to its end. Answers what the deck says of it. */
async function replay(path: string, speed: number | 'max', clients: number, record?: string): Promise<TapeSummary> {
  const server = await startFeedServer({ port: 0, pageFolder: null, replay: path, speed, record })
  const connected = Array.from({ length: clients }, () => connectTapedeck(server.url))
  for (const client of connected) {
    await client.subscribe({ symbols: ['BTC-USD', 'AAPL'], channels: ['quote', 'trade', 'stats', 'bar:1s'] }, {}).ready
  }
  if (clients === 0) server.deck.play()
  await server.deck.ended
  const { events, digest } = server.deck.status()
  for (const client of connected) client.close()
  await server.close()
  return { events, digest: digest ?? 'none' }
}

const CLIENTS = [0, 1, 50] as const
const SPEEDS = [1, 100, 'max'] as const

it.each(SPEEDS.flatMap((speed) => CLIENTS.map((clients) => [speed, clients] as const)))(
  'played at speed %s with %i clients it is the same',
  async (speed, clients) => {
    expect(recorded?.events).toBeGreaterThan(1_000)
    expect(await replay(pathOf('tape'), speed, clients)).toEqual(recorded)
  },
)

it.each(FORMS)('in the form %s it is the same', async (form) => {
  expect(await replay(pathOf(form), 'max', 0)).toEqual(recorded)
})

it('and back from gzipped text to binary', async () => {
  expect(await replay(pathOf('tape.jsonl.gz'), 'max', 0, pathOf('again.tape'))).toEqual(recorded)
  expect(await replay(pathOf('again.tape'), 'max', 0)).toEqual(recorded)
})
