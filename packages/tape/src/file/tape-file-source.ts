/** A tape file as a source, in whatever form its first bytes show. */

import { TapedeckError } from '@tapedeck/protocol'
import { isBinaryTape } from '../binary/block.ts'
import { openBinaryFile } from './binary-file-source.ts'
import type { BinaryTape, TextTape } from './opened-tape.ts'
import { openTextFile } from './text-file-source.ts'
import { openHandle, unreadable } from './unreadable.ts'

const MARK_BYTES = 8
const GZIP_MARK = [0x1f, 0x8b] as const

/**
 * Opens a tape file. Rejects with `TAPE_NOT_FOUND`, `TAPE_FOREIGN`, `TAPE_VERSION`, or `TAPE_CORRUPT` when it is damaged
 * before its first event. What is wrong further on comes from `fill`, after every event before it.
 */
export async function openTapeFile(path: string): Promise<BinaryTape | TextTape> {
  const handle = await openHandle(path)
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(MARK_BYTES), 0, MARK_BYTES, 0)
    const mark = buffer.subarray(0, bytesRead)
    if (isBinaryTape(mark)) return await openBinaryFile(path, handle)
    return await openTextFile(path, handle, mark[0] === GZIP_MARK[0] && mark[1] === GZIP_MARK[1])
  } catch (thrown) {
    await handle.close()
    throw thrown instanceof TapedeckError ? thrown : unreadable(path, thrown)
  }
}
