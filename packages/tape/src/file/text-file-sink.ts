/** A tape file in the text form as a sink, gzipped or not. */

import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { HistoryBar } from '@tapedeck/protocol'
import type { TapeHeader } from '../header.ts'
import type { TapeSink, TapeSummary } from '../sink.ts'
import { createTapeWriter } from '../text/tape-writer.ts'
import { createAppender } from './appender.ts'
import { nodeHash } from './node-hash.ts'
import type { TapeFileOptions } from './tape-file-options.ts'

/** Characters of lines that are made bytes together. */
const GATHERED_CHARACTERS = 65_536

/** Each piece is a member of its own (RFC 1952, section 2.2), so that what was written can be read at any time. */
const compress: (bytes: Uint8Array) => Promise<Uint8Array> = promisify(gzip)

/** As {@link createTapeFile}. */
export async function createTextFile(
  path: string,
  header: TapeHeader,
  history: Iterable<HistoryBar>,
  options: TapeFileOptions & { readonly isGzipped: boolean },
): Promise<TapeSink> {
  const { overwrite = false, sync = 'flush', opening = null, onDurable, onError, isGzipped } = options
  const writer = createTapeWriter(header, history, nodeHash(), opening)
  const encode = isGzipped ? compress : undefined
  const appender = await createAppender(path, Buffer.from(writer.head()), { overwrite, encode, onError })
  let gathered = ''
  let isClosed = false
  let closing: Promise<TapeSummary> | undefined

  const takeGathered = (): void => {
    if (gathered !== '') appender.append(Buffer.from(gathered))
    gathered = ''
  }
  const drain = async (isSynced: boolean): Promise<void> => {
    takeGathered()
    const { events } = writer
    await appender.drain(isSynced)
    if (isSynced) onDurable?.(events)
  }
  const finish = async (): Promise<TapeSummary> => {
    try {
      if (appender.failure === undefined) gathered += writer.end()
      await drain(sync !== 'never')
    } finally {
      await appender.close()
    }
    if (appender.failure !== undefined) throw appender.failure
    return writer.summary()
  }
  return {
    write(event) {
      if (appender.failure !== undefined || isClosed) return
      try {
        gathered += writer.event(event)
      } catch (thrown) {
        appender.fail(thrown)
      }
      if (gathered.length > GATHERED_CHARACTERS) takeGathered()
    },
    // text is read from its start
    wantsKeyframe: false,
    keyframe: () => undefined,
    flush: () => drain(sync === 'flush'),
    close() {
      isClosed = true
      return (closing ??= finish())
    },
  }
}
