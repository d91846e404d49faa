/** Where played events can go: a file, a bus. A recorder is a deck's listener that writes to a sink. */

import type { BarState, SourceEvent } from '@tapedeck/protocol'

/** What was written, known when a sink is closed. */
export interface TapeSummary {
  /** Source events written. */
  readonly events: number
  /** SHA-256 over them in canonical form, hex. */
  readonly digest: string
}

export interface TapeSink {
  /** Takes an event; it is durable after the next `flush`. */
  write(event: SourceEvent): void
  /** Whether so much was written since the last keyframe that another is due. Asked after a `write`; costs nothing. */
  readonly wantsKeyframe: boolean
  /** Takes the deck's state after everything that was written, and the bars that closed (or were corrected) since the last one. */
  keyframe(state: Uint8Array, bars: readonly BarState[]): void
  /** Resolves when everything written so far has reached the disk. Rejects with `TAPE_WRITE_FAILED`. */
  flush(): Promise<void>
  /** Flushes, writes the end, and closes. */
  close(): Promise<TapeSummary>
}
