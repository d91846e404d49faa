/** Reads the numbers and texts of every binary form of Tapedeck. Mirrors byte-writer.ts, which has the notation. */

import { TapedeckError } from '../errors.ts'
import { decodeUtf8 } from './utf-8.ts'

const SAFE_LIMIT = 9_007_199_254_740_992

/** What `int` answers for minus zero: something else follows. */
export const ESCAPE: number = NaN

/** Everything that is wrong is thrown as `TAPE_CORRUPT`; no length that bytes claim is believed before they are there. */
export class ByteReader {
  /** Where the next byte is read. */
  at = 0
  end = 0
  bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.end = bytes.length
  }

  /** Goes on with other bytes. */
  open(bytes: Uint8Array): void {
    this.bytes = bytes
    this.end = bytes.length
    this.at = 0
  }

  get left(): number {
    return this.end - this.at
  }

  u8(): number {
    if (this.at >= this.end) throw corruptBytes('ends in the midst of a value')
    return this.bytes[this.at++] as number
  }

  uint(): number {
    // one byte and two are most of a tape; reading behind the end gives undefined, which the long way finds
    const { bytes, at } = this
    const first = bytes[at] as number
    if (first < 0x80 && at < this.end) {
      this.at = at + 1
      return first
    }
    const second = bytes[at + 1] as number
    if (second < 0x80 && at + 1 < this.end) {
      this.at = at + 2
      return (first & 0x7f) | (second << 7)
    }
    return this.#rest(0, 1)
  }

  /** {@link ESCAPE} for minus zero. */
  int(): number {
    const first = this.u8()
    let magnitude = first & 0x3f
    if (first >= 0x80) {
      const { bytes, at } = this
      const second = bytes[at] as number
      if (second < 0x80 && at < this.end) {
        this.at = at + 1
        magnitude |= second << 6
      } else magnitude = this.#rest(magnitude, 64)
    }
    if ((first & 0x40) === 0) return magnitude
    return magnitude === 0 ? ESCAPE : -magnitude
  }

  text(): string {
    const bytes = this.raw(this.uint())
    try {
      return decodeUtf8(bytes)
    } catch {
      throw corruptBytes('holds text that is not UTF-8')
    }
  }

  /** A view of so many bytes. */
  raw(length: number): Uint8Array {
    if (length > this.left) throw corruptBytes(`claims ${length} bytes where ${this.left} are left`)
    const bytes = this.bytes.subarray(this.at, this.at + length)
    this.at += length
    return bytes
  }

  #rest(begun: number, scale: number): number {
    let n = begun
    for (;;) {
      const byte = this.u8()
      n += (byte & 0x7f) * scale
      if (!(n < SAFE_LIMIT)) throw corruptBytes('holds a number of 2^53 or more')
      if (byte < 0x80) return n
      scale *= 128
      // more bytes than 2^53 takes, and all of them zero
      if (scale > SAFE_LIMIT * 128) throw corruptBytes('holds a number of too many bytes')
    }
  }
}

/** The error of bytes that cannot be read. Whoever knows the file and the place says them. */
export function corruptBytes(what: string): TapedeckError {
  return new TapedeckError('TAPE_CORRUPT', `a block ${what}`, {})
}

// functions of their own, so that who reads only batches does not carry them

/** Eight bytes, little-endian. */
export function readF64(reader: ByteReader): number {
  const { buffer, byteOffset } = reader.raw(8)
  return new DataView(buffer, byteOffset).getFloat64(0, true)
}

/** A number of things that follow, each of at least so many bytes: never more than there can be. */
export function readCount(reader: ByteReader, leastBytes: number): number {
  const count = reader.uint()
  if (count * leastBytes > reader.left) throw corruptBytes(`claims ${count} things where ${reader.left} bytes are left`)
  return count
}
