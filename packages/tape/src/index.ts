/** The documented face of tapes, for Node and browsers alike. Files stand behind `@tapedeck/tape/node`. */

export { createDigest, portableHash, type Digest, type IncrementalHash } from './digest/digest.ts'
export type { Simulation, TapeHeader } from './header.ts'
export { COLUMN_FIELDS, type ColumnField, type ColumnMap } from './import/columns.ts'
export {
  createCsvImport,
  type CsvImport,
  type CsvImportOptions,
  type ImportedTape,
  type ImportReport,
} from './import/csv-import.ts'
export type { CsvTable } from './import/csv-rows.ts'
export type { InstrumentOptions } from './import/infer-instrument.ts'
export { parseTimestamp } from './import/timestamp.ts'
export type { TapeSink, TapeSummary } from './sink.ts'
export {
  isSeekable,
  iteratorSource,
  streamSource,
  type EventStream,
  type Keyframe,
  type SeekableSource,
  type TapeBarsQuery,
  type TapeMarker,
  type TapeSource,
  type TapeStretch,
} from './source.ts'
export { decodeTape, encodeTape, type DecodedTape, type TapeContent, type TornEnd } from './text/tape-text.ts'
export { withHeader } from './with-header.ts'
