/** A tape file as a source: read in pieces and decoded into a bounded buffer, so that a file's size costs no memory. */

import { open, type FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { TapedeckError, type HistoryBar, type Micros, type SourceEvent } from '@tapedeck/protocol'
import { nodeHash } from './node-hash.ts'
import type { TapeHeader } from '../header.ts'
import type { TapeSource } from '../source.ts'
import { unreadableHeader } from '../text/decode-head.ts'
import type { LinePlace } from '../text/fields.ts'
import { createLineSplitter } from '../text/line-splitter.ts'
import { createTapeReader } from '../text/tape-reader.ts'
import type { TornEnd } from '../text/tape-text.ts'
import { readTapeTail } from './tape-tail.ts'

/** One read: some 1,500 events, a few milliseconds of decoding. */
const CHUNK_BYTES = 262_144

/** A tape file that is open. What is said of its end is what its last 64 kB say, until it has been read to there. */
export interface TapeFileSource extends TapeSource, AsyncDisposable {
  readonly path: string
  /** Present when the last line was cut off: its writer was stopped in the midst of it. */
  readonly torn: TornEnd | null
  /** Whether the end line is there; without it the writer was not closed. */
  readonly complete: boolean
  /** Tape time of the last event; null when there is none, or none can be found without reading all. */
  readonly lastTsRecv: Micros | null
  /** The digest that the end line states; null without one. Arriving at the end checks it. */
  readonly digest: string | null
  /** The number of events that the end line states; null without one. */
  readonly events: number | null
}

/**
 * Opens a tape file. Rejects with `TAPE_NOT_FOUND`, `TAPE_FOREIGN`, `TAPE_VERSION`, or `TAPE_CORRUPT` when it is damaged
 * before its first event. What is wrong further on comes from `fill`, after every event before it.
 */
export async function openTapeFile(path: string): Promise<TapeFileSource> {
  const handle = await openHandle(path)
  try {
    return await openSource(path, handle)
  } catch (thrown) {
    await handle.close()
    throw thrown instanceof TapedeckError ? thrown : unreadable(path, thrown)
  }
}

async function openHandle(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (thrown) {
    throw unreadable(path, thrown)
  }
}

async function openSource(path: string, handle: FileHandle): Promise<TapeFileSource> {
  const tail = await readTapeTail(handle)
  const place: LinePlace = { name: basename(path), line: 0 }
  const reader = createTapeReader(place, nodeHash())
  const splitter = createLineSplitter(place)
  const chunk = new Uint8Array(CHUNK_BYTES)
  let buffer: SourceEvent[] = []
  let position = 0
  let failure: unknown
  let atEnd = false
  let closed = false
  let filling: Promise<boolean> | undefined

  const takeLine = (line: string): void => {
    const event = reader.readLine(line)
    if (event !== undefined) buffer.push(event)
  }
  /** Reads and decodes one chunk. A failure is kept until the events before it were taken. */
  const readChunk = async (): Promise<void> => {
    const { bytesRead } = await handle.read(chunk, 0, CHUNK_BYTES, null)
    if (bytesRead === 0) atEnd = true
    try {
      splitter.push(chunk.subarray(0, bytesRead), takeLine)
    } catch (thrown) {
      failure = thrown
    }
  }
  const fill = async (): Promise<boolean> => {
    while (position >= buffer.length && !closed) {
      if (failure !== undefined) throw failure instanceof TapedeckError ? failure : unreadable(path, failure)
      if (atEnd) return false
      buffer = []
      position = 0
      try {
        await readChunk()
      } catch (thrown) {
        failure = thrown
      }
    }
    return !closed
  }

  // history stands before the first event: it is whole once there is one
  await fill()
  if (reader.header === undefined) throw unreadableHeader(splitter.rest, place)
  const header: TapeHeader = reader.header

  const close = async (): Promise<void> => {
    if (closed) return
    closed = true
    buffer = []
    await filling?.catch(() => undefined)
    await handle.close()
  }
  return {
    path,
    header,
    get history(): readonly HistoryBar[] {
      return reader.history
    },
    opening: null,
    get torn() {
      const lostBytes = atEnd ? splitter.rest.length : (tail.tornBytes ?? 0)
      return lostBytes === 0 ? null : { lostBytes }
    },
    get complete() {
      return atEnd ? reader.end !== undefined : tail.complete
    },
    lastTsRecv: tail.lastTsRecv,
    digest: tail.digest,
    events: tail.events,
    get nextTime() {
      return buffer[position]?.tsRecv
    },
    next(limit = Infinity) {
      const event = buffer[position]
      if (event === undefined || event.tsRecv > limit) return undefined
      position++
      return event
    },
    fill() {
      filling ??= fill().finally(() => (filling = undefined))
      return filling
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** The error of a file that is not there, or that the system does not let us read. */
export function unreadable(path: string, cause: unknown): TapedeckError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
  const message = missing ? `there is no file ${path}` : `${path} cannot be read: ${reason}`
  return new TapedeckError('TAPE_NOT_FOUND', message, { path }, cause)
}
