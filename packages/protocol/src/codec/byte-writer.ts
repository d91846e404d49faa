/** Writes the numbers and texts of every binary form of Tapedeck into one growing buffer. Mirrors byte-reader.ts. */

import { TapedeckError } from '../errors.ts'
import { encodeUtf8 } from './utf-8.ts'

/** 2^53: what an integer stays below. */
const SAFE_LIMIT = 9_007_199_254_740_992
const FIRST_BYTES = 4_096
/** Bytes of the longest number. */
const LONGEST = 9

/**
 * The notation:
 * - `uint`: an integer from 0 to 2^53 - 1, seven bits a byte, lowest first; bit 7 says that another byte follows.
 * - `int`: sign and magnitude. The first byte has six bits of the magnitude, bit 6 for minus, bit 7 when another byte follows; the rest
 *   is as in `uint`. All integers of |n| < 2^53 fit. Minus zero is no number: it says that something else follows.
 * - `text`: `uint` bytes, then UTF-8. `f64`: eight bytes, little-endian.
 */
export class ByteWriter {
  /** Bytes written. */
  length = 0
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(FIRST_BYTES)
  #view: DataView<ArrayBuffer> = new DataView(this.#bytes.buffer)

  /** What was written. A view: the next write may change it. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.length)
  }

  /** Forgets everything and keeps the room. */
  clear(): void {
    this.length = 0
  }

  u8(n: number): void {
    this.#reserve(1)
    this.#bytes[this.length++] = n
  }

  f64(n: number): void {
    this.#reserve(8)
    this.#view.setFloat64(this.length, n, true)
    this.length += 8
  }

  /** Throws `INTERNAL` for what is no such integer. */
  uint(n: number): void {
    if (!(n >= 0 && n < SAFE_LIMIT) || Math.floor(n) !== n) throw notAnInteger(n)
    this.#reserve(LONGEST)
    this.#rest(n)
  }

  /** Throws `INTERNAL` for what is no such integer. */
  int(n: number): void {
    const magnitude = n < 0 ? -n : n
    if (!(magnitude < SAFE_LIMIT) || Math.floor(n) !== n) throw notAnInteger(n)
    this.#reserve(LONGEST)
    const sign = n < 0 ? 0x40 : 0
    if (magnitude < 0x40) {
      this.#bytes[this.length++] = magnitude | sign
      return
    }
    const high = Math.floor(magnitude / 64)
    this.#bytes[this.length++] = (magnitude - high * 64) | sign | 0x80
    this.#rest(high)
  }

  /** Minus zero, which no `int` is. */
  escape(): void {
    this.u8(0x40)
  }

  text(text: string): void {
    // a UTF-16 code unit takes three bytes at most
    this.#reserve(text.length * 3 + LONGEST)
    const written = encodeUtf8(text, this.#bytes.subarray(this.length + LONGEST))
    const from = this.length + LONGEST
    this.uint(written)
    this.#bytes.copyWithin(this.length, from, from + written)
    this.length += written
  }

  /** Bytes as they are; their count is the caller's to write. */
  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.#bytes.set(bytes, this.length)
    this.length += bytes.length
  }

  /** Seven bits a byte. Room is there. */
  #rest(n: number): void {
    const bytes = this.#bytes
    let at = this.length
    // shifts keep 32 bits only
    while (n >= 0x8000_0000) {
      const high = Math.floor(n / 128)
      bytes[at++] = (n - high * 128) | 0x80
      n = high
    }
    while (n >= 0x80) {
      bytes[at++] = (n & 0x7f) | 0x80
      n >>>= 7
    }
    bytes[at++] = n
    this.length = at
  }

  #reserve(more: number): void {
    const needed = this.length + more
    if (needed <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2))
    grown.set(this.#bytes)
    this.#bytes = grown
    this.#view = new DataView(grown.buffer)
  }
}

function notAnInteger(n: number): TapedeckError {
  return new TapedeckError('INTERNAL', `${n} cannot be written: it is no integer of the range that the form has`)
}
