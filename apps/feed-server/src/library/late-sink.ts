/** A sink for a file that is still being created: what is written meanwhile waits, so that recording begins at once. */

import type { BarState, SourceEvent } from '@tapedeck/protocol'
import type { TapeSink, TapeSummary } from '@tapedeck/tape'

export interface LateSink extends TapeSink {
  /** Events written. */
  readonly events: number
}

/** Takes what is written to a sink that comes later. Where it never comes, `flush` and `close` reject as the promise did. */
export function lateSink(coming: Promise<TapeSink>): LateSink {
  let sink: TapeSink | undefined
  let failed = false
  let events = 0
  let waiting: ((sink: TapeSink) => void)[] = []

  const arrived = coming.then(
    (found) => {
      sink = found
      for (const write of waiting) write(found)
      waiting = []
      return found
    },
    (thrown: unknown) => {
      failed = true
      waiting = []
      throw thrown
    },
  )
  // told by `flush` and `close`, to whoever asks
  arrived.catch(() => undefined)
  const pass = (write: (sink: TapeSink) => void): void => {
    if (sink !== undefined) write(sink)
    else if (!failed) waiting.push(write)
  }
  return {
    get events() {
      return events
    },
    get wantsKeyframe() {
      return sink?.wantsKeyframe ?? false
    },
    write(event: SourceEvent) {
      events++
      if (sink === undefined) pass((found) => found.write(event))
      else sink.write(event)
    },
    keyframe: (state: Uint8Array, bars: readonly BarState[]) => pass((found) => found.keyframe(state, bars)),
    flush: async (): Promise<void> => (await arrived).flush(),
    close: async (): Promise<TapeSummary> => (await arrived).close(),
  }
}
