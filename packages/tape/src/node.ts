/** The face of tapes on a machine with files: everything that needs Node. */

export { nodeHash } from './file/node-hash.ts'
export { createTapeFile, type TapeFileOptions } from './file/tape-file-sink.ts'
export { openTapeFile, type TapeFileSource } from './file/tape-file-source.ts'
export type { ImportReport } from './import/csv-import.ts'
export { importCsvFiles, type CsvFilesOptions } from './file/csv-files.ts'
