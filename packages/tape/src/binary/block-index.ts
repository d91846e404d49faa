/** Where the blocks of a tape are and what they hold: kept by whoever writes or reads one, and written near the end of the file. */

import { ByteReader, ByteWriter, corruptBytes, readCount, type Micros } from '@tapedeck/protocol'
import type { TapeMarker } from '../source.ts'
import { BLOCK, BLOCK_HEAD, FILE_MARK } from './block.ts'

/** What an events block says before its records. */
export interface EventsHead {
  readonly count: number
  /** Tape time of its first and last event. */
  readonly tsFirst: Micros
  readonly tsLast: Micros
  readonly markers: readonly TapeMarker[]
}

export function writeEventsHead(writer: ByteWriter, { count, tsFirst, tsLast, markers }: EventsHead): void {
  writer.uint(count)
  writer.uint(tsFirst)
  writer.uint(tsLast - tsFirst)
  writer.uint(markers.length)
  for (const { name, tsRecv } of markers) {
    writer.text(name)
    writer.uint(tsRecv - tsFirst)
  }
}

/** Throws `TAPE_CORRUPT`. */
export function readEventsHead(reader: ByteReader): EventsHead {
  const count = reader.uint()
  const tsFirst = reader.uint()
  const tsLast = tsFirst + reader.uint()
  const markers: TapeMarker[] = []
  for (let left = readCount(reader, 2); left > 0; left--) {
    const name = reader.text()
    const tsRecv = tsFirst + reader.uint()
    if (tsRecv > tsLast) throw corruptBytes('has a marker after its last event')
    markers.push({ name, tsRecv: tsRecv as Micros })
  }
  if (count === 0 || !Number.isSafeInteger(tsLast)) throw corruptBytes('has no events, or none of a time')
  return { count, tsFirst: tsFirst as Micros, tsLast: tsLast as Micros, markers }
}

/** A block and its place. */
export interface BlockEntry {
  readonly type: number
  /** Offset of its head in the file. */
  readonly at: number
  /** Bytes of its payload. */
  readonly length: number
  /** Events of the tape before it. */
  readonly events: number
  /** Tape time of the last event before it, or of the start. */
  readonly tsBefore: Micros
  /** Of an events block. */
  readonly head: EventsHead | null
}

/** The blocks of a tape up to where it was written or read. */
export class BlockIndex {
  readonly entries: BlockEntry[] = []
  readonly markers: TapeMarker[] = []
  /** Where the next block begins. */
  end: number = FILE_MARK.length
  events = 0
  tsLast: Micros

  readonly #start: Micros

  constructor(start: Micros) {
    this.#start = start
    this.tsLast = start
  }

  /** Takes the next block. Throws `TAPE_CORRUPT` where time goes back: then the file is put together of others. */
  add(type: number, length: number, head: EventsHead | null): void {
    if (head !== null && head.tsFirst < this.tsLast) throw corruptBytes('begins before the block before it ends')
    this.entries.push({ type, at: this.end, length, events: this.events, tsBefore: this.tsLast, head })
    this.end += BLOCK_HEAD + length
    if (head === null) return
    this.events += head.count
    this.tsLast = head.tsLast
    this.markers.push(...head.markers)
  }

  /** The index of its first so many blocks. */
  upTo(count: number): BlockIndex {
    const index = new BlockIndex(this.#start)
    for (const { type, length, head } of this.entries.slice(0, count)) index.add(type, length, head)
    return index
  }

  /** The blocks of one type: how many, and their bytes with their heads. */
  sizesOf(type: number): { readonly count: number; readonly bytes: number } {
    const blocks = this.entries.filter((entry) => entry.type === type)
    return { count: blocks.length, bytes: blocks.reduce((sum, { length }) => sum + BLOCK_HEAD + length, 0) }
  }

  /** The payload of an index block that stands where this one ends. */
  encode(): Uint8Array {
    const writer = new ByteWriter()
    writer.uint(this.entries.length)
    for (const { type, length, head } of this.entries) {
      writer.u8(type)
      writer.uint(length)
      if (head !== null) writeEventsHead(writer, head)
    }
    return writer.bytes
  }
}

/** Reads the payload of an index block. Throws `TAPE_CORRUPT`. */
export function decodeIndex(payload: Uint8Array, start: Micros): BlockIndex {
  const reader = new ByteReader(payload)
  const index = new BlockIndex(start)
  for (let left = readCount(reader, 2); left > 0; left--) {
    const type = reader.u8()
    const length = reader.uint()
    index.add(type, length, type === BLOCK.events ? readEventsHead(reader) : null)
  }
  if (reader.left > 0) throw corruptBytes('holds more than its index')
  return index
}
