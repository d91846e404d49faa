/** Writes a file from its start to its end in the background: a disk that is slow, full or gone never stops whoever plays. */

import { open, type FileHandle } from 'node:fs/promises'
import { TapedeckError } from '@tapedeck/protocol'

export interface AppenderOptions {
  /** Replaces a file of that name; otherwise it is refused. */
  readonly overwrite: boolean
  /** What is done to the bytes before they are written: compression. */
  readonly encode?: ((bytes: Uint8Array) => Promise<Uint8Array>) | undefined
  /** Told once, when the file cannot be written further. What comes after is dropped. */
  readonly onError?: ((error: TapedeckError) => void) | undefined
}

export interface Appender {
  readonly failure: TapedeckError | undefined
  /** Takes bytes, of which it keeps no copy. Never throws. */
  append(bytes: Uint8Array): void
  /** Nothing is taken from now on. */
  fail(thrown: unknown): void
  /** Resolves when everything that was taken has been handed to the system, and to the disk itself where asked. Rejects with `TAPE_WRITE_FAILED`. */
  drain(sync: boolean): Promise<void>
  close(): Promise<void>
}

/** Bytes gathered before they are written without being asked. */
const WRITE_BYTES = 262_144
/** Bytes that may wait for a disk that does not keep up; beyond, the tape fails rather than the process. */
const MAX_PENDING_BYTES = 134_217_728

/** Creates the file with its first bytes. Rejects with `TAPE_WRITE_FAILED`. */
export async function createAppender(path: string, first: Uint8Array, options: AppenderOptions): Promise<Appender> {
  const { encode, onError } = options
  const handle = await createHandle(path, options.overwrite)
  let pending: Uint8Array[] = [first]
  let pendingBytes = first.length
  let written = 0
  let failure: TapedeckError | undefined
  let writing: Promise<void> | undefined

  const fail = (thrown: unknown): void => {
    if (failure !== undefined) return
    failure = writeFailed(path, thrown)
    pending = []
    onError?.(failure)
  }
  const writePending = async (): Promise<void> => {
    try {
      while (pending.length > 0) {
        const bytes = Buffer.concat(pending)
        pending = []
        pendingBytes = 0
        const encoded = encode === undefined ? bytes : await encode(bytes)
        await handle.writeFile(encoded)
        written += encoded.length
      }
    } catch (thrown) {
      fail(thrown)
      // what was written of the last bytes is no whole block or line
      await handle.truncate(written).catch(() => undefined)
    }
  }
  const startWriting = (): Promise<void> => {
    writing ??= writePending().finally(() => (writing = undefined))
    return writing
  }
  const drain = async (sync: boolean): Promise<void> => {
    while (pending.length > 0 || writing !== undefined) await startWriting()
    if (sync && failure === undefined) await handle.sync().catch(fail)
    if (failure !== undefined) throw failure
  }

  const appender: Appender = {
    get failure() {
      return failure
    },
    append(bytes) {
      if (failure !== undefined) return
      pending.push(bytes)
      pendingBytes += bytes.length
      if (pendingBytes > MAX_PENDING_BYTES) fail(new Error('the disk does not keep up'))
      else if (pendingBytes > WRITE_BYTES) void startWriting()
    },
    fail,
    drain,
    async close() {
      await writing
      await handle.close().catch(fail)
    },
  }
  try {
    await drain(false)
  } catch (thrown) {
    await appender.close()
    throw thrown
  }
  return appender
}

async function createHandle(path: string, overwrite: boolean): Promise<FileHandle> {
  try {
    return await open(path, overwrite ? 'w' : 'wx')
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') {
      throw new TapedeckError(
        'TAPE_WRITE_FAILED',
        `${path} exists and is not overwritten: name another file, or allow it with \`overwrite\``,
        { path },
        thrown,
      )
    }
    throw writeFailed(path, thrown)
  }
}

function writeFailed(path: string, cause: unknown): TapedeckError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new TapedeckError('TAPE_WRITE_FAILED', `${path} cannot be written: ${reason}`, { path }, cause)
}
