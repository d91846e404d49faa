/** The records of a binary tape for whoever reads them by a cursor: the fastest way through a tape. */

import { open } from 'node:fs/promises'
import { ByteReader, TapedeckError } from '@tapedeck/protocol'
import { readEventsHead } from '../binary/block-index.ts'
import { BLOCK } from '../binary/block.ts'
import { BlockFile } from './block-file.ts'
import { openTapeFile } from './tape-file-source.ts'

/**
 * Each block's records, for `EventCursor.open`, in order; their checksum has been verified. A view that lasts until the next is asked for.
 * Rejects with `TAPE_FOREIGN` for a tape of another form, and like `openTapeFile`.
 */
export async function* readBlocks(path: string): AsyncGenerator<Uint8Array, void> {
  await requireBinary(path)
  const file = await BlockFile.open(await open(path, 'r'), path)
  try {
    const window = file.window()
    for (const entry of file.index.entries) {
      if (entry.type !== BLOCK.events) continue
      const reader = new ByteReader(await file.payload(entry, window))
      readEventsHead(reader)
      yield reader.raw(reader.left)
    }
  } finally {
    await file.close()
  }
}

async function requireBinary(path: string): Promise<void> {
  await using source = await openTapeFile(path)
  if (source.form === 'binary') return
  throw new TapedeckError(
    'TAPE_FOREIGN',
    `${path} is a tape in the form of ${source.form}: blocks are of the binary form`,
    { path },
  )
}
