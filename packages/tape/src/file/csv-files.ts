/** Brings CSV files of quotes and trades onto a tape file. */

import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { TapedeckError } from '@tapedeck/protocol'
import { CsvError, parse } from 'csv-parse'
import { nodeHash } from './node-hash.ts'
import { createCsvImport, type CsvImport, type CsvImportOptions, type ImportReport } from '../import/csv-import.ts'
import type { CsvTable } from '../import/csv-rows.ts'
import { createTapeFile } from './tape-file-sink.ts'
import { unreadable } from './unreadable.ts'

export interface CsvFilesOptions extends Omit<CsvImportOptions, 'hash'> {
  /** Files of quotes and of trades, in any order; which is which is told by their columns. */
  readonly paths: readonly string[]
  /** The tape file to make. */
  readonly outPath: string
  /** Replaces a file of that name. Default false. */
  readonly overwrite?: boolean | undefined
}

/** Events handed to the file between two waits for it. */
const EVENTS_PER_WRITE = 100_000

/**
 * Imports CSV files. Everything is read and checked before anything is written. Rejects with `BAD_CSV` naming file, line,
 * column and value, `BAD_OPTION`, `TAPE_NOT_FOUND`, or `TAPE_WRITE_FAILED`.
 */
export async function importCsvFiles(options: CsvFilesOptions): Promise<ImportReport> {
  const { paths, outPath, overwrite = false } = options
  if (paths.length === 0)
    throw new TapedeckError('BAD_OPTION', 'there is no file to import: name a CSV of quotes or of trades')
  const csv = createCsvImport({ ...options, hash: nodeHash() })
  for (const path of paths) await readCsvFile(path, csv)
  const { header, events, report } = csv.finish()

  const sink = await createTapeFile(outPath, header, [], { overwrite })
  for (let from = 0; from < events.length; from += EVENTS_PER_WRITE) {
    for (const event of events.slice(from, from + EVENTS_PER_WRITE)) sink.write(event)
    await sink.flush()
  }
  await sink.close()
  return report
}

async function readCsvFile(path: string, csv: CsvImport): Promise<void> {
  const file = basename(path)
  const parser = parse({
    bom: true,
    delimiter: [',', ';', '\t'],
    info: true,
    // the import says better than the parser what is wrong with a row
    relax_column_count: true,
    skip_empty_lines: true,
  })
  const bytes = createReadStream(path)
  bytes.on('error', (error) => parser.destroy(error))
  bytes.pipe(parser)
  let table: CsvTable | undefined
  try {
    for await (const { record, info } of parser as AsyncIterable<CsvRecord>) {
      if (table === undefined) table = csv.table(file, record)
      else table.row(record, info.lines)
    }
  } catch (thrown) {
    if (thrown instanceof TapedeckError) throw thrown
    if (thrown instanceof CsvError) throw new TapedeckError('BAD_CSV', `${file}: ${thrown.message}`, { file }, thrown)
    throw unreadable(path, thrown)
  } finally {
    bytes.destroy()
  }
  if (table === undefined) throw new TapedeckError('BAD_CSV', `${file} is empty`, { file })
}

/** What the parser emits with `info`. */
interface CsvRecord {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}
