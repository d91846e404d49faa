/** The face of tapes on a machine with files: everything that needs Node. */

export { nodeHash } from './file/node-hash.ts'
export { createTapeFile } from './file/tape-file-sink.ts'
export type { TapeFileOptions } from './file/tape-file-options.ts'
export { openTapeFile } from './file/tape-file-source.ts'
export type { BinaryTape, BlockSizes, OpenedTape, TapeForm, TextTape } from './file/opened-tape.ts'
export { readCsvFile } from './file/csv-files.ts'
export { readBlocks } from './file/read-blocks.ts'
export { repairTape, type TapeRepair } from './file/repair-tape.ts'
export { verifyTape, type OnProgress, type TapeCheck } from './file/verify-tape.ts'
export { chainTapes } from './file/chain-tapes.ts'
