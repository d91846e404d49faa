/** The payloads of a binary tape's first block, of its keyframes, and of its last block. */

import { ByteReader, ByteWriter, corruptBytes, decodeUtf8, encodeUtf8, readF64, type Micros } from '@tapedeck/protocol'
import type { TapeHeader } from '../header.ts'
import type { Keyframe } from '../source.ts'
import type { TapeSummary } from '../sink.ts'
import { decodeHeader } from '../text/decode-head.ts'
import { encodeHeader } from '../text/encode-head.ts'
import { BLOCK_HEAD } from './block.ts'

/** The header is the text form's first line, so that there is one of it. */
export function encodeHeaderBlock(header: TapeHeader): Uint8Array {
  const line = encodeHeader(header)
  const bytes = new Uint8Array(line.length * 3)
  return bytes.subarray(0, encodeUtf8(line, bytes))
}

/** Throws like {@link decodeHeader}. */
export function decodeHeaderBlock(payload: Uint8Array, name: string): TapeHeader {
  let line: string
  try {
    line = decodeUtf8(payload)
  } catch {
    throw corruptBytes('holds a header that is not UTF-8')
  }
  return decodeHeader(line, { name, line: 1 })
}

export function encodeKeyframe({ events, tsRecv, state }: Keyframe): Uint8Array {
  const writer = new ByteWriter()
  writer.uint(events)
  writer.uint(tsRecv)
  writer.raw(state)
  return writer.bytes
}

/** Throws `TAPE_CORRUPT`. */
export function decodeKeyframe(payload: Uint8Array): Keyframe {
  const reader = new ByteReader(payload)
  const events = reader.uint()
  const tsRecv = reader.uint() as Micros
  // a copy: the bytes that were read are used again
  return { events, tsRecv, state: reader.raw(reader.left).slice() }
}

/** What the last block says. */
export interface TapeEnd extends TapeSummary {
  /** Where the index block begins; 0 where the tape has none. */
  readonly indexAt: number
}

const DIGEST_BYTES = 32
const END_PAYLOAD = 8 + DIGEST_BYTES + 8
/** Bytes of the last block: it is found from the end of the file. */
export const END_BYTES: number = BLOCK_HEAD + END_PAYLOAD

export function encodeEndBlock({ events, digest, indexAt }: TapeEnd): Uint8Array {
  const writer = new ByteWriter()
  writer.f64(events)
  for (let at = 0; at < DIGEST_BYTES; at++) writer.u8(Number.parseInt(digest.slice(at * 2, at * 2 + 2), 16))
  writer.f64(indexAt)
  return writer.bytes
}

/** Throws `TAPE_CORRUPT`. */
export function decodeEndBlock(payload: Uint8Array): TapeEnd {
  const reader = new ByteReader(payload)
  const events = readF64(reader)
  let digest = ''
  for (const byte of reader.raw(DIGEST_BYTES)) digest += byte.toString(16).padStart(2, '0')
  const indexAt = readF64(reader)
  if (!isCount(events) || !isCount(indexAt)) throw corruptBytes('holds an end of no sense')
  return { events, digest, indexAt }
}

function isCount(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0
}
