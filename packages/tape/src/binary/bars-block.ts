/** Bars that closed along a tape, as payloads of bars blocks: in groups of one instrument and interval, each with its length, so that one is read without the rest. */

import {
  ByteReader,
  ByteWriter,
  corruptBytes,
  INTERVALS,
  type BarState,
  type Interval,
  type Micros,
  type ScaledPrice,
  type ScaledSize,
  type Seq,
} from '@tapedeck/protocol'
import { nextOpen, readChanges, readOpen, writeChanges, writeOpen } from './bar-columns.ts'

/** Bits of a bar. */
const CORRECTED = 0x01
/** It lasts as long as its interval; a day may not. */
const FULL_LENGTH = 0x02
const LEAST_BYTES = 9

export function encodeBars(bars: readonly BarState[]): Uint8Array {
  const groups = new Map<string, BarState[]>()
  for (const bar of bars) {
    const key = `${bar.instrumentId}/${bar.interval}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [bar])
    else group.push(bar)
  }
  const writer = new ByteWriter()
  for (const group of groups.values()) {
    const [first] = group
    if (first === undefined) continue
    const body = encodeGroup(group)
    writer.uint(first.instrumentId)
    writer.u8(INTERVALS.indexOf(first.interval))
    writer.uint(group.length)
    writer.uint(body.length)
    writer.raw(body)
  }
  return writer.bytes.slice()
}

function encodeGroup(bars: readonly BarState[]): Uint8Array {
  const writer = new ByteWriter()
  let open = 0
  let close = 0
  let seq = 0
  for (const bar of bars) {
    const full = nextOpen(bar.tsOpen, bar.interval) === bar.tsClose
    writer.u8((bar.corrected ? CORRECTED : 0) | (full ? FULL_LENGTH : 0))
    writeOpen(writer, bar.tsOpen, open)
    if (!full) writer.uint(bar.tsClose - bar.tsOpen)
    writeChanges(writer, bar, close)
    writer.int(bar.seq - seq)
    open = bar.tsClose
    close = bar.close
    seq = bar.seq
  }
  return writer.bytes
}

/** The bars of one series in a payload, in the order in which they were told. Throws `TAPE_CORRUPT`. */
export function decodeBars(payload: Uint8Array, instrumentId: number, interval: Interval): BarState[] {
  const bars: BarState[] = []
  for (const group of groupsOf(payload)) {
    if (group.instrumentId === instrumentId && group.interval === interval) decodeGroup(group, bars)
  }
  return bars
}

/** Reads every bar of a payload. Throws `TAPE_CORRUPT`. */
export function checkBars(payload: Uint8Array): void {
  for (const group of groupsOf(payload)) decodeGroup(group, [])
}

interface Group {
  readonly instrumentId: number
  readonly interval: Interval
  readonly count: number
  readonly body: Uint8Array
}

function* groupsOf(payload: Uint8Array): Generator<Group> {
  const reader = new ByteReader(payload)
  while (reader.left > 0) {
    const instrumentId = reader.uint()
    const interval = INTERVALS[reader.u8()]
    if (interval === undefined) throw corruptBytes('holds bars of an unknown interval')
    yield { instrumentId, interval, count: reader.uint(), body: reader.raw(reader.uint()) }
  }
}

function decodeGroup({ instrumentId, interval, count, body }: Group, into: BarState[]): void {
  const reader = new ByteReader(body)
  if (count * LEAST_BYTES > body.length) throw corruptBytes(`claims ${count} bars in ${body.length} bytes`)
  let open = 0
  let close = 0
  let seq = 0
  for (let left = count; left > 0; left--) {
    const bits = reader.u8()
    const tsOpen = readOpen(reader, open)
    const tsClose = (bits & FULL_LENGTH) !== 0 ? nextOpen(tsOpen, interval) : tsOpen + reader.uint()
    const figures = readChanges(reader, close)
    seq += reader.int()
    if (!Number.isSafeInteger(tsClose) || !(seq >= 0)) {
      throw corruptBytes('holds a bar of no time or number')
    }
    into.push({
      instrumentId,
      interval,
      seq: seq as Seq,
      tsOpen,
      tsClose: tsClose as Micros,
      open: figures.open as ScaledPrice,
      high: figures.high as ScaledPrice,
      low: figures.low as ScaledPrice,
      close: figures.close as ScaledPrice,
      volume: figures.volume as ScaledSize,
      tradeCount: figures.tradeCount,
      closed: true,
      corrected: (bits & CORRECTED) !== 0,
    })
    open = tsClose
    close = figures.close
  }
}
