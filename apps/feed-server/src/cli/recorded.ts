/** What every way of recording to a file is asked. */

import type { SourceChannel } from '@tapedeck/protocol'

export interface Recorded {
  readonly out: string
  readonly overwrite: boolean
  /** Tape time that it lasts, in microseconds; undefined until somebody ends it. */
  readonly span: number | undefined
  readonly symbols: readonly string[] | undefined
  readonly channels: readonly SourceChannel[] | undefined
}
