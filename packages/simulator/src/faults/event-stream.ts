/** What a simulated tape is before anyone plays it: events in the order of tape time, made one by one as they are asked for. */

import type { SourceEvent } from '@tapedeck/protocol'

export interface EventStream {
  /**
   * No event comes before this tape time, Infinity where none comes at all. It never decreases and never lies before an
   * event that was given. Asking makes nothing happen.
   */
  readonly nextTime: number
  /** The next event, or undefined where none comes up to `limit`, a tape time. Nothing after `limit` is made. */
  next(limit: number): SourceEvent | undefined
}
