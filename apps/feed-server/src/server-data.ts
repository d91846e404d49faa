/** What a server keeps on disk: its library of recordings, and of `live` the rolling tape and the history of bars. */

import type { Deck } from '@tapedeck/deck'
import { TapedeckError } from '@tapedeck/protocol'
import { lockFolder } from './library/folder-lock.ts'
import { openLibrary, type Library, type Rolling } from './library/index.ts'
import type { ResolvedOptions } from './options.ts'
import { openBarHistory, type BarHistory } from './tables/bar-history.ts'
import { Tables } from './tables/tables.ts'

export interface ServerData {
  readonly library: Library | null
  readonly rolling: Rolling | null
  readonly bars: BarHistory | null
  /** Ends every recording, and the rolling tape. */
  close(): Promise<void>
}

/** A server that keeps nothing. */
export const NO_DATA: ServerData = { library: null, rolling: null, bars: null, close: () => Promise.resolve() }

/**
 * Opens the data of a server. A folder that cannot be used is told of and done without: the feed goes on. Rejects with `BAD_OPTION` only where the folder was
 * asked for by name.
 */
export async function openServerData(deck: Deck, options: ResolvedOptions): Promise<ServerData> {
  const { data, rollingBytes, historyDays, limits, log } = options
  if (data === null) return NO_DATA
  let unlock: () => Promise<void>
  try {
    unlock = await lockFolder(data.folder)
  } catch (thrown) {
    if (data.isRequired || !(thrown instanceof TapedeckError)) throw thrown
    log.error(`recordings and the rolling tape are not kept: ${thrown.message}`)
    return NO_DATA
  }
  try {
    const library = await openLibrary({ folder: data.folder, limits, log })
    // a recording that is replayed is on disk already
    const isMade = deck.header.source === 'simulator'
    const rolling = isMade && rollingBytes > 0 ? await library.startRolling(deck, { bytes: rollingBytes }) : null
    const tables = new Tables()
    const kept = { folder: data.folder, retentionDays: historyDays, log }
    const bars = isMade && historyDays > 0 ? openBarHistory(deck, tables, kept) : null
    return {
      library,
      rolling,
      bars,
      async close() {
        await library.close()
        await bars?.close()
        tables.close()
        await unlock()
      },
    }
  } catch (thrown) {
    await unlock()
    throw thrown
  }
}
