/** A whole tape as text in memory: for fixtures that people read and diff, and for pages that were given a file. */

import type { HistoryBar, SourceEvent } from '@tapedeck/protocol'
import type { TapeHeader } from '../header.ts'
import { unreadableHeader } from './decode-head.ts'
import type { LinePlace } from './fields.ts'
import { createLineSplitter } from './line-splitter.ts'
import { createTapeReader } from './tape-reader.ts'
import { createTapeWriter } from './tape-writer.ts'

/** What a tape holds. */
export interface TapeContent {
  readonly header: TapeHeader
  readonly history: readonly HistoryBar[]
  readonly events: readonly SourceEvent[]
}

/** A last line without its line break: its writer was stopped in the midst of it. */
export interface TornEnd {
  readonly lostBytes: number
}

/** A tape that was read, and how it ends. */
export interface DecodedTape extends TapeContent {
  /** Present when the last line was cut off; the events before it are all there. */
  readonly torn: TornEnd | null
  /** Whether the end line is there; without it the writer was not closed. */
  readonly complete: boolean
}

/** The text of a tape, end line included. */
export function encodeTape(tape: TapeContent): string {
  const writer = createTapeWriter(tape.header, tape.history)
  const parts = [writer.head()]
  for (const event of tape.events) parts.push(writer.event(event))
  parts.push(writer.end())
  return parts.join('')
}

/**
 * Reads the text of a tape; `name` stands in errors. Throws `TAPE_FOREIGN`, `TAPE_VERSION`, or `TAPE_CORRUPT` naming line,
 * field and value.
 */
export function decodeTape(text: string | Uint8Array, name = 'tape'): DecodedTape {
  const place: LinePlace = { name, line: 0 }
  const reader = createTapeReader(place)
  const splitter = createLineSplitter(place)
  const events: SourceEvent[] = []
  splitter.push(typeof text === 'string' ? new TextEncoder().encode(text) : text, (line) => {
    const event = reader.readLine(line)
    if (event !== undefined) events.push(event)
  })
  const { rest } = splitter
  if (reader.header === undefined) throw unreadableHeader(rest, place)
  return {
    header: reader.header,
    history: reader.history,
    events,
    torn: rest.length === 0 ? null : { lostBytes: rest.length },
    complete: reader.end !== undefined,
  }
}
