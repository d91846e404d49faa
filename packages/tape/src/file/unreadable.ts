/** Opens files to be read; what is not there, or what the system does not let us read, is told with its path. */

import { open, type FileHandle } from 'node:fs/promises'
import { TapedeckError } from '@tapedeck/protocol'

export function unreadable(path: string, cause: unknown): TapedeckError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
  const message = missing ? `there is no file ${path}` : `${path} cannot be read: ${reason}`
  return new TapedeckError('TAPE_NOT_FOUND', message, { path }, cause)
}

/** Rejects with `TAPE_NOT_FOUND`. */
export async function openHandle(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (thrown) {
    throw unreadable(path, thrown)
  }
}
