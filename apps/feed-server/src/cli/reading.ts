/** Reads a tape from its start to its end, a slice of events at a time, so that a tape of any size takes bounded memory. */

import type { SourceEvent } from '@tapedeck/protocol'
import type { TapeSource } from '@tapedeck/tape'

/** An event at a time, with a wait only where the buffer is empty. */
export interface EventReader {
  /** Events taken so far. */
  readonly taken: number
  /** The next event; undefined where `refill` must be awaited. */
  next(): SourceEvent | undefined
  /** Whether there are more. */
  refill(): Promise<boolean>
}

export function readerOf(source: TapeSource): EventReader {
  let taken = 0
  return {
    get taken() {
      return taken
    },
    next() {
      const event = source.next()
      if (event !== undefined) taken++
      return event
    },
    refill: () => source.fill(),
  }
}

/** The next event of a reader, undefined at the end. */
export async function nextEvent(reader: EventReader): Promise<SourceEvent | undefined> {
  for (;;) {
    const event = reader.next()
    if (event !== undefined) return event
    if (!(await reader.refill())) return undefined
  }
}
