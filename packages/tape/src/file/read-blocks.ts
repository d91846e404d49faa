/** The records of a binary tape for whoever reads them by a cursor: the fastest way through a tape. */

import { ByteReader, TapedeckError } from '@tapedeck/protocol'
import { readEventsHead } from '../binary/block-index.ts'
import { BLOCK, FILE_MARK, isBinaryTape } from '../binary/block.ts'
import { BlockFile } from './block-file.ts'
import { openHandle } from './unreadable.ts'

/**
 * Each block's records, for `EventCursor.open`, in order; their checksum has been verified. A view that lasts until the next is asked for.
 * Rejects with `TAPE_FOREIGN` for a tape of another form, and like `openTapeFile`.
 */
export async function* readBlocks(path: string): AsyncGenerator<Uint8Array, void> {
  const handle = await openHandle(path)
  try {
    const { buffer } = await handle.read(new Uint8Array(FILE_MARK.length), 0, FILE_MARK.length, 0)
    if (!isBinaryTape(buffer)) {
      throw new TapedeckError('TAPE_FOREIGN', `${path} is not a tape in the binary form, which alone has blocks`, {
        path,
      })
    }
    const file = await BlockFile.open(handle, path)
    const window = file.window()
    for (const entry of file.index.entries) {
      if (entry.type !== BLOCK.events) continue
      const reader = new ByteReader(await file.payload(entry, window))
      readEventsHead(reader)
      yield reader.raw(reader.left)
    }
  } finally {
    await handle.close()
  }
}
