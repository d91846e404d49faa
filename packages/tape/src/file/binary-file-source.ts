/** A binary tape file as a source: blocks are read and checked one by one, and each event is made when it is taken. */

import type { FileHandle } from 'node:fs/promises'
import { ByteReader, createEventCursor, type BarState, type HistoryBar, type Micros } from '@tapedeck/protocol'
import { decodeBars } from '../binary/bars-block.ts'
import { readEventsHead, type BlockEntry } from '../binary/block-index.ts'
import { BLOCK, BLOCK_HEAD } from '../binary/block.ts'
import { decodeHistory } from '../binary/history-block.ts'
import { decodeKeyframe, END_BYTES } from '../binary/tape-head.ts'
import type { Keyframe, TapeBarsQuery } from '../source.ts'
import { BlockFile, corruptBlock } from './block-file.ts'
import { NewestBars } from './newest-bars.ts'
import type { BinaryTape } from './opened-tape.ts'

/** Read in random order: no further than needed. */
const RANDOM_AHEAD = 65_536
/** History is held in memory while the tape is open. */
const MAX_HISTORY_BYTES = 268_435_456

/** As {@link openTapeFile}, of a file that begins as a binary tape. */
export async function openBinaryFile(path: string, handle: FileHandle): Promise<BinaryTape> {
  const file = await BlockFile.open(handle, path)
  const { header } = file
  const history = await readHistory(file)
  const opening = await readOpening(file)
  const window = file.window()
  const cursor = createEventCursor()
  /** Place in the index of the block that is read next; the one that the cursor stands in; its events that were not reached. */
  let next = 0
  let block: BlockEntry | undefined
  let left = 0
  /** Whether the cursor stands on an event that was not taken. */
  let isReady = false
  let failure: unknown
  let closed = false
  let filling: Promise<boolean> | undefined

  const advance = (): void => {
    isReady = false
    try {
      isReady = cursor.next()
      if (isReady) left--
      else if (left !== 0) throw corruptBlock(file.name, block?.at ?? 0, `says ${left} events more than it has`)
      if (isReady && left === 0 && cursor.tsRecv !== block?.head?.tsLast) {
        throw corruptBlock(file.name, block?.at ?? 0, 'says another time than that of its last event')
      }
    } catch (thrown) {
      isReady = false
      failure = file.errorAt(block?.at ?? 0, thrown)
    }
  }
  const openBlock = async (entry: BlockEntry): Promise<void> => {
    const reader = new ByteReader(await file.payload(entry, window))
    block = entry
    left = readEventsHead(reader).count
    cursor.open(reader.raw(reader.left))
    advance()
    if (isReady && cursor.tsRecv !== entry.head?.tsFirst) {
      throw corruptBlock(file.name, entry.at, 'says another time than that of its first event')
    }
  }
  const fill = async (): Promise<boolean> => {
    while (!isReady && !closed) {
      if (failure !== undefined) throw failure instanceof Error ? failure : new Error(String(failure))
      const entry = file.index.entries[next]
      try {
        if (entry === undefined) {
          if (file.end !== null || !(await file.refresh())) return false
        } else {
          next++
          if (entry.type === BLOCK.events) await openBlock(entry)
        }
      } catch (thrown) {
        failure = thrown
      }
    }
    return !closed
  }
  const seek = async (at: Micros): Promise<Keyframe | null> => {
    if (file.end === null) await file.refresh()
    const { entries } = file.index
    const place = entries.findLastIndex(
      ({ type, events, tsBefore }) => type === BLOCK.keyframe && events > 0 && tsBefore < at,
    )
    const entry = entries[place]
    const keyframe = entry === undefined ? null : decodeKeyframe(await file.payload(entry, file.window(RANDOM_AHEAD)))
    if (keyframe !== null && keyframe.events !== entry?.events) {
      throw corruptBlock(file.name, entry?.at ?? 0, 'is the keyframe of another place')
    }
    next = place + 1
    isReady = false
    failure = undefined
    return keyframe
  }
  const closedBars = async (query: TapeBarsQuery): Promise<readonly BarState[]> => {
    const found = new NewestBars(query)
    const reading = file.window(RANDOM_AHEAD)
    for (const entry of file.index.entries.toReversed()) {
      if (entry.type !== BLOCK.bars || entry.events > query.events) continue
      const payload = await file.payload(entry, reading)
      if (found.add(decodeBars(payload, query.instrumentId, query.interval))) break
    }
    return found.bars
  }
  const close = async (): Promise<void> => {
    if (closed) return
    closed = true
    isReady = false
    await filling?.catch(() => undefined)
    await file.close()
  }
  return {
    path,
    form: 'binary',
    header,
    history,
    opening,
    get torn() {
      return file.end !== null || file.tornBytes === 0 ? null : { lostBytes: file.tornBytes }
    },
    get complete() {
      return file.end !== null
    },
    get lastTsRecv() {
      return file.index.events === 0 ? null : file.index.tsLast
    },
    get digest() {
      return file.end?.digest ?? null
    },
    get events() {
      return file.end?.events ?? null
    },
    get span() {
      return { from: header.start, to: file.index.tsLast }
    },
    get eventCount() {
      return file.index.events
    },
    get markers() {
      return file.index.markers
    },
    get stretches() {
      return file.index.entries.flatMap(({ head }) =>
        head === null ? [] : [{ from: head.tsFirst, to: head.tsLast, events: head.count }],
      )
    },
    get nextTime() {
      return isReady ? (cursor.tsRecv as Micros) : undefined
    },
    next(limit = Infinity) {
      if (!isReady || cursor.tsRecv > limit) return undefined
      try {
        const event = cursor.event()
        advance()
        return event
      } catch (thrown) {
        isReady = false
        failure = file.errorAt(block?.at ?? 0, thrown)
        return undefined
      }
    },
    fill() {
      filling ??= fill().finally(() => (filling = undefined))
      return filling
    },
    get blocks() {
      return blockSizes(file)
    },
    async refresh() {
      if (file.end === null) await file.refresh()
    },
    seek,
    closedBars,
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Blocks of history are kept as they are, and decoded for whoever asks. */
async function readHistory(file: BlockFile): Promise<Iterable<HistoryBar>> {
  const payloads: Uint8Array[] = []
  const window = file.window()
  let bytes = 0
  for (const entry of file.index.entries) {
    if (entry.type === BLOCK.events) break
    if (entry.type !== BLOCK.history) continue
    bytes += entry.length
    if (bytes > MAX_HISTORY_BYTES) {
      throw corruptBlock(file.name, entry.at, `makes more than ${MAX_HISTORY_BYTES} bytes of history`)
    }
    payloads.push((await file.payload(entry, window)).slice())
  }
  return {
    *[Symbol.iterator]() {
      for (const payload of payloads) yield* decodeHistory(payload)
    },
  }
}

function blockSizes({ index, end }: BlockFile): BinaryTape['blocks'] {
  const entries = Object.entries(BLOCK).map(([name, type]) => [name, index.sizesOf(type)])
  const atEnd = end === null ? {} : { end: { count: 1, bytes: END_BYTES } }
  const ofIndex =
    end === null || end.indexAt === 0 ? {} : { index: { count: 1, bytes: BLOCK_HEAD + index.encode().length } }
  return { ...(Object.fromEntries(entries) as BinaryTape['blocks']), ...ofIndex, ...atEnd }
}

async function readOpening(file: BlockFile): Promise<Uint8Array | null> {
  const entry = file.index.entries.find(({ type, events }) => type === BLOCK.keyframe && events === 0)
  return entry === undefined ? null : decodeKeyframe(await file.payload(entry, file.window(RANDOM_AHEAD))).state
}
