/** Progress of long work: one line on standard error that is written over, where a person looks at it. */

import { transportNowMs } from '../transport-timers.ts'
import { count } from './figures.ts'
import type { Output } from './terminal.ts'

export interface Progress {
  /** Told as often as one likes. `fraction` is 0 to 1 where the end is known. */
  at(events: number, fraction?: number): void
  /** Takes the line away. */
  end(): void
}

const SHOWN_EVERY_MS = 200
/** What is over sooner than this is not long. */
const LONG_MS = 400
const ERASE_LINE = '\r\u001B[2K'

/** Begins to show the progress of some work; on anything but a terminal nothing is shown. */
export function startProgress(output: Output, what: string): Progress {
  if (!output.isTerminal) return { at: () => undefined, end: () => undefined }
  const startedAt = transportNowMs()
  let shownAt = startedAt + LONG_MS - SHOWN_EVERY_MS
  let isShown = false
  return {
    at(events, fraction) {
      const now = transportNowMs()
      if (now - shownAt < SHOWN_EVERY_MS) return
      shownAt = now
      isShown = true
      const rate = Math.round((events / Math.max(1, now - startedAt)) * 1_000)
      const share = fraction === undefined ? '' : `${String(Math.floor(fraction * 100)).padStart(3)} %  `
      const line = `${what}  ${share}${count(events)} events  ${count(rate)}/s`
      void output.write(`${ERASE_LINE}${line.slice(0, Math.max(1, output.columns - 1))}`)
    },
    end() {
      if (isShown) void output.write(ERASE_LINE)
    },
  }
}
