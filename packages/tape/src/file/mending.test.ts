import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { micros, seq, type SourceEvent } from '@tapedeck/protocol'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HEADER, HISTORY, START } from '../fixtures/sample-tape.ts'
import { createEventCursor } from '@tapedeck/protocol'
import { chainTapes } from './chain-tapes.ts'
import { readBlocks } from './read-blocks.ts'
import { repairTape } from './repair-tape.ts'
import { createTapeFile } from './tape-file-sink.ts'
import { openTapeFile } from './tape-file-source.ts'
import { verifyTape } from './verify-tape.ts'

let folder = ''
let files = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapedeck-'))
})
afterAll(() => rm(folder, { recursive: true }))

const newPath = (form = 'tape'): string => join(folder, `${files++}.${form}`)
const statuses = (from: number, to: number): SourceEvent[] =>
  Array.from({ length: to - from }, (_, i) => {
    const ts = micros(START + (from + i) * 1_000)
    const number = seq(from + i)
    return { type: 'status', ts, tsRecv: ts, seq: number, instrumentId: 1, status: 'trading', reason: `r${from + i}` }
  })
const EVENTS = statuses(1, 301)

/** Where each reported durability left the file. */
interface Durable {
  readonly bytes: number
  readonly events: number
}

async function written(path: string, durable: Durable[] = []): Promise<Uint8Array> {
  const sink = await createTapeFile(path, HEADER, HISTORY, { blockBytes: 100 })
  durable.push({ bytes: (await readFile(path)).length, events: 0 })
  for (const [index, event] of EVENTS.entries()) {
    sink.write(event)
    if (index % 50 === 49) sink.keyframe(new Uint8Array(60), [])
    if (index % 30 !== 29) continue
    await sink.flush()
    durable.push({ bytes: (await readFile(path)).length, events: index + 1 })
  }
  await sink.close()
  return readFile(path)
}

describe('a tape', () => {
  it.each(['tape', 'jsonl', 'jsonl.gz'])('that is whole (%s) has no problem', async (form) => {
    const path = newPath(form)
    await written(path)
    const check = await verifyTape(path)
    expect(check).toMatchObject({ events: 300, complete: true, problems: [] })
    if (form === 'jsonl.gz') return
    const bytes = await readFile(path)
    expect(await repairTape(path)).toEqual({ events: 300, digest: check.digest, lostBytes: 0, lostEvents: 0 })
    expect(await readFile(path)).toEqual(bytes)
  })

  it('cut off or overwritten anywhere after the last sync keeps what was durable, once repaired', async () => {
    const durable: Durable[] = []
    const whole = await written(newPath(), durable)
    const first = durable[0]?.bytes ?? 0
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: first, max: whole.length - 1 }),
        fc.uint8Array({ maxLength: 40 }),
        async (length, junk) => {
          const path = newPath()
          await writeFile(path, Buffer.concat([whole.subarray(0, length), junk]))
          const kept = durable.findLast(({ bytes }) => bytes <= length)?.events ?? 0
          const repair = await repairTape(path)
          expect(repair.events).toBeGreaterThanOrEqual(kept)
          const check = await verifyTape(path)
          expect(check).toMatchObject({ problems: [], complete: true, events: repair.events, digest: repair.digest })
          expect(await repairTape(path)).toMatchObject({ lostBytes: 0, lostEvents: 0, events: repair.events })
          await using source = await openTapeFile(path)
          const events: SourceEvent[] = []
          while (await source.fill()) for (let e = source.next(); e !== undefined; e = source.next()) events.push(e)
          expect(events).toEqual(EVENTS.slice(0, repair.events))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('with any bit turned after its header has a problem, and none once repaired', async () => {
    const durable: Durable[] = []
    const whole = await written(newPath(), durable)
    const first = (durable[0]?.bytes ?? 0) * 8
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: first, max: whole.length * 8 - 1 }), async (bit) => {
        const bytes = Uint8Array.from(whole)
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        const path = newPath()
        await writeFile(path, bytes)
        expect((await verifyTape(path)).problems).not.toEqual([])
        const repair = await repairTape(path)
        expect(repair.events + repair.lostEvents).toBe(300)
        expect((await verifyTape(path)).problems).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('says how many events were lost', async () => {
    const whole = await written(newPath())
    const path = newPath()
    await writeFile(path, whole.subarray(0, (whole.length >> 1) + 40))
    const before = await verifyTape(path)
    expect(before.problems.at(-1)).toContain('has no end')
    const repair = await repairTape(path)
    expect(repair.events).toBe(before.events)
    expect(repair.lostEvents).toBeGreaterThan(0)
    expect(repair.lostBytes).toBeGreaterThan(0)
  })

  it('of text that was cut off gets its end; damaged text and gzip are refused', async () => {
    const path = newPath('jsonl')
    const whole = await written(path)
    await writeFile(path, whole.subarray(0, whole.length - 150))
    expect((await verifyTape(path)).problems).toHaveLength(2)
    expect(await repairTape(path)).toMatchObject({ events: 299, lostEvents: 1 })
    expect(await verifyTape(path)).toMatchObject({ problems: [], complete: true })
    await writeFile(path, Buffer.from(whole).toString().replace('"r7"', 'r7'))
    await expect(repairTape(path)).rejects.toMatchObject({ code: 'TAPE_CORRUPT' })
    const zipped = newPath('jsonl.gz')
    await written(zipped)
    await expect(repairTape(zipped)).rejects.toMatchObject({ code: 'TAPE_CORRUPT' })
  })

  it('is read by a cursor', async () => {
    const path = newPath()
    await written(path)
    const cursor = createEventCursor()
    const times: number[] = []
    for await (const block of readBlocks(path)) {
      cursor.open(block)
      while (cursor.next()) times.push(cursor.tsRecv)
    }
    expect(times).toEqual(EVENTS.map(({ tsRecv }) => tsRecv))
    const text = newPath('jsonl')
    await written(text)
    await expect(readBlocks(text).next()).rejects.toMatchObject({ code: 'TAPE_FOREIGN' })
  })
})

describe('tapes in a chain', () => {
  it('are one, which goes on as it is written', async () => {
    const [one, two] = [newPath(), newPath()]
    const paths = [one]
    const head = (event: number): typeof HEADER => ({ ...HEADER, start: micros(START + event * 1_000) })
    const first = await createTapeFile(one, HEADER, HISTORY, {})
    for (const event of EVENTS.slice(0, 100)) first.write(event)
    first.keyframe(Uint8Array.of(100), [])
    for (const event of EVENTS.slice(100, 150)) first.write(event)
    await first.flush()

    const chain = await chainTapes(() => paths)
    const read = async (): Promise<SourceEvent[]> => {
      const events: SourceEvent[] = []
      while (await chain.fill()) for (let e = chain.next(); e !== undefined; e = chain.next()) events.push(e)
      return events
    }
    expect(await read()).toEqual(EVENTS.slice(0, 150))
    const second = await createTapeFile(two, head(200), [], { opening: Uint8Array.of(200) })
    paths.push(two)
    for (const event of EVENTS.slice(200)) second.write(event)
    await second.flush()
    // the first part has not been ended: nothing of the second is played before the rest of it
    for (const event of EVENTS.slice(150, 200)) first.write(event)
    expect(await read()).toEqual([])
    await first.close()
    expect(await read()).toEqual(EVENTS.slice(150))
    await second.close()
    await rm(one)

    expect(chain).toMatchObject({ eventCount: 300, span: { from: START, to: EVENTS.at(-1)?.tsRecv } })
    const at = async (event: number): Promise<readonly [number | undefined, SourceEvent[]]> => {
      const keyframe = await chain.seek(micros(START + event * 1_000))
      return [keyframe?.events, await read()]
    }
    expect(await at(50)).toEqual([undefined, EVENTS])
    expect(await at(150)).toEqual([100, EVENTS.slice(100)])
    expect(await at(250)).toEqual([200, EVENTS.slice(200)])
    await chain.close()
    await expect(chainTapes(() => [])).rejects.toMatchObject({ code: 'TAPE_NOT_FOUND' })
  })
})
