/** The SDK on decks of its own, against a real server. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectTapedeck, type TapedeckClient } from '@tapedeck/client'
import type { Recording, Snapshot } from '@tapedeck/protocol'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { START, useServers } from '../served.fixture.ts'

const { serve } = useServers()
const clients: TapedeckClient[] = []
let home = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tapedeck-sdk-'))
})
afterEach(() => clients.splice(0).forEach((client) => client.close()))
afterAll(() => rm(home, { recursive: true, force: true }))

it('records, opens what it recorded, goes about in it, and hears each place from its snapshot on', async () => {
  const server = await serve({ data: join(home, 'one'), token: 'a token that nobody guesses' })
  const client = connectTapedeck(server.url, { token: 'a token that nobody guesses' })
  clients.push(client)
  const heard: Recording[] = []
  client.on('recording', (recording) => heard.push(recording))
  expect(await client.recordings()).toEqual([])
  const { id } = await client.startRecording({ title: 'Mine' })
  await server.advance('20s')
  const recording = await client.stopRecording(id)
  expect(heard.at(-1)).toEqual(recording)
  expect(await client.changeRecording({ id, notes: 'so' })).toMatchObject({ id, notes: 'so' })

  const deck = await client.openDeck({ recording: id, play: false })
  const snapshots: [number, Snapshot][] = []
  const trades: number[] = []
  const subscription = deck.subscribe(
    { symbols: ['BTC-USD'], channels: ['trade', 'quote'] },
    {
      snapshot: (snapshot, { take }) => snapshots.push([take, snapshot]),
      trade: ({ seq }) => trades.push(seq),
    },
  )
  await subscription.ready
  expect(snapshots.map(([take]) => take)).toEqual([1, 1])
  expect(await deck.seek({ fraction: 0.5 })).toMatchObject({ take: 2 })
  // the answer comes behind the reset
  expect(snapshots.map(([take]) => take)).toEqual([1, 1, 2, 2])
  const before = snapshots.find(([take, { channel }]) => take === 2 && channel === 'trade')?.[1].seq ?? 0
  expect(before).toBeGreaterThan(0)
  await deck.step('1s')
  await deck.step('5s')
  expect(deck.status).toMatchObject({ deck: deck.name, take: 2 })
  await deck.setSpeed('max')
  const ended = new Promise<void>((resolve) => {
    deck.onStatus(({ state }) => {
      if (state === 'ended') resolve()
    })
  })
  await deck.play()
  await ended
  expect(deck.status?.digest).toBeNull()
  expect(trades).toEqual(Array.from({ length: trades.length }, (_, index) => before + 1 + index))
  const { bars } = await deck.history({ symbol: 'BTC-USD', interval: '5s', limit: 3 })
  expect(bars.at(-1)?.tsOpen).toBe(START + 15_000_000)
  expect((await deck.instruments()).length).toBe(4)
  await deck.close()
  await expect(deck.pause()).rejects.toMatchObject({ code: 'UNKNOWN_DECK' })
  await client.deleteRecording(id)
  expect(await client.recordings()).toEqual([])
})

it('two drive a shared deck in turn', async () => {
  const server = await serve()
  const [one, other] = [connectTapedeck(server.url), connectTapedeck(server.url)]
  clients.push(one, other)
  const mine = await one.openDeck({ scenario: 'burst-x10', shared: true, play: false })
  const theirs = other.joinDeck(mine.name)
  await expect(theirs.play()).rejects.toMatchObject({ code: 'DECK_NOT_YOURS' })
  await expect(theirs.drive()).rejects.toMatchObject({ code: 'DECK_NOT_YOURS' })
  await mine.close()
  await expect(theirs.drive()).rejects.toMatchObject({ code: 'UNKNOWN_DECK' })
})
