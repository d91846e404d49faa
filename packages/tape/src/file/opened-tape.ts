/** What is known of a tape file that is open, whatever its form. */

import type { Micros } from '@tapedeck/protocol'
import type { BlockName } from '../binary/block.ts'
import type { SeekableSource, TapeSource } from '../source.ts'
import type { TornEnd } from '../text/tape-text.ts'

export type TapeForm = 'binary' | 'text' | 'gzipped text'

/** Of text, what is said of its end is what its last 64 kB say, until it was read to there. */
export interface OpenedTape extends TapeSource, AsyncDisposable {
  readonly path: string
  readonly form: TapeForm
  /** Present when the end was cut off: its writer was stopped in the midst of it, or is writing still. */
  readonly torn: TornEnd | null
  /** Whether its end is there; without it the writer was not closed. */
  readonly complete: boolean
  /** Tape time of the last event; null when there is none, or none can be found without reading all. */
  readonly lastTsRecv: Micros | null
  /** The digest that the end states; null without one. Of text, arriving at the end checks it; of a binary tape, `verifyTape` does. */
  readonly digest: string | null
  /** The number of events that the end states; null without one. */
  readonly events: number | null
}

/** Of the blocks of one sort, framing included. */
export interface BlockSizes {
  readonly count: number
  readonly bytes: number
}

/** A text tape, which is read from its start. */
export interface TextTape extends OpenedTape {
  readonly form: 'text' | 'gzipped text'
}

/** A binary tape, which can be played from any place. */
export interface BinaryTape extends OpenedTape, SeekableSource {
  readonly form: 'binary'
  /** How many blocks of each sort there are, and their bytes. */
  readonly blocks: Readonly<Record<BlockName, BlockSizes>>
  /** Looks for what has been written since; seeking and reading at the end do so by themselves. */
  refresh(): Promise<void>
}
