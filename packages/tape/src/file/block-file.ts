/** A binary tape file as blocks: its header, its index, which is made where the file has none yet, and payloads that keep their checksum. */

import type { FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { ByteReader, TapedeckError } from '@tapedeck/protocol'
import { BlockIndex, decodeIndex, readEventsHead, type BlockEntry } from '../binary/block-index.ts'
import { BINARY_VERSION, BLOCK, BLOCK_HEAD, FILE_MARK, isBlockWhole, readBlockHead } from '../binary/block.ts'
import { decodeEndBlock, decodeHeaderBlock, END_BYTES, type TapeEnd } from '../binary/tape-head.ts'
import type { TapeHeader } from '../header.ts'
import { FileWindow } from './file-window.ts'

export class BlockFile {
  readonly name: string
  readonly header: TapeHeader
  index: BlockIndex
  /** What the last block says; null while there is none. */
  end: TapeEnd | null = null
  /** Bytes after the last whole block, or after the end. */
  tornBytes = 0
  /** Whether the file has an index that says what the blocks say. */
  hasIndex = false
  readonly #handle: FileHandle
  readonly #scanning: FileWindow

  private constructor(handle: FileHandle, name: string, header: TapeHeader, window: FileWindow) {
    this.#handle = handle
    this.name = name
    this.header = header
    this.#scanning = window
    this.index = new BlockIndex(header.start)
  }

  /** Opens a file whose first bytes are a binary tape's. Rejects with `TAPE_VERSION` or `TAPE_CORRUPT`. */
  static async open(handle: FileHandle, path: string): Promise<BlockFile> {
    const name = basename(path)
    const window = new FileWindow(handle)
    const version = (await window.read(0, FILE_MARK.length))[FILE_MARK.length - 1] ?? 0
    if (version > BINARY_VERSION) {
      throw new TapedeckError(
        'TAPE_VERSION',
        `${name} has format ${version}, and this program reads up to ${BINARY_VERSION}: use a newer Tapedeck`,
        { tape: name, version },
      )
    }
    const first = await readBlock(window, FILE_MARK.length)
    if (first?.type !== BLOCK.header) {
      throw corruptBlock(name, FILE_MARK.length, 'the header is damaged or cut off: the rest cannot be read without it')
    }
    const file = new BlockFile(handle, name, decodeHeaderBlock(first.payload, name), window)
    if (!(await file.readIndex())) await file.refresh()
    return file
  }

  /** Takes the index that an ended tape has; false where there is none to be trusted. */
  async readIndex(): Promise<boolean> {
    const { size } = await this.#handle.stat()
    const tail = new FileWindow(this.#handle, END_BYTES)
    const last = size < END_BYTES ? undefined : await readBlock(tail, size - END_BYTES)
    if (last?.type !== BLOCK.end) return false
    try {
      const end = decodeEndBlock(last.payload)
      const block = end.indexAt === 0 ? undefined : await readBlock(tail, end.indexAt)
      if (block?.type !== BLOCK.index) return false
      const index = decodeIndex(block.payload, this.header.start)
      if (index.end !== end.indexAt || index.events !== end.events) return false
      this.index = index
      this.end = end
      this.hasIndex = true
      return true
    } catch {
      // the blocks themselves say the same
      return false
    }
  }

  /** Reads all blocks anew, whatever an index says. */
  async scan(): Promise<void> {
    this.index = new BlockIndex(this.header.start)
    this.end = null
    await this.refresh()
  }

  /** Looks for blocks that have been appended. Whether there are more events than before. */
  async refresh(): Promise<boolean> {
    const { index } = this
    const before = index.events
    let at = index.end
    while (this.end === null) {
      const block = await readBlock(this.#scanning, at)
      if (block === undefined) break
      if (block.type === BLOCK.end) this.end = decodeEndBlock(block.payload)
      else if (block.type !== BLOCK.index) this.#add(block, at)
      at += BLOCK_HEAD + block.payload.length
    }
    const { size } = await this.#handle.stat()
    this.tornBytes = Math.max(0, size - at)
    return index.events > before
  }

  /** The payload of a block. Rejects with `TAPE_CORRUPT`. */
  async payload({ type, at, length }: BlockEntry, window: FileWindow): Promise<Uint8Array> {
    const block = await readBlock(window, at, length)
    if (block === undefined || block.type !== type || block.payload.length !== length) {
      throw corruptBlock(this.name, at, 'does not keep its checksum')
    }
    return block.payload
  }

  /** A window of its own for whoever reads at another place. */
  window(ahead?: number): FileWindow {
    return new FileWindow(this.#handle, ahead)
  }

  /** A TapedeckError that names the file and the block. */
  errorAt(at: number, thrown: unknown): unknown {
    if (!(thrown instanceof TapedeckError) || thrown.code !== 'TAPE_CORRUPT') return thrown
    return corruptBlock(this.name, at, thrown.message, thrown)
  }

  close(): Promise<void> {
    return this.#handle.close()
  }

  #add({ type, payload }: Block, at: number): void {
    try {
      this.index.add(type, payload.length, type === BLOCK.events ? readEventsHead(new ByteReader(payload)) : null)
    } catch (thrown) {
      throw this.errorAt(at, thrown)
    }
  }
}

interface Block {
  readonly type: number
  /** A view that the window's next read may overwrite. */
  readonly payload: Uint8Array
}

/** The whole block at an offset, if there is one; `length` of its payload where it is known saves a read. */
async function readBlock(window: FileWindow, at: number, length = 0): Promise<Block | undefined> {
  const first = await window.read(at, BLOCK_HEAD + length)
  const head = first.length < BLOCK_HEAD ? undefined : readBlockHead(first, 0)
  if (head === undefined) return undefined
  const whole = head.length === length ? first : await window.read(at, BLOCK_HEAD + head.length)
  if (whole.length < BLOCK_HEAD + head.length || !isBlockWhole(whole, 0, head)) return undefined
  return { type: head.type, payload: whole.subarray(BLOCK_HEAD, BLOCK_HEAD + head.length) }
}

export function corruptBlock(name: string, at: number, problem: string, cause?: unknown): TapedeckError {
  return new TapedeckError('TAPE_CORRUPT', `${name}, block at byte ${at}: ${problem}`, { tape: name, byte: at }, cause)
}
