/** Decks that clients open: who sees them, who drives them, where they go, and when they are closed. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DeckStatus, Recording, Reset, Snapshot, Trade } from '@tapedeck/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FeedServerOptions } from '../options.ts'
import { START, useServers } from '../served.fixture.ts'
import type { FeedServer } from '../start-feed-server.ts'
import type { StockClient } from '../stock-client.fixture.ts'

const { serve, connect } = useServers()
let home = ''
let folders = 0
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tapedeck-decks-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

const keeping = (options: FeedServerOptions = {}): FeedServerOptions => ({
  data: join(home, `${folders++}`),
  ...options,
})

interface Opened {
  readonly ok: true
  readonly deck: string
  readonly status: DeckStatus
}
async function granted<Answer>(answer: Promise<unknown>): Promise<Answer> {
  const heard = (await answer) as { ok: boolean; error?: unknown }
  expect(heard.error).toBeUndefined()
  return heard as Answer
}
const open = (client: StockClient, request: object): Promise<Opened> => granted(client.ask('deck:open', request))
const control = (client: StockClient, request: object): Promise<Opened> => granted(client.ask('deck:control', request))
const refused = (code: string): unknown => ({ ok: false, error: expect.objectContaining({ code }) as unknown })

/** A server with a recording of some seconds. */
async function recorded(seconds = 20): Promise<{ readonly server: FeedServer; readonly recording: Recording }> {
  const server = await serve(keeping())
  const client = await connect(server)
  const { recording } = await granted<{ recording: Recording }>(client.ask('recording:start', { title: 'Mine' }))
  await server.advance(seconds * 1_000)
  const stopped = await granted<{ recording: Recording }>(client.ask('recording:stop', { id: recording.id }))
  expect(stopped.recording).toMatchObject({ title: 'Mine', state: 'complete' })
  client.close()
  return { server, recording: stopped.recording }
}

describe('a deck over a recording', () => {
  it('is sought, and everybody on it hears where it stands with fresh snapshots', async () => {
    const { server, recording } = await recorded()
    const client = await connect(server)
    const { deck, status } = await open(client, { recording: recording.id, play: false })
    expect(status).toMatchObject({ driver: client.socket.id, source: { kind: 'file', name: 'Mine' }, speed: 1 })
    const answer = await granted<{ snapshots: Snapshot[]; take: number }>(
      client.ask('subscribe', { deck, symbols: ['BTC-USD'], channels: ['quote', 'trade', 'bar:1s'] }),
    )
    expect(answer.take).toBe(1)
    const { status: there } = await control(client, { deck, action: 'seek', to: { time: START + 10_000_000 } })
    expect(there).toMatchObject({ position: START + 10_000_000, take: 2, state: 'paused' })
    await client.until('reset', 1)
    const [reset] = client.all<Reset>('reset')
    expect(reset).toMatchObject({ deck, take: 2, epoch: status.epoch })
    expect(reset?.snapshots.map(({ channel }) => channel).sort()).toEqual(['bar:1s', 'quote', 'trade'])
    // who joins there gets the same
    const late = await granted<{ snapshots: Snapshot[] }>(
      client.ask('subscribe', { deck, symbols: ['BTC-USD'], channels: ['quote', 'trade', 'bar:1s'] }),
    )
    expect(reset?.snapshots).toEqual(expect.arrayContaining(late.snapshots))
    const trades = reset?.snapshots.find(({ channel }) => channel === 'trade')?.data as readonly Trade[]
    expect(trades.length).toBeGreaterThan(0)
    expect(trades.every(({ tsRecv }) => tsRecv < START + 10_000_000)).toBe(true)
    // live is not moved
    expect(server.deck.status()).toMatchObject({ take: 1, position: START + 20_000_000 })
    const bars = await granted<{ take: number; bars: { tsOpen: number }[] }>(
      client.ask('history', { deck, symbol: 'BTC-USD', interval: '1s', limit: 100 }),
    )
    expect(bars.take).toBe(2)
    expect(bars.bars.length).toBeGreaterThan(20)
    expect(bars.bars.every(({ tsOpen }) => tsOpen < START + 10_000_000)).toBe(true)
  })

  it('steps, plays at any speed to its end, and states the digest of the recording', async () => {
    const { server, recording } = await recorded()
    const client = await connect(server)
    const { deck } = await open(client, { recording: recording.id, play: false })
    expect((await control(client, { deck, action: 'step', by: 'event' })).status).toMatchObject({ events: 1 })
    const { status } = await control(client, { deck, action: 'step', by: '1s' })
    expect(status).toMatchObject({ position: START + 1_000_000, state: 'paused' })
    await control(client, { deck, action: 'speed', speed: 'max' })
    await control(client, { deck, action: 'play' })
    const ended = async (): Promise<DeckStatus> => {
      for (let count = 1; ; count++) {
        await client.until('deck', count)
        const found = client.all<DeckStatus>('deck').find((each) => each.deck === deck && each.state === 'ended')
        if (found !== undefined) return found
      }
    }
    expect(await ended()).toMatchObject({ digest: recording.digest, events: recording.events })
  })

  it('refuses what cannot be, and stays as it was', async () => {
    const { server, recording } = await recorded(5)
    const client = await connect(server)
    const { deck } = await open(client, { recording: recording.id, play: false })
    const asked = (request: object): Promise<unknown> => client.ask('deck:control', { deck, ...request })
    expect(await asked({ action: 'seek', to: { time: START - 1 } })).toEqual(refused('BAD_SEEK'))
    expect(await asked({ action: 'seek', to: { marker: 'nowhere' } })).toEqual(refused('BAD_SEEK'))
    expect(await asked({ action: 'seek', to: { fraction: 2 } })).toEqual(refused('BAD_MESSAGE'))
    expect(await asked({ action: 'loop', loop: { from: START + 2, to: START + 1 } })).toEqual(refused('BAD_SEEK'))
    expect(await asked({ action: 'speed', speed: 5_000 })).toEqual(refused('BAD_OPTION'))
    expect(await asked({ action: 'step', by: '7m' })).toEqual(refused('BAD_MESSAGE'))
    expect(await asked({ action: 'jump' })).toEqual(refused('BAD_MESSAGE'))
    expect(await client.ask('deck:control', { action: 'play' })).toEqual(refused('BAD_MESSAGE'))
    expect(await client.ask('deck:open', { recording: '../../etc/passwd' })).toEqual(refused('UNKNOWN_RECORDING'))
    expect(await client.ask('deck:open', { scenario: '/etc/passwd.json' })).toEqual(refused('UNKNOWN_SCENARIO'))
    expect(await client.ask('deck:open', { recording: recording.id, scenario: 'halt' })).toEqual(refused('BAD_MESSAGE'))
    expect(await client.ask('deck:open', {})).toEqual(refused('BAD_MESSAGE'))
    expect((await control(client, { deck, action: 'pause' })).status).toMatchObject({ take: 1, events: 0 })
  })
})

describe('a deck of somebody', () => {
  it('that is private is there for nobody else, and goes with its client', async () => {
    const server = await serve(keeping())
    const [one, other] = [await connect(server), await connect(server)]
    const { deck } = await open(one, { scenario: 'burst-x10', seed: 5 })
    expect(await other.ask('subscribe', { deck, symbols: ['AAPL'], channels: ['quote'] })).toEqual(
      refused('UNKNOWN_DECK'),
    )
    expect(await other.ask('deck:control', { deck, action: 'pause' })).toEqual(refused('UNKNOWN_DECK'))
    expect(await other.ask('deck:close', { deck })).toEqual(refused('UNKNOWN_DECK'))
    const names = async (): Promise<string[]> => {
      const { decks } = (await (await fetch(`${server.url}/api/decks`)).json()) as { decks: DeckStatus[] }
      return decks.map((each) => each.deck)
    }
    expect(await names()).toEqual(['live'])
    await granted(one.ask('subscribe', { deck, symbols: ['AAPL'], channels: ['quote'] }))
    await granted(one.ask('deck:close', { deck }))
    expect(await one.ask('deck:control', { deck, action: 'play' })).toEqual(refused('UNKNOWN_DECK'))
  })

  it('that is shared obeys its driver, who can hand it over, and everybody sees who drives', async () => {
    const server = await serve(keeping())
    const [one, other] = [await connect(server), await connect(server)]
    const { deck } = await open(one, { scenario: 'burst-x10', shared: true, play: false })
    await granted(other.ask('subscribe', { deck, symbols: ['AAPL'], channels: ['quote'] }))
    expect(await other.ask('deck:control', { deck, action: 'play' })).toEqual(refused('DECK_NOT_YOURS'))
    expect(await other.ask('deck:control', { deck, action: 'drive' })).toEqual(refused('DECK_NOT_YOURS'))
    expect(await one.ask('deck:control', { deck, action: 'hand-over', to: 'nobody' })).toEqual(refused('BAD_MESSAGE'))
    await control(one, { deck, action: 'hand-over', to: other.socket.id })
    expect((await control(other, { deck, action: 'play' })).status).toMatchObject({
      driver: other.socket.id,
      state: 'playing',
    })
    expect(await one.ask('deck:control', { deck, action: 'pause' })).toEqual(refused('DECK_NOT_YOURS'))
    const driven = (): Promise<void> =>
      new Promise((resolve) => {
        one.socket.on('deck', (status) => {
          if (status.deck === deck && status.driver === null) resolve()
        })
      })
    const left = driven()
    other.close()
    await left
    expect((await control(one, { deck, action: 'drive' })).status.driver).toBe(one.socket.id)
  })

  it('shows who is in it when it is shared, and each client learns its own id', async () => {
    const server = await serve(keeping())
    const [one, other] = [await connect(server), await connect(server)]
    await one.until('deck', 1)
    expect(one.all<DeckStatus>('deck')[0]?.you).toBe(one.socket.id)
    const { deck } = await open(one, { scenario: 'burst-x10', shared: true, play: false })
    const members = async (): Promise<readonly string[] | undefined> =>
      ((await (await fetch(`${server.url}/api/decks/${deck}`)).json()) as DeckStatus).members
    const aapl = { deck, symbols: ['AAPL'], channels: ['quote', 'trade'] }
    await granted(one.ask('subscribe', aapl))
    await granted(other.ask('subscribe', aapl))
    await expect.poll(members, { timeout: 5_000 }).toEqual([one.socket.id, other.socket.id])
    // everybody on it is told, although it stands
    const told = (): readonly string[] | undefined =>
      other.all<DeckStatus>('deck').findLast((each) => each.deck === deck)?.members
    await expect.poll(told, { timeout: 5_000 }).toEqual([one.socket.id, other.socket.id])
    await granted(one.ask('unsubscribe', { ...aapl, channels: ['quote'] }))
    await granted(other.ask('unsubscribe', aapl))
    await expect.poll(members, { timeout: 5_000 }).toEqual([one.socket.id])
    const live = (await (await fetch(`${server.url}/api/decks/live`)).json()) as DeckStatus
    expect([live.members, live.you]).toEqual([undefined, undefined])
  })

  it('is not live, which obeys nobody', async () => {
    const server = await serve(keeping())
    const client = await connect(server)
    for (const action of ['pause', 'drive']) {
      expect(await client.ask('deck:control', { deck: 'live', action })).toEqual(refused('DECK_NOT_YOURS'))
    }
    expect(await client.ask('deck:close', { deck: 'live' })).toEqual(refused('DECK_NOT_YOURS'))
  })

  it('is one of so many', async () => {
    const server = await serve(keeping({ limits: { maxDecksPerClient: 2, maxDecks: 3 } }))
    const [one, other] = [await connect(server), await connect(server)]
    await open(one, { scenario: 'burst-x10' })
    const { deck } = await open(one, { scenario: 'burst-x10' })
    expect(await one.ask('deck:open', { scenario: 'burst-x10' })).toEqual(refused('LIMIT_DECKS'))
    await open(other, { scenario: 'burst-x10' })
    expect(await other.ask('deck:open', { scenario: 'burst-x10' })).toEqual(refused('LIMIT_DECKS'))
    await granted(one.ask('deck:close', { deck }))
    await open(other, { scenario: 'burst-x10' })
  })

  it('is closed when nobody has used it for a while', async () => {
    const server = await serve(keeping({ limits: { maxIdleDeckSeconds: 0 } }))
    const response = await fetch(`${server.url}/api/decks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ scenario: 'burst-x10' }),
    })
    expect(response.status).toBe(201)
    const { deck } = (await response.json()) as DeckStatus
    const client = await connect(server)
    const isOpen = async (): Promise<boolean> => (await fetch(`${server.url}/api/decks/${deck}`)).ok
    // looked at once a second
    await expect.poll(isOpen, { timeout: 5_000 }).toBe(false)
    expect(await client.ask('subscribe', { deck, symbols: ['AAPL'], channels: ['quote'] })).toEqual(
      refused('UNKNOWN_DECK'),
    )
  })
})

describe('rewinding live', () => {
  it('plays what was played, in the same numbering, up to where live is', async () => {
    const server = await serve(keeping())
    const client = await connect(server)
    await server.advance('30s')
    const { deck, status } = await open(client, { rewind: 20_000_000, play: false })
    expect(status).toMatchObject({ source: { kind: 'rolling' }, epoch: server.deck.header.epoch, state: 'paused' })
    expect(status.position).toBe(START + 10_000_000)
    const answer = await granted<{ snapshots: Snapshot[] }>(
      client.ask('subscribe', { deck, symbols: ['BTC-USD'], channels: ['trade'] }),
    )
    const seen = (answer.snapshots[0]?.data as readonly Trade[]).at(-1)?.seq ?? 0
    await control(client, { deck, action: 'speed', speed: 1_000 })
    await control(client, { deck, action: 'play' })
    const live = await granted<{ snapshots: Snapshot[] }>(
      client.ask('subscribe', { symbols: ['BTC-USD'], channels: ['trade'] }),
    )
    const last = live.snapshots[0]?.seq ?? 0
    expect(last).toBeGreaterThan(seen)
    await client.until('trade', last - seen)
    const replayed = client.all<Trade & { deck?: string }>('trade').filter((trade) => trade.deck === deck)
    expect(replayed.map(({ seq }) => seq)).toEqual(Array.from({ length: last - seen }, (_, index) => seen + 1 + index))
    const known = (live.snapshots[0]?.data as readonly Trade[]).slice(-5)
    expect(replayed.slice(-5).map(({ deck: _deck, ...trade }) => trade)).toEqual(known)
  })

  it('needs data', async () => {
    const server = await serve()
    const client = await connect(server)
    expect(await client.ask('deck:open', { rewind: 1 })).toEqual(refused('BAD_OPTION'))
    expect(await client.ask('recording:start', {})).toEqual(refused('BAD_OPTION'))
    expect(await client.ask('recordings')).toEqual({ ok: true, recordings: [] })
  })
})
