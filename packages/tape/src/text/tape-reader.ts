/** Reads a text tape line by line: header, history, events, end, in that order and nothing else. */

import type { HistoryBar, SourceEvent } from '@tapedeck/protocol'
import { createDigest, type IncrementalHash } from '../digest/digest.ts'
import type { TapeHeader } from '../header.ts'
import type { TapeSummary } from '../sink.ts'
import { decodeEnd, decodeHeader, decodeHistory, decodeOpening } from './decode-head.ts'
import { decodeEvent } from './decode-line.ts'
import { corruptField, corruptLine, isRecord, type LinePlace, type LineRecord } from './fields.ts'
import { createInstrumentTable, type InstrumentTable } from './instrument-table.ts'

/** A longer line is no tape's: it would have to be held in memory whole. */
export const MAX_LINE_BYTES = 8_388_608
/** More than any chart shows, and all that memory should be asked for. */
const MAX_HISTORY_BARS = 8_000_000
export const LINE_TOO_LONG: string = `is longer than ${MAX_LINE_BYTES} bytes`

export interface TapeReader {
  /** Undefined before the first line. */
  readonly header: TapeHeader | undefined
  readonly history: readonly HistoryBar[]
  /** State of the deck at the start; null without one. */
  readonly opening: Uint8Array | null
  /** Events read so far. */
  readonly events: number
  /** What the end line says, checked; undefined before it. */
  readonly end: TapeSummary | undefined
  /** Takes the next whole line without its line break. The event on it, or undefined for the lines around events. */
  readLine(line: string): SourceEvent | undefined
}

/** Creates a reader. `place` names the tape in errors and counts its lines. Whatever is wrong is thrown as a TapedeckError. */
export function createTapeReader(place: LinePlace, hash?: IncrementalHash): TapeReader {
  const digest = createDigest(hash)
  const history: HistoryBar[] = []
  let header: TapeHeader | undefined
  let opening: Uint8Array | null = null
  let table: InstrumentTable = createInstrumentTable([])
  let end: TapeSummary | undefined
  let lastTsRecv = 0

  const readEvent = (record: LineRecord): SourceEvent => {
    const event = decodeEvent(record, table, place)
    if (event.tsRecv < lastTsRecv) {
      const before = digest.events === 0 ? 'the start of the tape' : 'the event before'
      throw corruptField(
        place,
        'tsRecv',
        event.tsRecv,
        `is earlier than ${before} (${lastTsRecv}): tape time never decreases`,
      )
    }
    lastTsRecv = event.tsRecv
    digest.add(event)
    return event
  }
  const readEnd = (record: LineRecord): void => {
    const claimed = decodeEnd(record, place)
    if (claimed.events !== digest.events) {
      throw corruptField(place, 'events', claimed.events, `does not match the ${digest.events} events before it`)
    }
    const sum = digest.hex()
    if (claimed.digest !== sum) {
      throw corruptField(place, 'digest', claimed.digest, `does not match the events before it, which sum to ${sum}`)
    }
    end = claimed
  }

  return {
    history,
    get header() {
      return header
    },
    get opening() {
      return opening
    },
    get events() {
      return digest.events
    },
    get end() {
      return end
    },
    readLine(line) {
      place.line++
      if (line.length > MAX_LINE_BYTES) throw corruptLine(place, LINE_TOO_LONG)
      if (header === undefined) {
        header = decodeHeader(line, place)
        table = createInstrumentTable(header.instruments)
        lastTsRecv = header.start
        return undefined
      }
      if (end !== undefined) throw corruptLine(place, 'stands after the end line')
      const record = parseLine(line, place)
      if (record.type === 'end') {
        readEnd(record)
        return undefined
      }
      if (record.type === 'keyframe') {
        if (place.line !== 2)
          throw corruptLine(place, 'a keyframe must stand after the header: it is the state at the start')
        opening = decodeOpening(record, place)
        return undefined
      }
      if (record.type === 'history') {
        if (digest.events > 0) throw corruptLine(place, 'history must stand before the first event')
        for (const bar of decodeHistory(record, table, place)) history.push(bar)
        if (history.length > MAX_HISTORY_BARS)
          throw corruptLine(place, `makes more than ${MAX_HISTORY_BARS} bars of history`)
        return undefined
      }
      return readEvent(record)
    },
  }
}

function parseLine(line: string, place: LinePlace): LineRecord {
  let parsed: unknown
  try {
    parsed = JSON.parse(line)
  } catch (thrown) {
    throw corruptLine(place, `is not JSON (${thrown instanceof Error ? thrown.message : 'unreadable'})`, thrown)
  }
  if (!isRecord(parsed)) throw corruptLine(place, 'is not a JSON object')
  return parsed
}
