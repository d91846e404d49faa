/** How a tape file is written, whatever its form. */

import type { BarState, TapedeckError } from '@tapedeck/protocol'

export interface TapeFileOptions {
  /** Replaces a file of that name. Default false: an existing file is refused. */
  readonly overwrite?: boolean
  /**
   * When the disk itself is made to have the data (fsync): at every `flush`, which a recorder calls once a second; at the close;
   * or when the system sees fit. Default `flush`.
   */
  readonly sync?: 'flush' | 'close' | 'never'
  /** State of the deck at the start, where the tape begins in the midst of a market. */
  readonly opening?: Uint8Array | null
  /** Bars that had closed before, for charts. The text form has no room for them. */
  readonly bars?: readonly BarState[]
  /** Bytes of records in a block of the binary form, about. Default 65,536. */
  readonly blockBytes?: number
  /** Told after each fsync how many events are durable. */
  readonly onDurable?: (events: number) => void
  /** Told once, when the tape cannot be written further. What comes after is dropped. */
  readonly onError?: (error: TapedeckError) => void
}
