/** The framing of a binary tape: a file is a mark and then blocks, each with its type, length and checksum. docs/tape-format.md has the same. */

import { crc32c, TapedeckError } from '@tapedeck/protocol'

/** The first bytes of every file. The high bit and the line break show a transfer that took it for text; the last is the version. */
export const FILE_MARK: Uint8Array = Uint8Array.of(0x89, 0x54, 0x41, 0x50, 0x45, 0x0d, 0x0a, 0x01)
export const BINARY_VERSION = 1

/** What a block holds. Unknown types are skipped. */
export const BLOCK = {
  header: 1,
  history: 2,
  events: 3,
  keyframe: 4,
  bars: 5,
  index: 6,
  end: 7,
} as const
export type BlockName = keyof typeof BLOCK
const LAST_TYPE = 255

/** `u32` sync word, `u8` type, three zero bytes, `u32` payload length, `u32` checksum of the eight bytes before it and the payload. */
export const BLOCK_HEAD = 16
const SYNC_WORD = 0x4b424454
const CHECKED_FROM = 4
const CHECKSUM_AT = 12
/** A longer payload is no tape's: it would have to be held in memory whole. */
export const MAX_PAYLOAD = 16_777_216

/** A block as it stands in a file. */
export function frameBlock(type: number, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  if (payload.length > MAX_PAYLOAD) {
    throw new TapedeckError('TAPE_CORRUPT', `a block of ${payload.length} bytes is larger than ${MAX_PAYLOAD}`, {})
  }
  const block = new Uint8Array(BLOCK_HEAD + payload.length)
  const view = new DataView(block.buffer)
  view.setUint32(0, SYNC_WORD, true)
  view.setUint8(4, type)
  view.setUint32(8, payload.length, true)
  block.set(payload, BLOCK_HEAD)
  view.setUint32(CHECKSUM_AT, crc32c(payload, crc32c(block.subarray(CHECKED_FROM, CHECKSUM_AT))), true)
  return block
}

/** What a block's head claims. */
export interface BlockHead {
  readonly type: number
  /** Bytes of the payload. */
  readonly length: number
}

/** Reads the head of a block at an offset; undefined where there is none. The bytes must reach that far. */
export function readBlockHead(bytes: Uint8Array, at: number): BlockHead | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, BLOCK_HEAD)
  const type = view.getUint8(4)
  const length = view.getUint32(8, true)
  if (view.getUint32(0, true) !== SYNC_WORD || type < 1 || type > LAST_TYPE || length > MAX_PAYLOAD) return undefined
  return { type, length }
}

/** The offset of the next thing that looks like a block's head, at or after a place; -1 without one. */
export function findBlockHead(bytes: Uint8Array, from: number): number {
  for (let at = from; at + BLOCK_HEAD <= bytes.length; at++) {
    if (bytes[at] === (SYNC_WORD & 0xff) && readBlockHead(bytes, at) !== undefined) return at
  }
  return -1
}

/** Whether a whole block keeps its checksum. */
export function isBlockWhole(bytes: Uint8Array, at: number, { length }: BlockHead): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, BLOCK_HEAD)
  const head = crc32c(bytes.subarray(at + CHECKED_FROM, at + CHECKSUM_AT))
  const payload = bytes.subarray(at + BLOCK_HEAD, at + BLOCK_HEAD + length)
  return crc32c(payload, head) === view.getUint32(CHECKSUM_AT, true)
}

/** Whether bytes begin as a binary tape of any version does. */
export function isBinaryTape(bytes: Uint8Array): boolean {
  return FILE_MARK.subarray(0, -1).every((byte, at) => bytes[at] === byte)
}
