/** A tape file in the text form as a source, gzipped or not: read in pieces and decoded into a bounded buffer, so that a file's size costs no memory. */

import type { FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { pipeline, Readable } from 'node:stream'
import { constants, createGunzip } from 'node:zlib'
import { TapedeckError, type HistoryBar, type SourceEvent } from '@tapedeck/protocol'
import { nodeHash } from './node-hash.ts'
import type { TapeHeader } from '../header.ts'
import { unreadableHeader } from '../text/decode-head.ts'
import { corruptLine, type LinePlace } from '../text/fields.ts'
import { createLineSplitter } from '../text/line-splitter.ts'
import { createTapeReader } from '../text/tape-reader.ts'
import type { TextTape } from './opened-tape.ts'
import { NO_TAIL, readTapeTail } from './tape-tail.ts'
import { unreadable } from './unreadable.ts'

/** One read: some 1,500 events, a few milliseconds of decoding. */
const CHUNK_BYTES = 262_144

/** As {@link openTapeFile}, of a file that does not begin as a binary tape; reads on from its start. */
export async function openTextFile(path: string, handle: FileHandle, isGzipped: boolean): Promise<TextTape> {
  // the end of what is compressed shows nothing
  const tail = isGzipped ? NO_TAIL : await readTapeTail(handle)
  const chunks = isGzipped ? gunzipped(handle) : plain(handle)
  const place: LinePlace = { name: basename(path), line: 0 }
  const reader = createTapeReader(place, nodeHash())
  const splitter = createLineSplitter(place)
  let buffer: SourceEvent[] = []
  let position = 0
  let failure: unknown
  let atEnd = false
  let closed = false
  let filling: Promise<boolean> | undefined

  /** What zlib says of bytes that are no gzip, or what the system says. */
  const notReadable = (thrown: unknown): TapedeckError =>
    isGzipped ? corruptLine(place, 'cannot be unpacked from here on', thrown) : unreadable(path, thrown)
  const takeLine = (line: string): void => {
    const event = reader.readLine(line)
    if (event !== undefined) buffer.push(event)
  }
  /** Reads and decodes one chunk. A failure is kept until the events before it were taken. */
  const readChunk = async (): Promise<void> => {
    const chunk = await chunks.next()
    if (chunk.done === true) {
      atEnd = true
      return
    }
    try {
      splitter.push(chunk.value, takeLine)
    } catch (thrown) {
      failure = thrown
    }
  }
  const fill = async (): Promise<boolean> => {
    while (position >= buffer.length && !closed) {
      if (failure !== undefined) throw failure instanceof TapedeckError ? failure : notReadable(failure)
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
    await chunks.return()
    await handle.close()
  }
  return {
    path,
    form: isGzipped ? 'gzipped text' : 'text',
    header,
    get history(): readonly HistoryBar[] {
      return reader.history
    },
    opening: reader.opening,
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

async function* plain(handle: FileHandle): AsyncGenerator<Uint8Array, void> {
  const chunk = new Uint8Array(CHUNK_BYTES)
  for (let at = 0; ;) {
    const { bytesRead } = await handle.read(chunk, 0, CHUNK_BYTES, at)
    if (bytesRead === 0) return
    at += bytesRead
    yield chunk.subarray(0, bytesRead)
  }
}

/** However much the bytes grow, no more than a piece is held. A cut-off end gives what is there. */
async function* gunzipped(handle: FileHandle): AsyncGenerator<Uint8Array, void> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES, finishFlush: constants.Z_SYNC_FLUSH })
  const compressed = Readable.from(plain(handle), { objectMode: false })
  pipeline(compressed, gunzip, () => undefined)
  try {
    for await (const chunk of gunzip) yield chunk as Uint8Array
  } finally {
    gunzip.destroy()
    compressed.destroy()
  }
}
