/** Recordings of real decks in real folders: what was recorded is what is played, and nothing is lost or left behind. */

import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Recording } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import { heard, playTo, seen, START, useDecks } from './decks.fixture.ts'

const { folder, market, over, library } = useDecks()

const failed = (code: string): unknown => expect.objectContaining({ code }) as unknown

describe('a recording of a deck that plays', () => {
  it('holds what the deck played from its start to its stop, with the state that it began in', async () => {
    const deck = await market()
    const recordings = await library(await folder())
    await playTo(deck, 2)
    const played = heard(deck)
    const { id, state, title } = await recordings.start(deck)
    expect({ state, title }).toEqual({ state: 'recording', title: 'live 2026-01-05T14:30:02Z' })
    await playTo(deck, 5)
    const count = played.events.length
    const last = played.events.at(-1)
    const recording = await recordings.stop(id)
    expect(recording).toEqual({
      id,
      title,
      notes: '',
      symbols: ['BTC-USD', 'EUR-USD', 'AAPL'],
      span: { from: START + 2_000_000, to: last?.tsRecv },
      events: count,
      bytes: (await readFile(recordings.pathOf(id))).length,
      digest: played.digest(),
      state: 'complete',
      deck: null,
    })
    expect(count).toBeGreaterThan(20)

    const replay = over(await recordings.open(id))
    const replayed = heard(replay)
    await playTo(replay, 5)
    expect(replayed.events).toEqual(played.events)
    expect(seen(replay)).toEqual(seen(deck))
    await replay.seek({ fraction: 0 })
    await playTo(replay, 5)
    expect(seen(replay)).toEqual(seen(deck))
  })

  it('has the chart of the time before', async () => {
    const deck = await market()
    const recordings = await library(await folder())
    await playTo(deck, 90)
    const { id } = await recordings.start(deck)
    await playTo(deck, 100)
    await recordings.stop(id)
    const replay = over(await recordings.open(id))
    await playTo(replay, 100)
    for (const interval of ['1s', '1m', '15m', '1d'] as const) {
      const range = { to: START + 90_000_000, limit: 15 }
      const before = (await deck.bars(1, interval, range)).bars.map(({ tsOpen, close, volume }) => ({
        tsOpen,
        close,
        volume,
      }))
      const after = (await replay.bars(1, interval, range)).bars.map(({ tsOpen, close, volume }) => ({
        tsOpen,
        close,
        volume,
      }))
      expect(after, interval).toEqual(before)
      expect(before.length, interval).toBeGreaterThan(10)
    }
  })

  it('holds the symbols and kinds that were asked for', async () => {
    const deck = await market()
    const recordings = await library(await folder())
    await playTo(deck, 1)
    const played = heard(deck)
    const { id } = await recordings.start(deck, {
      symbols: ['AAPL', 'BTC-USD'],
      channels: ['trade'],
      title: ' Trades ',
    })
    await playTo(deck, 20)
    const { events, symbols, title } = await recordings.stop(id)
    const ids = new Set(deck.market.instruments().flatMap(({ symbol, id: one }) => (symbol === 'EUR-USD' ? [] : [one])))
    const wanted = played.events.filter((event) => event.type === 'trade' && ids.has(event.instrumentId))
    expect({ events, symbols: [...symbols].sort(), title }).toEqual({
      events: wanted.length,
      symbols: ['AAPL', 'BTC-USD'],
      title: 'Trades',
    })
    await expect(recordings.start(deck, { symbols: ['NOPE'] })).rejects.toEqual(failed('UNKNOWN_SYMBOL'))
  })

  it('ends when the deck ends or goes to another place', async () => {
    const deck = await market()
    const recordings = await library(await folder())
    const { id } = await recordings.start(deck)
    await playTo(deck, 3)
    await recordings.stop(id)

    const replay = over(await recordings.open(id))
    const second = await recordings.start(replay)
    await playTo(replay, 1)
    await replay.seek({ fraction: 0 })
    expect((await recordings.stop(second.id)).state).toBe('complete')
    const third = await recordings.start(replay)
    await playTo(replay, 10)
    expect(await recordings.stop(third.id)).toMatchObject({
      state: 'complete',
      digest: recordings.get(id).digest,
    })
  })

  it('goes on in a new one without losing an event', async () => {
    const deck = await market()
    const recordings = await library(await folder())
    const played = heard(deck)
    const told: Recording[] = []
    const { id } = await recordings.start(deck, {
      rotateSeconds: 2,
      title: 'Parts',
      onChange: (recording) => told.push(recording),
    })
    for (let second = 1; second <= 9; second++) {
      await playTo(deck, second)
      // what is looked at once a second asks the disk
      await new Promise<void>((resolve) => void readFile(recordings.pathOf(id)).then(() => resolve()))
    }
    const last = await recordings.stop(id)
    const parts = [...recordings.list()].reverse()
    expect(parts.length).toBeGreaterThan(2)
    expect(parts.map(({ title }) => title)).toEqual([
      'Parts',
      ...parts.slice(1).map((_, place) => `Parts (${place + 2})`),
    ])
    expect(parts.reduce((sum, { events }) => sum + events, 0)).toBe(played.events.length)
    expect(parts.at(-1)).toEqual(last)
    expect(parts.every(({ state }) => state === 'complete')).toBe(true)
    expect(new Set(told.map((recording) => recording.id)).size).toBe(parts.length)
  })
})

describe('ids', () => {
  it.each([
    '',
    '.',
    '..',
    '../live',
    'r-0123456789ab/../x',
    'r-0123456789ab.tape',
    '/etc/passwd',
    'C:\\x',
    'r-'.repeat(5_000),
    'r-000000000000',
    '__proto__',
  ])('that are none, or nobody has, are unknown everywhere: %s', async (id) => {
    const recordings = await library(await folder())
    expect(() => recordings.get(id)).toThrow(failed('UNKNOWN_RECORDING'))
    expect(() => recordings.pathOf(id)).toThrow(failed('UNKNOWN_RECORDING'))
    await expect(recordings.open(id)).rejects.toEqual(failed('UNKNOWN_RECORDING'))
    await expect(recordings.stop(id)).rejects.toEqual(failed('UNKNOWN_RECORDING'))
    await expect(recordings.delete(id)).rejects.toEqual(failed('UNKNOWN_RECORDING'))
    await expect(recordings.change(id, { title: 'x' })).rejects.toEqual(failed('UNKNOWN_RECORDING'))
  })
})

describe('limits and uses', () => {
  it('records no more at once than is allowed', async () => {
    const deck = await market()
    const recordings = await library(await folder(), { maxActiveRecordings: 2 })
    const { id } = await recordings.start(deck)
    await recordings.start(deck)
    await expect(recordings.start(deck)).rejects.toEqual(failed('LIMIT_RECORDINGS'))
    await recordings.stop(id)
    await expect(recordings.start(deck)).resolves.toMatchObject({ state: 'recording' })
    await recordings.stopAll(deck)
    expect(recordings.list().every(({ state }) => state === 'complete')).toBe(true)
  })

  it('deletes nothing that is being made or played', async () => {
    const home = await folder()
    const deck = await market()
    const recordings = await library(home)
    const { id } = await recordings.start(deck)
    await playTo(deck, 1)
    await expect(recordings.delete(id)).rejects.toEqual(failed('RECORDING_BUSY'))
    await recordings.stop(id)
    const [one, other] = [await recordings.open(id), await recordings.open(id)]
    await one.close()
    await one.close()
    await expect(recordings.delete(id)).rejects.toEqual(failed('RECORDING_BUSY'))
    await other.close()
    await expect(recordings.delete(id)).resolves.toMatchObject({ id })
    expect(recordings.list()).toEqual([])
    expect(await readdir(join(home, 'recordings'))).toEqual([])
  })

  it('ends a recording that fills the library, and begins none then', async () => {
    const deck = await market()
    const recordings = await library(await folder(), { maxLibraryBytes: 10_000 })
    const { id } = await recordings.start(deck)
    for (let second = 1; recordings.get(id).state === 'recording' && second < 60; second++) {
      await playTo(deck, second)
      await readFile(recordings.pathOf(id))
    }
    expect(recordings.get(id)).toMatchObject({ state: 'complete' })
    await expect(recordings.start(deck)).rejects.toEqual(failed('LIMIT_RECORDINGS'))
  })

  it('says that a tape could not be created, and lists nothing', async () => {
    const home = await folder()
    const deck = await market()
    const recordings = await library(home)
    await rm(join(home, 'recordings'), { recursive: true })
    await expect(recordings.start(deck)).rejects.toEqual(failed('TAPE_WRITE_FAILED'))
    expect(recordings.list()).toEqual([])
  })
})

describe('what stands in the folder', () => {
  it('is found again, with what people said of it', async () => {
    const home = await folder()
    const deck = await market()
    const first = await library(home)
    const { id } = await first.start(deck)
    await playTo(deck, 2)
    await first.stop(id)
    const changed = await first.change(id, { title: 'A title', notes: 'Notes\nof two lines' })
    expect(changed).toMatchObject({ title: 'A title', notes: 'Notes\nof two lines' })
    await expect(first.change(id, { title: '' })).rejects.toEqual(failed('BAD_OPTION'))
    await first.close()
    expect((await library(home)).list()).toEqual([changed])
  })

  it.each([
    ['missing', (path: string) => rm(path)],
    ['damaged', (path: string) => writeFile(path, '{"title":')],
    ['of another form', (path: string) => writeFile(path, '[]')],
  ])('is known again where what was said of it is %s', async (_what, harm) => {
    const home = await folder()
    const deck = await market()
    const first = await library(home)
    const { id } = await first.start(deck)
    await playTo(deck, 2)
    const recording = await first.stop(id)
    await first.close()
    await harm(join(home, 'recordings', `${id}.json`))
    const { title, ...facts } = (await library(home)).get(id)
    expect(facts).toEqual({ ...recording, title: undefined, ...facts })
    expect(title).not.toBe('')
    expect(existsSync(join(home, 'recordings', `${id}.json`))).toBe(true)
  })

  it('was cut off with its server: it is repaired, and everything before the cut is there', async () => {
    const home = await folder()
    const deck = await market()
    const first = await library(home)
    const { id } = await first.start(deck, { title: 'Cut off' })
    await playTo(deck, 5)
    const { events, bytes } = await first.stop(id)
    // as the server left it: no end, half a block, and what was said of it at the start
    const other = await folder()
    await mkdir(join(other, 'recordings'))
    const path = join(other, 'recordings', `${id}.tape`)
    await copyFile(first.pathOf(id), path)
    await truncate(path, bytes - 300)
    const said = JSON.parse(await readFile(join(home, 'recordings', `${id}.json`), 'utf8')) as object
    const sidecar = join(other, 'recordings', `${id}.json`)
    await writeFile(
      sidecar,
      JSON.stringify({ ...said, state: 'recording', events: 0, bytes: 0, digest: null, deck: 'live' }),
    )
    await writeFile(join(other, 'recordings', `${id}.json.part`), 'half')
    await writeFile(join(other, 'recordings', 'notes.txt'), 'not ours')

    const second = await library(other)
    const recording = second.get(id)
    expect(recording).toMatchObject({ title: 'Cut off', state: 'torn', digest: null, deck: null })
    expect(recording.events).toBeLessThanOrEqual(events)
    const replay = over(await second.open(id))
    const replayed = heard(replay)
    await playTo(replay, 10)
    expect(replayed.events.length).toBe(recording.events)
    expect((await readdir(join(other, 'recordings'))).sort()).toEqual(['notes.txt', `${id}.json`, `${id}.tape`])
    await second.close()
    expect((await library(other)).get(id)).toEqual(recording)
  })

  it('is no tape: it is told of, left alone, and in nobody’s way', async () => {
    const home = await folder()
    await mkdir(join(home, 'recordings'))
    await writeFile(join(home, 'recordings', 'r-0123456789ab.tape'), 'nothing of a tape')
    const said: string[] = []
    const log = { info: () => undefined, error: (message: string) => void said.push(message) }
    const recordings = await library(home, {}, log)
    expect(recordings.list()).toEqual([])
    expect(said.join()).toContain('r-0123456789ab')
    expect(existsSync(join(home, 'recordings', 'r-0123456789ab.tape'))).toBe(true)
  })
})
