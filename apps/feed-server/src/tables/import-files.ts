/** Brings files of quotes and trades onto a tape: CSV is read here, Parquet by DuckDB, and a deck writes the tape, with keyframes and bars. */

import { open } from 'node:fs/promises'
import { TapedeckError, type SourceEvent } from '@tapedeck/protocol'
import {
  createCsvImport,
  iteratorSource,
  type CsvImport,
  type CsvImportOptions,
  type CsvTable,
  type ImportedTape,
  type ImportReport,
} from '@tapedeck/tape'
import { nodeHash, readCsvFile } from '@tapedeck/tape/node'
import { eventLine } from '../cli/event-line.ts'
import { rewrite } from '../cli/rewrite.ts'
import { processTerminal } from '../cli/terminal.ts'
import { readParquet } from './read-parquet.ts'
import { Tables } from './tables.ts'

export interface ImportedFiles extends Omit<CsvImportOptions, 'hash'> {
  /** Files of quotes and of trades, in any order; which is which is told by their columns. */
  readonly paths: readonly string[]
  /** Replaces a file of that name. Default false. */
  readonly overwrite?: boolean | undefined
}

/** Rows of each file that a preview reads. */
const PREVIEW_ROWS = 5

/**
 * Imports files. Everything is read and checked before anything is written. Rejects with `BAD_CSV` naming file, line,
 * column and value, `BAD_TABLE`, `BAD_OPTION`, `TAPE_NOT_FOUND`, or `TAPE_WRITE_FAILED`.
 */
export async function importFiles(options: ImportedFiles & { readonly outPath: string }): Promise<ImportReport> {
  const { header, events, report } = await readFiles(options)
  const source = iteratorSource(header, [], events[Symbol.iterator]())
  const { outPath: out, overwrite = false } = options
  await rewrite({ source, out, overwrite, progress: { doing: 'writing', on: processTerminal().err } })
  return report
}

/** What an import would do: the columns that each file's fields are read from, and its first rows as events. */
export async function previewImport(options: ImportedFiles): Promise<string> {
  const tables: [string, CsvTable][] = []
  const { header, events, report } = await readFiles(options, PREVIEW_ROWS, (file, table) => tables.push([file, table]))
  const lines = tables.map(([file, { kind, fields }]) => {
    const found = Object.entries(fields).map(([field, column]) => `${field}=${column}`)
    return `${file}: ${kind}, ${found.join(' ')}`
  })
  const [instrument] = header.instruments
  const line = (event: SourceEvent): string => eventLine(event, () => instrument)
  return `${lines.join('\n')}
prices have ${report.pricePrecision} decimals and sizes ${report.sizePrecision}, as far as these rows show
${events.map(line).join('\n')}
`
}

async function readFiles(
  options: ImportedFiles,
  limit = Infinity,
  onTable: (file: string, table: CsvTable) => void = () => undefined,
): Promise<ImportedTape> {
  const { paths } = options
  if (paths.length === 0) {
    throw new TapedeckError('BAD_OPTION', 'there is no file to import: name one of quotes or of trades')
  }
  const csv = createCsvImport({ ...options, hash: nodeHash() })
  const into: CsvImport = {
    table(file, columns) {
      const table = csv.table(file, columns)
      onTable(file, table)
      return table
    },
    finish: () => csv.finish(),
  }
  const tables = new Tables()
  try {
    for (const path of paths) {
      if (await isParquet(path)) await readParquet(tables, path, into, limit)
      else await readCsvFile(path, into, limit)
    }
  } finally {
    tables.close()
  }
  return csv.finish()
}

/** Every Parquet file begins with these letters; what is not there is told of by whoever reads it. */
async function isParquet(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(() => undefined)
  if (file === undefined) return path.endsWith('.parquet')
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(4), 0, 4, 0)
    return bytesRead === 4 && Buffer.from(buffer).toString('latin1') === 'PAR1'
  } catch {
    return false
  } finally {
    await file.close()
  }
}
