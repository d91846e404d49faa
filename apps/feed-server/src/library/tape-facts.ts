/** What a tape file says of itself, without playing it. */

import { stat } from 'node:fs/promises'
import { createVirtualClock, openDeck } from '@tapedeck/deck'
import { isSeekable } from '@tapedeck/tape'
import { openTapeFile } from '@tapedeck/tape/node'

export interface TapeFacts {
  readonly name: string
  readonly symbols: readonly string[]
  readonly span: { readonly from: number; readonly to: number }
  readonly events: number
  readonly bytes: number
  readonly digest: string | null
  /** Whether it was ended by its writer. */
  readonly isComplete: boolean
}

/** Reads head, index and the state at the end: instruments that were listed on the way are in it. Rejects like `openTapeFile`. */
export async function tapeFacts(path: string): Promise<TapeFacts> {
  const { size } = await stat(path)
  const source = await openTapeFile(path)
  const { header, digest, complete, events, lastTsRecv } = source
  const symbols = new Set(header.instruments.map(({ symbol }) => symbol))
  const deck = openDeck({ name: 'facts', source, clock: createVirtualClock(header.start) })
  try {
    if (complete && isSeekable(source)) {
      await deck.seek({ time: source.span.to })
      await deck.playTo(source.span.to)
      for (const { symbol } of deck.market.instruments()) symbols.add(symbol)
    }
    return {
      name: header.name,
      symbols: [...symbols],
      span: isSeekable(source) ? { ...source.span } : { from: header.start, to: lastTsRecv ?? header.start },
      events: isSeekable(source) ? source.eventCount : (events ?? 0),
      bytes: size,
      digest,
      isComplete: complete,
    }
  } finally {
    await deck.close()
  }
}
