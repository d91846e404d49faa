/** The error of a file that is not there, or that the system does not let us read. */

import { TapedeckError } from '@tapedeck/protocol'

export function unreadable(path: string, cause: unknown): TapedeckError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
  const message = missing ? `there is no file ${path}` : `${path} cannot be read: ${reason}`
  return new TapedeckError('TAPE_NOT_FOUND', message, { path }, cause)
}
