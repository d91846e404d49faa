/** Writes a text tape line by line: header, history, events, end. Each line comes with its line break. */

import { TapedeckError, type HistoryBar, type SourceEvent } from '@tapedeck/protocol'
import { createDigest, type IncrementalHash } from '../digest/digest.ts'
import type { TapeHeader } from '../header.ts'
import type { TapeSummary } from '../sink.ts'
import { encodeEnd, encodeHeader, encodeHistory, encodeOpening } from './encode-head.ts'
import { encodeEvent } from './encode-line.ts'
import { createInstrumentTable } from './instrument-table.ts'

export interface TapeWriter {
  /** Events written so far. */
  readonly events: number
  /** Header, opening and history. */
  head(): string
  /** The next event. Throws `TAPE_CORRUPT` when it would make a tape that cannot be read again. */
  event(event: SourceEvent): string
  /** The last line, from the events so far. */
  end(): string
  /** The events so far. */
  summary(): TapeSummary
}

export function createTapeWriter(
  header: TapeHeader,
  history: Iterable<HistoryBar>,
  hash?: IncrementalHash,
  opening: Uint8Array | null = null,
): TapeWriter {
  const table = createInstrumentTable(header.instruments)
  const digest = createDigest(hash)
  let lastTsRecv: number = header.start

  const summary = (): TapeSummary => ({ events: digest.events, digest: digest.hex() })
  return {
    get events() {
      return digest.events
    },
    head() {
      const state = opening === null ? [] : [encodeOpening(opening)]
      return [encodeHeader(header), ...state, ...encodeHistory(history, table)].map((line) => `${line}\n`).join('')
    },
    event(event) {
      if (event.tsRecv < lastTsRecv) {
        throw new TapedeckError(
          'TAPE_CORRUPT',
          `event ${digest.events + 1} has tsRecv ${event.tsRecv}, earlier than ${lastTsRecv}: tape time never decreases`,
          { tsRecv: event.tsRecv, before: lastTsRecv },
        )
      }
      const line = encodeEvent(event, table)
      lastTsRecv = event.tsRecv
      digest.add(event)
      return `${line}\n`
    },
    end: () => `${encodeEnd(summary())}\n`,
    summary,
  }
}
