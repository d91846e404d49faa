import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { micros, seq, TapedeckError, type SourceEvent } from '@tapedeck/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EVENTS, HEADER, HISTORY, START } from '../fixtures/sample-tape.ts'
import type { TapeSource } from '../source.ts'
import { encodeTape } from '../text/tape-text.ts'
import { createTapeFile } from './tape-file-sink.ts'
import { openTapeFile } from './tape-file-source.ts'

let folder = ''
let files = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapedeck-'))
})
afterAll(() => rm(folder, { recursive: true }))

const newPath = (): string => join(folder, `${files++}.jsonl`)
async function fileOf(content: string | Uint8Array): Promise<string> {
  const path = newPath()
  await writeFile(path, content)
  return path
}

/** Everything that a source gives; the error that ended it comes last. */
async function drain(source: TapeSource): Promise<(SourceEvent | TapedeckError)[]> {
  const events: (SourceEvent | TapedeckError)[] = []
  try {
    while (await source.fill()) {
      for (let event = source.next(); event !== undefined; event = source.next()) events.push(event)
    }
  } catch (thrown) {
    if (!(thrown instanceof TapedeckError)) throw thrown
    events.push(thrown)
  } finally {
    await source.close()
  }
  return events
}

function* statuses(count: number): Generator<SourceEvent> {
  for (let i = 1; i <= count; i++) {
    const ts = micros(START + i)
    yield { type: 'status', ts, tsRecv: ts, seq: seq(i), instrumentId: 1, status: 'trading', reason: `reason ${i}` }
  }
}

const SAMPLE = encodeTape({ header: HEADER, history: HISTORY, events: EVENTS })

describe('a recording', () => {
  it('is played back event by event, and its span and digest are known before it is read', async () => {
    const path = newPath()
    const sink = await createTapeFile(path, HEADER, HISTORY)
    for (const event of EVENTS) sink.write(event)
    const summary = await sink.close()
    expect(await readFile(path, 'utf8')).toBe(SAMPLE)

    const source = await openTapeFile(path)
    expect(source).toMatchObject({ header: HEADER, history: HISTORY, torn: null, complete: true, path })
    expect(source).toMatchObject({ ...summary, lastTsRecv: EVENTS.at(-1)?.tsRecv })
    expect(await drain(source)).toEqual(EVENTS)
    expect(source.complete).toBe(true)
  })

  it('that is still being made holds after a flush what was written before it', async () => {
    const path = newPath()
    const sink = await createTapeFile(path, HEADER, HISTORY, { sync: 'never' })
    for (const event of EVENTS.slice(0, 4)) sink.write(event)
    await sink.flush()
    const source = await openTapeFile(path)
    expect(source).toMatchObject({ complete: false, torn: null, digest: null, lastTsRecv: EVENTS[3]?.tsRecv })
    expect(await drain(source)).toEqual(EVENTS.slice(0, 4))
    await sink.close()
  })

  it('longer than any buffer comes back whole', async () => {
    const path = newPath()
    const sink = await createTapeFile(path, HEADER, [], { sync: 'never' })
    for (const event of statuses(20_000)) sink.write(event)
    expect(await sink.close()).toMatchObject({ events: 20_000 })
    expect(await drain(await openTapeFile(path))).toEqual([...statuses(20_000)])
  })

  it('is never written over another, unless that is asked for', async () => {
    const path = await fileOf('precious')
    await expect(createTapeFile(path, HEADER, [])).rejects.toMatchObject({
      code: 'TAPE_WRITE_FAILED',
      message: `${path} exists and is not overwritten: name another file, or allow it with \`overwrite\``,
    })
    expect(await readFile(path, 'utf8')).toBe('precious')
    await (await createTapeFile(path, HEADER, [], { overwrite: true })).close()
    expect(await drain(await openTapeFile(path))).toEqual([])
  })

  it('of an instrument that never entered fails without stopping whoever plays', async () => {
    const errors: TapedeckError[] = []
    const path = newPath()
    const sink = await createTapeFile(path, HEADER, [], { onError: (error) => errors.push(error) })
    const [good] = statuses(1)
    if (good === undefined) throw new Error('no event')
    sink.write(good)
    await sink.flush()
    sink.write({ ...good, instrumentId: 99 } as SourceEvent)
    sink.write(good)
    await expect(sink.flush()).rejects.toMatchObject({ code: 'TAPE_WRITE_FAILED' })
    await expect(sink.close()).rejects.toMatchObject({ code: 'TAPE_WRITE_FAILED' })
    expect(errors.map((error) => error.message)).toEqual([expect.stringContaining('instrument 99')])
    // what was written before can be played
    expect(await drain(await openTapeFile(path))).toEqual([good])
  })

  it.runIf(existsSync('/dev/full'))('on a full disk says so', async () => {
    const failed = { code: 'TAPE_WRITE_FAILED', message: expect.stringContaining('ENOSPC') as string }
    await expect(createTapeFile('/dev/full', HEADER, [], { overwrite: true })).rejects.toMatchObject(failed)
  })

  it('into a folder that does not exist says so', async () => {
    const path = join(folder, 'nowhere', 'x.jsonl')
    await expect(createTapeFile(path, HEADER, [])).rejects.toMatchObject({
      code: 'TAPE_WRITE_FAILED',
      details: { path },
    })
  })
})

describe('a file that was damaged', () => {
  it('in its last line plays up to there, and says how much is lost', async () => {
    const bytes = Buffer.from(SAMPLE)
    const lastEvent = bytes.indexOf('{"type":"opaque"')
    const lostBytes = 40
    const source = await openTapeFile(await fileOf(bytes.subarray(0, lastEvent + lostBytes)))
    expect(source).toMatchObject({ complete: false, torn: { lostBytes }, lastTsRecv: EVENTS[7]?.tsRecv })
    expect(await drain(source)).toEqual(EVENTS.slice(0, -1))
    expect(source).toMatchObject({ complete: false, torn: { lostBytes } })
  })

  it('in its midst plays up to there, and then names the line', async () => {
    const source = await openTapeFile(await fileOf(SAMPLE.replace('"status":"halted"', '"status":"hal\u0000ted"')))
    const played = await drain(source)
    expect(played.slice(0, -1)).toEqual(EVENTS.slice(0, 5))
    expect(played.at(-1)).toMatchObject({ code: 'TAPE_CORRUPT', details: { line: 8 } })
  })

  it('by bytes that are no text plays up to there, and then names the line', async () => {
    const bytes = Buffer.from(SAMPLE)
    bytes[bytes.indexOf('news pending')] = 0xff
    const played = await drain(await openTapeFile(await fileOf(bytes)))
    expect(played.slice(0, -1)).toEqual(EVENTS.slice(0, 5))
    expect(played.at(-1)).toMatchObject({ code: 'TAPE_CORRUPT', details: { line: 8 } })
  })

  it('in a digit is found out at its end', async () => {
    const played = await drain(await openTapeFile(await fileOf(SAMPLE.replace('0.0263', '0.0264'))))
    expect(played.slice(0, -1)).toHaveLength(EVENTS.length)
    expect(played.at(-1)).toMatchObject({ code: 'TAPE_CORRUPT', details: { field: 'digest' } })
  })

  it('by a line without end is refused before it fills the memory', async () => {
    const path = await fileOf(SAMPLE.slice(0, SAMPLE.lastIndexOf('{"type":"end"')) + 'x'.repeat(9_000_000))
    const played = await drain(await openTapeFile(path))
    expect(played.slice(0, -1)).toEqual(EVENTS)
    expect(played.at(-1)).toMatchObject({ code: 'TAPE_CORRUPT', message: expect.stringContaining('longer') as string })
  })
})

describe('a path', () => {
  it('to nothing, or to a folder, is not found', async () => {
    const path = join(folder, 'missing.jsonl')
    await expect(openTapeFile(path)).rejects.toMatchObject({
      code: 'TAPE_NOT_FOUND',
      message: `there is no file ${path}`,
    })
    await expect(openTapeFile(folder)).rejects.toMatchObject({ code: 'TAPE_NOT_FOUND' })
  })

  it.each([
    ['an empty file', ''],
    ['a CSV file', 'timestamp,bid,ask\n1,2,3\n'],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff)],
    ['a large file of one line', new Uint8Array(9_000_000)],
  ])('to %s is foreign', async (_, content) => {
    await expect(openTapeFile(await fileOf(content))).rejects.toMatchObject({ code: 'TAPE_FOREIGN' })
  })
})
