/** The rows of a Parquet file as the text that a CSV file of the same data would have. */

import { access } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { TapedeckError } from '@tapedeck/protocol'
import type { CsvImport } from '@tapedeck/tape'
import { named, quoted, type Tables } from './tables.ts'

/**
 * Hands the rows of a file to an import, at most `limit` of them. Rejects with `TAPE_NOT_FOUND`, `BAD_TABLE` where it is no Parquet, and what the import says;
 * lines in messages count the header as the first.
 */
export async function readParquet(
  tables: Tables,
  path: string,
  into: CsvImport,
  limit: number = Infinity,
): Promise<void> {
  const file = resolve(path)
  try {
    await access(file)
  } catch (thrown) {
    throw new TapedeckError('TAPE_NOT_FOUND', `there is no file ${path}`, { path }, thrown)
  }
  const session = await tables.open(':memory:', [file])
  try {
    const from = `read_parquet(${quoted(file)})`
    const columns = await session.run(`DESCRIBE SELECT * FROM ${from}`).catch((thrown: unknown) => {
      const reason = thrown instanceof Error ? thrown.message : String(thrown)
      throw new TapedeckError('BAD_TABLE', `${path} is no Parquet file: ${reason}`, { path }, thrown)
    })
    const names = columns.map(([name]) => String(name))
    const table = into.table(basename(path), names)
    const texts = columns.map(([name, type]) => asText(String(name), String(type)))
    const most = limit === Infinity ? '' : ` LIMIT ${limit}`
    let line = 1
    for await (const rows of session.rows(`SELECT ${texts.join(', ')} FROM ${from}${most}`)) {
      for (const row of rows)
        table.row(
          row.map((value) => (value === null ? '' : String(value))),
          ++line,
        )
    }
  } finally {
    await session.close().catch(() => undefined)
  }
}

/** Times as microseconds since 1970: text of them depends on the machine's time zone. */
function asText(name: string, type: string): string {
  const column = named(name)
  return `CAST(${type.startsWith('TIMESTAMP') ? `epoch_us(${column})` : column} AS VARCHAR)`
}
