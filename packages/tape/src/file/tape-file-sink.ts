/** A tape file as a sink, in the form that its name asks for. */

import type { HistoryBar } from '@tapedeck/protocol'
import type { TapeHeader } from '../header.ts'
import type { TapeSink } from '../sink.ts'
import { createBinaryFile } from './binary-file-sink.ts'
import type { TapeFileOptions } from './tape-file-options.ts'
import { createTextFile } from './text-file-sink.ts'

/**
 * Creates a tape file and writes its head: `*.jsonl` is the text form, `*.jsonl.gz` the same gzipped, everything else the binary form.
 * Rejects with `TAPE_WRITE_FAILED` when the file exists or cannot be written. `write` never throws: what fails later rejects `flush` and
 * `close`, and is told to `onError`; what was written whole before it stays.
 */
export function createTapeFile(
  path: string,
  header: TapeHeader,
  history: Iterable<HistoryBar>,
  options: TapeFileOptions = {},
): Promise<TapeSink> {
  const isGzipped = path.endsWith('.jsonl.gz')
  if (isGzipped || path.endsWith('.jsonl')) return createTextFile(path, header, history, { ...options, isGzipped })
  return createBinaryFile(path, header, history, options)
}
