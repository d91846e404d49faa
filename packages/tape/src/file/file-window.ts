/** Reads a file at any place, with a little more than is asked for, so that reading on costs no call of the system. */

import type { FileHandle } from 'node:fs/promises'

const WINDOW_BYTES = 1_048_576

export class FileWindow {
  readonly #handle: FileHandle
  readonly #ahead: number
  #bytes = new Uint8Array(0)
  /** Offset of the window's first byte, and how many are filled. */
  #from = 0
  #length = 0

  /** `ahead`: bytes that are read at once at least. */
  constructor(handle: FileHandle, ahead: number = WINDOW_BYTES) {
    this.#handle = handle
    this.#ahead = ahead
  }

  /** The bytes from an offset, fewer at the end of the file. A view that the next call may overwrite. */
  async read(at: number, length: number): Promise<Uint8Array> {
    const held = at - this.#from
    if (held >= 0 && held + length <= this.#length) return this.#bytes.subarray(held, held + length)
    const wanted = Math.max(length, this.#ahead)
    if (this.#bytes.length < wanted) this.#bytes = new Uint8Array(wanted)
    this.#from = at
    this.#length = 0
    while (this.#length < length) {
      const { bytesRead } = await this.#handle.read(this.#bytes, this.#length, wanted - this.#length, at + this.#length)
      if (bytesRead === 0) break
      this.#length += bytesRead
    }
    return this.#bytes.subarray(0, Math.min(length, this.#length))
  }
}
