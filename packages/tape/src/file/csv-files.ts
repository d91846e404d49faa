/** The rows of CSV files of quotes and trades. */

import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { TapedeckError } from '@tapedeck/protocol'
import { CsvError, parse } from 'csv-parse'
import type { CsvImport } from '../import/csv-import.ts'
import type { CsvTable } from '../import/csv-rows.ts'
import { unreadable } from './unreadable.ts'

/**
 * Hands the rows of a CSV file to an import, at most `limit` of them. Rejects with `BAD_CSV` naming file, line, column and value, or `TAPE_NOT_FOUND`.
 */
export async function readCsvFile(path: string, into: CsvImport, limit: number = Infinity): Promise<void> {
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
  let rows = 0
  try {
    for await (const { record, info } of parser as AsyncIterable<CsvRecord>) {
      if (table === undefined) {
        table = into.table(file, record)
        continue
      }
      if (++rows > limit) break
      table.row(record, info.lines)
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
