/** A tape file as a sink: lines gather in memory and are written in the background; a failure never reaches whoever plays. */

import { open, type FileHandle } from 'node:fs/promises'
import { TapedeckError, type HistoryBar } from '@tapedeck/protocol'
import { nodeHash } from './node-hash.ts'
import type { TapeHeader } from '../header.ts'
import type { TapeSink, TapeSummary } from '../sink.ts'
import { createTapeWriter } from '../text/tape-writer.ts'

export interface TapeFileOptions {
  /** Replaces a file of that name. Default false: an existing file is refused. */
  readonly overwrite?: boolean
  /** Whether `flush` and `close` wait until the disk itself has the data (fsync). Default true. */
  readonly sync?: boolean
  /** Told once, when the tape cannot be written further. What comes after is dropped. */
  readonly onError?: (error: TapedeckError) => void
}

/** Characters gathered before they are written without being asked. */
const WRITE_CHARACTERS = 262_144
/** Characters that may wait for a disk that does not keep up; beyond, the tape fails rather than the process. */
const MAX_PENDING_CHARACTERS = 134_217_728

/**
 * Creates a tape file and writes its header and history. Rejects with `TAPE_WRITE_FAILED` when the file exists or cannot be
 * written. `write` never throws: what fails later rejects `flush` and `close`, and is told to `onError`.
 */
export async function createTapeFile(
  path: string,
  header: TapeHeader,
  history: Iterable<HistoryBar>,
  options: TapeFileOptions = {},
): Promise<TapeSink> {
  const { overwrite = false, sync = true, onError } = options
  const writer = createTapeWriter(header, history, nodeHash())
  const head = writer.head()
  const handle = await createHandle(path, overwrite)
  try {
    await handle.writeFile(head)
  } catch (thrown) {
    await handle.close().catch(() => undefined)
    throw writeFailed(path, thrown)
  }

  let pending: string[] = []
  let pendingCharacters = 0
  let failure: TapedeckError | undefined
  let writing: Promise<void> | undefined
  let closing: Promise<TapeSummary> | undefined

  const fail = (thrown: unknown): void => {
    if (failure !== undefined) return
    failure = writeFailed(path, thrown)
    pending = []
    onError?.(failure)
  }
  const writePending = async (): Promise<void> => {
    try {
      while (pending.length > 0) {
        const text = pending.join('')
        pending = []
        pendingCharacters = 0
        await handle.writeFile(text)
      }
    } catch (thrown) {
      fail(thrown)
    }
  }
  const startWriting = (): Promise<void> => {
    writing ??= writePending().finally(() => (writing = undefined))
    return writing
  }

  const drain = async (): Promise<void> => {
    while (pending.length > 0 || writing !== undefined) await startWriting()
    if (sync && failure === undefined) await handle.sync().catch(fail)
    if (failure !== undefined) throw failure
  }
  const append = (text: string): void => {
    pending.push(text)
    pendingCharacters += text.length
    if (pendingCharacters > MAX_PENDING_CHARACTERS) fail(new Error('the disk does not keep up'))
    else if (pendingCharacters > WRITE_CHARACTERS) void startWriting()
  }
  const finish = async (): Promise<TapeSummary> => {
    try {
      if (failure === undefined) append(writer.end())
      await drain()
    } finally {
      await handle.close().catch(fail)
    }
    if (failure !== undefined) throw failure
    return writer.summary()
  }

  return {
    write(event) {
      if (failure !== undefined || closing !== undefined) return
      try {
        append(writer.event(event))
      } catch (thrown) {
        fail(thrown)
      }
    },
    // text is read from its start
    wantsKeyframe: false,
    keyframe: () => undefined,
    flush: drain,
    close: () => (closing ??= finish()),
  }
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
