/** Counts what is on a tape: events of each kind, and the bytes that they take in blocks of the binary form. */

import { createEventEncoder, type Micros, type SourceEventType } from '@tapedeck/protocol'
import { isSeekable, type TapeMarker, type TapeSource } from '@tapedeck/tape'
import type { Progress } from './progress.ts'
import { nextEvent, readerOf } from './reading.ts'

export interface KindCount {
  readonly kind: SourceEventType
  readonly events: number
  /** In records of the binary form, whatever the form of the file. */
  readonly bytes: number
}

export interface TapeCount {
  readonly events: number
  /** The most frequent first. */
  readonly kinds: readonly KindCount[]
  /** Tape time of the last event, or of the start. */
  readonly tsLast: Micros
  readonly markers: readonly TapeMarker[]
  readonly historyBars: number
}

/** As large as blocks of a file are; records refer to earlier ones of their block. */
const BLOCK_BYTES = 65_536

/** Reads a tape to its end. Rejects with what is wrong with it. */
export async function countTape(source: TapeSource, progress: Progress): Promise<TapeCount> {
  const total = isSeekable(source) ? source.eventCount : 0
  const kinds = new Map<SourceEventType, { events: number; bytes: number }>()
  const encoder = createEventEncoder()
  const reader = readerOf(source)
  const markers: TapeMarker[] = []
  let tsLast = source.header.start
  for (;;) {
    const event = reader.next() ?? (await nextEvent(reader))
    if (event === undefined) break
    const before = encoder.byteLength
    encoder.add(event)
    tsLast = event.tsRecv
    if (event.type === 'marker') markers.push({ name: event.name, tsRecv: event.tsRecv })
    let kind = kinds.get(event.type)
    if (kind === undefined) kinds.set(event.type, (kind = { events: 0, bytes: 0 }))
    kind.events++
    kind.bytes += encoder.byteLength - before
    if (encoder.byteLength > BLOCK_BYTES) encoder.finish()
    if (reader.taken % 4_096 === 0) progress.at(reader.taken, total === 0 ? undefined : reader.taken / total)
  }
  let historyBars = 0
  for (const _bar of source.history) historyBars++
  return {
    events: reader.taken,
    kinds: [...kinds].map(([kind, counted]) => ({ kind, ...counted })).sort((one, other) => other.events - one.events),
    tsLast,
    markers,
    historyBars,
  }
}
