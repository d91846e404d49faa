import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { micros, seq, TapedeckError, type BarState, type SourceEvent } from '@tapedeck/protocol'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BLOCK, BLOCK_HEAD, FILE_MARK, frameBlock } from '../binary/block.ts'
import { END_BYTES } from '../binary/tape-head.ts'
import { arbitraryTape } from '../fixtures/arbitrary-tape.ts'
import { EVENTS, HEADER, HISTORY, START } from '../fixtures/sample-tape.ts'
import type { TapeSummary } from '../sink.ts'
import { isSeekable, type SeekableSource, type TapeSource } from '../source.ts'
import type { TapeContent } from '../text/tape-text.ts'
import type { OpenedTape } from './opened-tape.ts'
import type { TapeFileOptions } from './tape-file-options.ts'
import { createTapeFile } from './tape-file-sink.ts'
import { openTapeFile } from './tape-file-source.ts'

let folder = ''
let files = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapedeck-'))
})
afterAll(() => rm(folder, { recursive: true }))

const newPath = (form = 'tape'): string => join(folder, `${files++}.${form}`)
const SMALL_BLOCKS: TapeFileOptions = { sync: 'never', blockBytes: 100 }

async function open(path: string): Promise<OpenedTape & SeekableSource> {
  const source = await openTapeFile(path)
  if (!isSeekable(source)) throw new Error(`${path} is not in the binary form`)
  return source
}

/** Everything that is left of a source. */
async function rest(source: TapeSource): Promise<SourceEvent[]> {
  const events: SourceEvent[] = []
  while (await source.fill()) {
    for (let event = source.next(); event !== undefined; event = source.next()) events.push(event)
  }
  return events
}

/** State that a test can recognize: the number of events before it, in longer or shorter text. */
const stateOf = (events: number): Uint8Array => new TextEncoder().encode(`${events}`.padEnd(events % 50, ' '))
const barOf = (number: number): BarState => ({
  instrumentId: 1,
  interval: '1s',
  seq: seq(number),
  tsOpen: micros(START + number * 1_000_000),
  tsClose: micros(START + (number + 1) * 1_000_000),
  open: number as BarState['open'],
  high: (number + 3) as BarState['high'],
  low: (number - 3) as BarState['low'],
  close: (number + 1) as BarState['close'],
  volume: 5 as BarState['volume'],
  tradeCount: 2,
  closed: true,
  corrected: false,
})

/** Writes a tape with a keyframe, and a bar, after every so many events. */
async function write(
  path: string,
  tape: TapeContent,
  options: TapeFileOptions = SMALL_BLOCKS,
  every = Infinity,
): Promise<TapeSummary> {
  const sink = await createTapeFile(path, tape.header, tape.history, options)
  tape.events.forEach((event, index) => {
    sink.write(event)
    if ((index + 1) % every === 0) sink.keyframe(stateOf(index + 1), [barOf(index + 1)])
  })
  return sink.close()
}

const SAMPLE: TapeContent = { header: HEADER, history: HISTORY, events: EVENTS }
const statuses = (count: number): SourceEvent[] =>
  Array.from({ length: count }, (_, i) => {
    const ts = micros(START + (i + 1) * 1_000)
    return {
      type: 'status',
      ts,
      tsRecv: ts,
      seq: seq(i + 1),
      instrumentId: 1,
      status: 'trading',
      reason: `reason ${i + 1}`,
    }
  })
const LONG: TapeContent = { header: HEADER, history: HISTORY, events: statuses(500) }

describe('a binary tape', () => {
  it('gives back everything that was written, in every form', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryTape, fc.constantFrom('tape', 'jsonl', 'jsonl.gz'), async (tape, form) => {
        const path = newPath(form)
        const opening = Uint8Array.of(1, 2, 255)
        const summary = await write(path, tape, { ...SMALL_BLOCKS, opening })
        await using source = await openTapeFile(path)
        expect(source.header).toEqual(tape.header)
        expect([...source.history]).toEqual(tape.history)
        expect(source.opening).toEqual(opening)
        expect(await rest(source)).toEqual(tape.events)
        expect(source.complete).toBe(true)
        if (form !== 'jsonl.gz') expect(source).toMatchObject(summary)
      }),
      { numRuns: 60 },
    )
  })

  it('stands after the newest keyframe before a time, and plays on from there', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryTape, fc.nat({ max: 8 }), fc.nat(), async (tape, every, place) => {
        const path = newPath()
        await write(path, tape, SMALL_BLOCKS, every + 1)
        await using source = await open(path)
        const last = tape.events.at(-1)?.tsRecv ?? START
        const at = micros(START + (place % (last - START + 2)))
        const keyframe = await source.seek(at)
        const early = tape.events.filter(({ tsRecv }) => tsRecv < at).length
        // the last event before it that a keyframe follows
        const expected = early - (early % (every + 1))
        if (expected === 0) expect(keyframe).toBeNull()
        else expect(keyframe).toMatchObject({ events: expected, state: stateOf(expected) })
        expect(await rest(source)).toEqual(tape.events.slice(expected))
        expect(source.span).toEqual({ from: START, to: last })
        expect(source.eventCount).toBe(tape.events.length)
      }),
      { numRuns: 60 },
    )
  })

  it('knows its markers, and the bars that stand beside its events', async () => {
    const path = newPath()
    await write(path, SAMPLE, SMALL_BLOCKS, 2)
    await using source = await open(path)
    expect(source.markers).toEqual([{ name: 'fault', tsRecv: START + 8_000 }])
    const query = { instrumentId: 1, interval: '1s', from: 0, to: Infinity, limit: 10, events: 99 } as const
    expect(await source.closedBars(query)).toEqual([2, 4, 6, 8].map(barOf))
    expect(await source.closedBars({ ...query, limit: 2 })).toEqual([6, 8].map(barOf))
    expect(await source.closedBars({ ...query, events: 5 })).toEqual([2, 4].map(barOf))
    expect(await source.closedBars({ ...query, from: barOf(4).tsOpen, to: barOf(8).tsOpen })).toEqual([4, 6].map(barOf))
    expect(await source.closedBars({ ...query, interval: '5s' })).toEqual([])
    expect(await source.closedBars({ ...query, instrumentId: 2 })).toEqual([])
  })

  it('that a deck began in the midst has the bars of before it', async () => {
    const path = newPath()
    await write(path, SAMPLE, { ...SMALL_BLOCKS, opening: stateOf(7), bars: [barOf(1)] })
    await using source = await open(path)
    const query = { instrumentId: 1, interval: '1s', from: 0, to: Infinity, limit: 10, events: 0 } as const
    expect(await source.closedBars(query)).toEqual([barOf(1)])
    expect(await source.seek(micros(START + 1))).toBeNull()
  })

  it('shows a corrected bar in its last form', async () => {
    const path = newPath()
    const corrected = { ...barOf(1), volume: 1 as BarState['volume'], seq: seq(9), corrected: true }
    const sink = await createTapeFile(path, HEADER, [], SMALL_BLOCKS)
    for (const [index, event] of statuses(4).entries()) {
      sink.write(event)
      sink.keyframe(stateOf(index), [index === 3 ? corrected : barOf(index + 1)])
    }
    await sink.close()
    await using source = await open(path)
    const query = { instrumentId: 1, interval: '1s', from: 0, to: Infinity, limit: 2, events: 9 } as const
    expect(await source.closedBars(query)).toEqual([2, 3].map(barOf))
    expect(await source.closedBars({ ...query, limit: 3 })).toEqual([corrected, barOf(2), barOf(3)])
    expect(await source.closedBars({ ...query, limit: 3, events: 3 })).toEqual([1, 2, 3].map(barOf))
  })

  it('asks for keyframes by events and by bytes', async () => {
    const sink = await createTapeFile(newPath(), HEADER, [], { sync: 'never' })
    const [event] = statuses(1)
    if (event === undefined) throw new Error('no event')
    const untilWanted = (): number => {
      let written = 0
      while (!sink.wantsKeyframe) {
        sink.write(event)
        written++
      }
      return written
    }
    const first = untilWanted()
    expect(first).toBeLessThan(50_000)
    sink.keyframe(new Uint8Array(100_000), [])
    // ten times as many bytes would be more events than are allowed
    expect(untilWanted()).toBe(50_000)
    sink.keyframe(new Uint8Array(10_000), [])
    const third = untilWanted()
    expect(third).toBeGreaterThan(first)
    expect(third).toBeLessThan(50_000)
    await sink.close()
  })

  it('can be read while it is written, and goes on where it ended', async () => {
    const path = newPath()
    const durable: number[] = []
    const sink = await createTapeFile(path, HEADER, HISTORY, { blockBytes: 100, onDurable: (n) => durable.push(n) })
    await using source = await open(path)
    expect(source).toMatchObject({ complete: false, torn: null, digest: null, eventCount: 0, lastTsRecv: null })
    expect(await source.fill()).toBe(false)
    for (const event of EVENTS.slice(0, 4)) sink.write(event)
    await sink.flush()
    expect(await rest(source)).toEqual(EVENTS.slice(0, 4))
    expect(source.span.to).toBe(EVENTS[3]?.tsRecv)
    for (const event of EVENTS.slice(4)) sink.write(event)
    sink.keyframe(stateOf(9), [])
    await sink.close()
    expect(await rest(source)).toEqual(EVENTS.slice(4))
    expect(source).toMatchObject({ complete: true, torn: null })
    expect(durable).toEqual([4, 9])
  })

  it('is never written over another, unless that is asked for', async () => {
    const path = newPath()
    await writeFile(path, 'precious')
    await expect(createTapeFile(path, HEADER, [])).rejects.toMatchObject({ code: 'TAPE_WRITE_FAILED' })
    expect(await readFile(path, 'utf8')).toBe('precious')
    await (await createTapeFile(path, HEADER, [], { overwrite: true })).close()
    await using source = await open(path)
    expect(await rest(source)).toEqual([])
  })

  it.runIf(existsSync('/dev/full'))('on a full disk says so', async () => {
    await expect(createTapeFile('/dev/full', HEADER, [], { overwrite: true })).rejects.toMatchObject({
      code: 'TAPE_WRITE_FAILED',
      message: expect.stringContaining('ENOSPC') as string,
    })
  })

  it('ends where an event cannot be written, and whoever plays goes on', async () => {
    const path = newPath()
    const errors: TapedeckError[] = []
    const sink = await createTapeFile(path, HEADER, [], { ...SMALL_BLOCKS, onError: (error) => errors.push(error) })
    const [good, later] = statuses(2)
    if (good === undefined || later === undefined) throw new Error('no event')
    sink.write(good)
    await sink.flush()
    sink.write(later)
    sink.write({ ...good, ts: micros(0), seq: seq(0.5) })
    sink.write(later)
    await expect(sink.flush()).rejects.toMatchObject({ code: 'TAPE_WRITE_FAILED' })
    await expect(sink.close()).rejects.toMatchObject({ code: 'TAPE_WRITE_FAILED' })
    expect(errors).toHaveLength(1)
    await using source = await open(path)
    expect(source).toMatchObject({ complete: false, torn: null })
    expect(await rest(source)).toEqual([good])
  })
})

describe('a damaged binary tape', () => {
  /** Events up to the error, and the error. */
  async function play(path: string): Promise<{ events: SourceEvent[]; error: unknown }> {
    const events: SourceEvent[] = []
    try {
      await using source = await openTapeFile(path)
      while (await source.fill()) {
        for (let event = source.next(); event !== undefined; event = source.next()) events.push(event)
      }
    } catch (error) {
      return { events, error }
    }
    return { events, error: undefined }
  }

  it('cut off anywhere plays its whole blocks, or says that it has no header', async () => {
    const path = newPath()
    await write(path, LONG, SMALL_BLOCKS, 40)
    const whole = await readFile(path)
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: whole.length - 1 }), async (length) => {
        const cut = newPath()
        await writeFile(cut, whole.subarray(0, length))
        const { events, error } = await play(cut)
        expect(events).toEqual(LONG.events.slice(0, events.length))
        if (error !== undefined) {
          expect(error).toMatchObject({ code: length < FILE_MARK.length - 1 ? 'TAPE_FOREIGN' : 'TAPE_CORRUPT' })
        }
      }),
      { numRuns: 60 },
    )
  })

  it('with any bit turned plays nothing that was not written', async () => {
    const path = newPath()
    await write(path, LONG, SMALL_BLOCKS, 40)
    const whole = await readFile(path)
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: whole.length * 8 - 1 }), async (bit) => {
        const bytes = Uint8Array.from(whole)
        const at = bit >> 3
        bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit & 7))
        const turned = newPath()
        await writeFile(turned, bytes)
        const { events, error } = await play(turned)
        expect(events).toEqual(LONG.events.slice(0, events.length))
        if (error !== undefined) expect(error).toBeInstanceOf(TapedeckError)
      }),
      { numRuns: 100 },
    )
  })

  it('in its midst plays up to there, and then names the block', async () => {
    const path = newPath()
    await write(path, LONG)
    const bytes = await readFile(path)
    bytes.fill(0, bytes.length >> 1, (bytes.length >> 1) + 4)
    await writeFile(path, bytes)
    const { events, error } = await play(path)
    expect(events.length).toBeGreaterThan(100)
    expect(events.length).toBeLessThan(400)
    expect(error).toMatchObject({ code: 'TAPE_CORRUPT', message: expect.stringContaining('block at byte') as string })
  })

  it('without its end is read by its blocks', async () => {
    const path = newPath()
    await write(path, LONG, SMALL_BLOCKS, 40)
    const whole = await readFile(path)
    await truncate(path, whole.length - END_BYTES - 3)
    await using source = await open(path)
    expect(source).toMatchObject({ complete: false, eventCount: 500 })
    expect(source.torn?.lostBytes).toBeGreaterThan(0)
    expect(await source.seek(micros(START + 481_000))).toMatchObject({ events: 480 })
  })

  it('of a later version says so, and one of another program is foreign', async () => {
    const path = newPath()
    const later = Uint8Array.from(FILE_MARK)
    later[7] = 2
    await writeFile(path, later)
    await expect(openTapeFile(path)).rejects.toMatchObject({ code: 'TAPE_VERSION', details: { version: 2 } })
    await writeFile(path, Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a))
    await expect(openTapeFile(path)).rejects.toMatchObject({ code: 'TAPE_FOREIGN' })
  })

  it('that claims gigabytes is believed no byte of it', async () => {
    const path = newPath()
    const head = Buffer.alloc(BLOCK_HEAD)
    head.writeUInt32LE(0x4b424454, 0)
    head.writeUInt8(BLOCK.header, 4)
    head.writeUInt32LE(0xffff_fff0, 8)
    await writeFile(path, Buffer.concat([FILE_MARK, head]))
    await truncate(path, 10_000_000_000)
    await expect(openTapeFile(path)).rejects.toMatchObject({ code: 'TAPE_CORRUPT' })
  })

  it('whose checksums are right and whose records are not says where', async () => {
    const path = newPath()
    await write(path, { ...SAMPLE, events: [] })
    const bytes = await readFile(path)
    const events = bytes.subarray(0, bytes.length - END_BYTES)
    const head = [2, 10, 0, 0]
    await writeFile(path, Buffer.concat([events, frameBlock(BLOCK.events, Uint8Array.of(...head, 0xff, 0xff))]))
    expect((await play(path)).error).toMatchObject({ code: 'TAPE_CORRUPT' })
  })

  it('unpacked from a few bytes to many takes no more memory than a line', async () => {
    const { gzipSync } = await import('node:zlib')
    const text = newPath('jsonl')
    await write(text, { ...SAMPLE, history: [], events: [] })
    const [header = ''] = (await readFile(text, 'utf8')).split('\n')
    const bomb = gzipSync(Buffer.concat([Buffer.from(`${header}\n`), Buffer.alloc(100_000_000, ' ')]))
    expect(bomb.length).toBeLessThan(200_000)
    const path = newPath('jsonl.gz')
    await writeFile(path, bomb)
    await expect(openTapeFile(path)).rejects.toMatchObject({
      code: 'TAPE_CORRUPT',
      message: expect.stringContaining('longer') as string,
    })
  })

  it('gzipped and cut off, or of no gzip, plays what is there', async () => {
    const path = newPath('jsonl.gz')
    await write(path, LONG)
    const whole = await readFile(path)
    const cut = newPath('jsonl.gz')
    await writeFile(cut, whole.subarray(0, whole.length - 700))
    const { events } = await play(cut)
    expect(events).toEqual(LONG.events.slice(0, events.length))
    const bad = newPath('jsonl.gz')
    whole.fill(0xff, 40, 90)
    await writeFile(bad, whole)
    expect((await play(bad)).error).toMatchObject({ code: 'TAPE_CORRUPT' })
  })
})
