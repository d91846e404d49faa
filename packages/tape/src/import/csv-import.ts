/** Makes a tape of quotes and trades that came as CSV: one instrument, its precisions and tick size found in the data. */

import { formatScaled, TapedeckError, type Instrument, type Micros, type SourceEvent } from '@tapedeck/protocol'
import { createDigest, type IncrementalHash } from '../digest/digest.ts'
import type { TapeHeader } from '../header.ts'
import type { ColumnMap } from './columns.ts'
import { makeEvents } from './csv-events.ts'
import { createCsvRows, type CsvRows, type CsvTable } from './csv-rows.ts'
import { checkInstrumentOptions, inferInstrument, type InstrumentOptions } from './infer-instrument.ts'

export interface CsvImportOptions extends InstrumentOptions {
  /** Sums the events. Default: the portable hash. */
  readonly hash?: IncrementalHash | undefined
  /** Default: columns are found by their names. */
  readonly map?: ColumnMap | undefined
}

/** What was done to the data on its way in. */
export interface ImportReport {
  readonly quotes: number
  readonly trades: number
  readonly events: number
  readonly span: { readonly from: Micros; readonly to: Micros }
  readonly pricePrecision: number
  readonly sizePrecision: number
  /** Decimal text. */
  readonly tickSize: string
  /** Values that floating-point dirt was taken from. */
  readonly cleaned: number
  /** Values that had more decimals than their precision keeps. */
  readonly rounded: number
  /** Rows that stood after a later one, and were put in order. */
  readonly reordered: number
  readonly digest: string
}

export interface ImportedTape {
  readonly header: TapeHeader
  readonly events: readonly SourceEvent[]
  readonly report: ImportReport
}

export interface CsvImport {
  /** Begins a file, by its name and the values of its first line. Quotes and trades are told apart by the columns. */
  table(file: string, columns: readonly string[]): CsvTable
  /** The tape of all rows. Throws `BAD_CSV` when there are none. */
  finish(): ImportedTape
}

/** Creates an import. Throws `BAD_OPTION`. */
export function createCsvImport(options: CsvImportOptions): CsvImport {
  checkInstrumentOptions(options)
  const rows = createCsvRows(options.map)
  const files: string[] = []
  return {
    table(file, columns) {
      files.push(file)
      return rows.table(file, columns)
    },
    finish() {
      if (rows.quotes.ts.length + rows.trades.ts.length === 0) {
        throw new TapedeckError('BAD_CSV', `${files.join(', ') || 'no file'}: there are no rows to import`, { files })
      }
      const instrument = inferInstrument(rows, options)
      const events = makeEvents(rows, instrument)
      return makeTape(rows, instrument, events, files.join(', '), options.hash)
    },
  }
}

function makeTape(
  rows: CsvRows,
  instrument: Instrument,
  events: readonly SourceEvent[],
  files: string,
  hash: IncrementalHash | undefined,
): ImportedTape {
  const digest = createDigest(hash)
  for (const event of events) digest.add(event)
  const sum = digest.hex()
  const from = events[0]?.tsRecv
  const to = events.at(-1)?.tsRecv
  if (from === undefined || to === undefined)
    throw new TapedeckError('BAD_CSV', `${files}: there are no rows to import`)
  const { pricePrecision, sizePrecision } = instrument
  // the same data makes the same tape, wherever and whenever it is imported
  const tapeId = sum.slice(0, 16)
  return {
    header: {
      tapeId,
      epoch: tapeId,
      source: 'import',
      name: files,
      start: from,
      simulation: null,
      instruments: [instrument],
    },
    events,
    report: {
      quotes: rows.quotes.ts.length,
      trades: rows.trades.ts.length,
      events: events.length,
      span: { from, to },
      pricePrecision,
      sizePrecision,
      tickSize: formatScaled(instrument.tickSize, pricePrecision),
      cleaned: rows.prices.cleaned(pricePrecision) + rows.sizes.cleaned(sizePrecision),
      rounded: rows.prices.rounded(pricePrecision) + rows.sizes.rounded(sizePrecision),
      reordered: rows.reordered,
      digest: sum,
    },
  }
}
