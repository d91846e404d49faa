/** Uploads: every form is taken, everything else is refused with its reason, and a refusal leaves nothing behind. */

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { createRecorder } from '@tapedeck/deck'
import type { TapeSummary } from '@tapedeck/tape'
import { createTapeFile } from '@tapedeck/tape/node'
import { describe, expect, it } from 'vitest'
import { heard, playTo, seen, useDecks } from './decks.fixture.ts'

const { folder, market, over, library } = useDecks()

const failed = (code: string): unknown => expect.objectContaining({ code }) as unknown

async function* inPieces(bytes: Uint8Array, size = 1_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    await Promise.resolve()
    yield bytes.subarray(at, at + size)
  }
}

/** A tape of some seconds in a form. */
async function tapeOf(
  form: 'tape' | 'jsonl' | 'jsonl.gz',
): Promise<{ readonly bytes: Buffer; readonly summary: TapeSummary }> {
  const path = join(await folder(), `uploaded.${form}`)
  const deck = await market({ scenarios: ['rename'], symbols: ['BTC-USD', 'F'] })
  const sink = await createTapeFile(path, deck.header, deck.history)
  const recorder = createRecorder(deck, sink)
  await playTo(deck, 15)
  const summary = await recorder.close()
  return { bytes: await readFile(path), summary }
}

describe.each(['tape', 'jsonl', 'jsonl.gz'] as const)('an upload in the form %s', (form) => {
  it('is listed with what is on it, and plays from any place', async () => {
    const { bytes, summary } = await tapeOf(form)
    const recordings = await library(await folder())
    const recording = await recordings.upload(inPieces(bytes), { title: 'Mine' })
    expect(recording).toMatchObject({ title: 'Mine', state: 'complete', ...summary })
    expect(recording.symbols).toEqual(['BTC-USD', 'F', 'FORD'])
    expect(recording.bytes).toBe((await readFile(recordings.pathOf(recording.id))).length)
    expect(recordings.list()).toEqual([recording])

    const deck = over(await recordings.open(recording.id))
    const played = heard(deck)
    await playTo(deck, 20)
    expect(played.digest()).toBe(summary.digest)
    const atEnd = seen(deck)
    await deck.seek({ fraction: 0.3 })
    await playTo(deck, 20)
    expect(seen(deck)).toEqual(atEnd)
  })

  it('has a title of its own where none is given', async () => {
    const { bytes } = await tapeOf(form)
    const recordings = await library(await folder())
    expect((await recordings.upload(inPieces(bytes))).title).toMatch(/^simulated market/)
  })

  it('is refused where it is cut off or a byte is wrong, and leaves nothing behind', async () => {
    const { bytes } = await tapeOf(form)
    const home = await folder()
    const recordings = await library(home)
    const wrong = Buffer.from(bytes)
    const place = Math.floor(bytes.length * 0.7)
    wrong.writeUInt8(wrong.readUInt8(place) ^ 0x10, place)
    for (const upload of [bytes.subarray(0, bytes.length - 20), bytes.subarray(0, 5_000), wrong]) {
      const error: unknown = await recordings.upload(inPieces(upload)).catch((thrown: unknown) => thrown)
      expect(error).toEqual(failed('TAPE_CORRUPT'))
      expect((error as Error).message).not.toContain(home)
    }
    expect(recordings.list()).toEqual([])
    expect(await readdir(join(home, 'recordings'))).toEqual([])
  })
})

it.each([
  ['nothing', Buffer.alloc(0)],
  ['one byte', Buffer.from([0x1f])],
  ['text', Buffer.from('hello\nworld\n')],
  ['another JSON', Buffer.from('{"a":1}\n{"a":2}\n')],
  ['gzip of nothing', gzipSync('')],
  ['gzip of zeroes', gzipSync(Buffer.alloc(100_000))],
  ['zeroes', Buffer.alloc(100_000)],
])('what is no tape is refused: %s', async (_what, bytes) => {
  const home = await folder()
  const recordings = await library(home)
  await expect(recordings.upload(inPieces(bytes))).rejects.toEqual(failed('TAPE_FOREIGN'))
  expect(await readdir(join(home, 'recordings'))).toEqual([])
})

it('is refused where it is too large, packed or unpacked', async () => {
  const { bytes } = await tapeOf('jsonl.gz')
  const home = await folder()
  const recordings = await library(home, { maxUploadBytes: 50_000 })
  const bomb = gzipSync(Buffer.concat([gunzipSync(bytes), Buffer.alloc(30_000_000)]), { level: 9 })
  for (const upload of [gunzipSync(bytes), bomb]) {
    await expect(recordings.upload(inPieces(upload))).rejects.toEqual(failed('TAPE_TOO_LARGE'))
  }
  expect(await readdir(join(home, 'recordings'))).toEqual([])
})

it('is refused where the library has no room', async () => {
  const { bytes } = await tapeOf('tape')
  const home = await folder()
  const recordings = await library(home, { maxLibraryBytes: Math.floor(bytes.length * 1.5) })
  await recordings.upload(inPieces(bytes))
  await expect(recordings.upload(inPieces(bytes))).rejects.toEqual(failed('LIMIT_RECORDINGS'))
  expect(await readdir(join(home, 'recordings'))).toHaveLength(2)
})

it('ends with whoever sends it', async () => {
  const { bytes } = await tapeOf('tape')
  const home = await folder()
  const recordings = await library(home)
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield* inPieces(bytes.subarray(0, 5_000))
    throw new Error('the connection was lost')
  }
  await expect(recordings.upload(broken())).rejects.toThrow('the connection was lost')
  expect(await readdir(join(home, 'recordings'))).toEqual([])
})
