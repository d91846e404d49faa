/** What a feed can be told: that it is the market itself, and what its server keeps and allows. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connectTapedeck, type TapedeckClient } from '@tapedeck/client'
import { afterEach, expect, it } from 'vitest'
import type { Feed } from './feed.ts'
import { replayFeed, type ReplayOptions } from './replay-feed.ts'

/** Recorded of a simulated market. */
const TAPE = fileURLToPath(new URL('../../../tests/fixtures/four-symbols.tape.jsonl', import.meta.url))
const QUOTES = { symbols: ['BTC-USD'], channels: ['quote'] } as const

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'tapedeck-options-'))
  closing.push(() => rm(path, { recursive: true, force: true }))
  return path
}

async function play(options: ReplayOptions): Promise<{ readonly feed: Feed; readonly client: TapedeckClient }> {
  const feed = await replayFeed(TAPE, options)
  const client = connectTapedeck(feed.url, { reconnectDelayMs: 5 })
  closing.push(
    () => feed.close(),
    () => client.close(),
  )
  await client.subscribe(QUOTES, {}).ready
  return { feed, client }
}

it('a tape is a recording, whatever it was made of', async () => {
  const { feed, client } = await play({ server: { data: await folder() } })
  await feed.advance('10s')
  expect(client.deck).toMatchObject({ deck: 'live', source: { kind: 'file' } })
  await expect(client.openDeck({ rewind: 5_000_000 })).rejects.toMatchObject({ code: 'BAD_OPTION' })
})

it('a tape that is live can be gone back on, and is recorded into a folder that a restart leaves as it is', async () => {
  const { feed, client } = await play({ live: true, server: { data: await folder() } })
  const { id } = await client.startRecording({ title: 'kept' })
  await feed.advance('10s')
  expect(client.deck).toMatchObject({ deck: 'live', source: { kind: 'simulator' } })
  const deck = await client.openDeck({ rewind: 5_000_000 })
  expect(deck.status?.source.kind).toBe('rolling')
  await client.stopRecording(id)

  await feed.restart()
  await expect.poll(() => client.state, { timeout: 10_000 }).toBe('connected')
  expect(await client.recordings()).toMatchObject([{ id, title: 'kept', state: 'complete' }])
  await feed.advance('10s')
  expect(client.deck).toMatchObject({ source: { kind: 'simulator' }, position: feed.position })
  expect(client.latest('quote', 'BTC-USD')).toEqual(feed.market.quote('BTC-USD'))
})

it('the server keeps to the limits and the token that it is given', async () => {
  const token = 'known to the driver'
  const { feed, client } = await play({ server: { token, limits: { maxSubscriptionsPerClient: 1 } } })
  await expect(client.subscribe({ ...QUOTES, symbols: ['AAPL'] }, {}).ready).rejects.toMatchObject({
    code: 'LIMIT_SUBSCRIPTIONS',
  })
  const asked = (headers: Readonly<Record<string, string>>): Promise<number> =>
    fetch(`${feed.url}/api/decks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"scenario":"halt"}',
    }).then(({ status }) => status)
  expect(await asked({})).toBe(401)
  expect(await asked({ authorization: `Bearer ${token}` })).toBe(201)
})
