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
import { checkFigures, nextOpen, readOpen, writeOpen } from './bar-columns.ts'

/** Bits of a bar: what they say is not written. */
const CORRECTED = 0x01
/** It lasts as long as its interval; a day may not. */
const FULL_LENGTH = 0x02
/** It opens where the one before it closed. */
const NEXT_OPEN = 0x04
/** Its number is that of the one before, and one for each trade and for its closing. */
const NEXT_SEQ = 0x08
/** Open and close are one price. */
const SAME_CLOSE = 0x10
/** The high is the greater of open and close, the low the lesser. */
const HIGH_AT_END = 0x20
const LOW_AT_END = 0x40
const ONE_TRADE = 0x80
const LEAST_BYTES = 3

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
    const bits =
      (bar.corrected ? CORRECTED : 0) |
      (nextOpen(bar.tsOpen, bar.interval) === bar.tsClose ? FULL_LENGTH : 0) |
      (bar.tsOpen === open ? NEXT_OPEN : 0) |
      (bar.seq === seq + bar.tradeCount + 1 ? NEXT_SEQ : 0) |
      (bar.close === bar.open ? SAME_CLOSE : 0) |
      (bar.high === Math.max(bar.open, bar.close) ? HIGH_AT_END : 0) |
      (bar.low === Math.min(bar.open, bar.close) ? LOW_AT_END : 0) |
      (bar.tradeCount === 1 ? ONE_TRADE : 0)
    writer.u8(bits)
    if ((bits & NEXT_OPEN) === 0) writeOpen(writer, bar.tsOpen, open)
    if ((bits & FULL_LENGTH) === 0) writer.uint(bar.tsClose - bar.tsOpen)
    writer.int(bar.open - close)
    if ((bits & SAME_CLOSE) === 0) writer.int(bar.close - bar.open)
    if ((bits & HIGH_AT_END) === 0) writer.int(bar.high - bar.open)
    if ((bits & LOW_AT_END) === 0) writer.int(bar.open - bar.low)
    writer.int(bar.volume)
    if ((bits & ONE_TRADE) === 0) writer.uint(bar.tradeCount)
    if ((bits & NEXT_SEQ) === 0) writer.int(bar.seq - seq)
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
    const tsOpen = (bits & NEXT_OPEN) === 0 ? readOpen(reader, open) : (open as Micros)
    const tsClose = (bits & FULL_LENGTH) !== 0 ? nextOpen(tsOpen, interval) : tsOpen + reader.uint()
    const opens = close + reader.int()
    const closes = (bits & SAME_CLOSE) === 0 ? opens + reader.int() : opens
    const high = (bits & HIGH_AT_END) === 0 ? opens + reader.int() : Math.max(opens, closes)
    const low = (bits & LOW_AT_END) === 0 ? opens - reader.int() : Math.min(opens, closes)
    const volume = reader.int()
    const tradeCount = (bits & ONE_TRADE) === 0 ? reader.uint() : 1
    seq += (bits & NEXT_SEQ) === 0 ? reader.int() : tradeCount + 1
    if (!Number.isSafeInteger(tsClose) || !(seq >= 0)) {
      throw corruptBytes('holds a bar of no time or number')
    }
    checkFigures(opens, high, low, closes, volume)
    into.push({
      instrumentId,
      interval,
      seq: seq as Seq,
      tsOpen,
      tsClose: tsClose as Micros,
      open: opens as ScaledPrice,
      high: high as ScaledPrice,
      low: low as ScaledPrice,
      close: closes as ScaledPrice,
      volume: volume as ScaledSize,
      tradeCount,
      closed: true,
      corrected: (bits & CORRECTED) !== 0,
    })
    open = tsClose
    close = closes
  }
}
