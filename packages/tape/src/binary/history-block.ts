/** Bars of the time before a tape, as payloads of history blocks. */

import {
  ByteReader,
  ByteWriter,
  checkScaled,
  corruptBytes,
  INTERVALS,
  type HistoryBar,
  type ScaledPrice,
  type ScaledSize,
} from '@tapedeck/protocol'
import { nextOpen, readChanges, readOpen, writeChanges, writeOpen } from './bar-columns.ts'

/** Bars of one block: few enough that reading one is no pause. */
const BARS_PER_BLOCK = 4_096
/** A bar takes more bytes than this. */
const LEAST_BYTES = 8

/** The payloads of all bars in their order; bars of one instrument and interval that follow each other are a run. */
export function* encodeHistory(history: Iterable<HistoryBar>): Generator<Uint8Array> {
  let bars: HistoryBar[] = []
  for (const bar of history) {
    const [first] = bars
    const isNew = first !== undefined && (first.instrumentId !== bar.instrumentId || first.interval !== bar.interval)
    if (isNew || bars.length === BARS_PER_BLOCK) {
      yield encodeRun(bars)
      bars = []
    }
    bars.push(bar)
  }
  if (bars.length > 0) yield encodeRun(bars)
}

function encodeRun(bars: readonly HistoryBar[]): Uint8Array {
  const [first] = bars
  const writer = new ByteWriter()
  if (first === undefined) return writer.bytes
  writer.uint(first.instrumentId)
  writer.u8(INTERVALS.indexOf(first.interval))
  writer.uint(bars.length)
  let open = 0
  let close = 0
  for (const bar of bars) {
    writeOpen(writer, bar.tsOpen, open)
    writeChanges(writer, bar, close)
    writer.int(bar.notional.high)
    writer.int(bar.notional.low)
    open = nextOpen(bar.tsOpen, bar.interval)
    close = bar.close
  }
  return writer.bytes.slice()
}

/** Reads a payload. Throws `TAPE_CORRUPT`. */
export function decodeHistory(payload: Uint8Array): HistoryBar[] {
  const reader = new ByteReader(payload)
  const instrumentId = reader.uint()
  const interval = INTERVALS[reader.u8()]
  if (interval === undefined) throw corruptBytes('holds bars of an unknown interval')
  const bars: HistoryBar[] = []
  let open = 0
  let close = 0
  for (let left = reader.count(LEAST_BYTES); left > 0; left--) {
    const tsOpen = readOpen(reader, open)
    const changes = readChanges(reader, close)
    const notional = { high: checkScaled(reader.int()), low: checkScaled(reader.int()) }
    bars.push({
      instrumentId,
      interval,
      tsOpen,
      open: changes.open as ScaledPrice,
      high: changes.high as ScaledPrice,
      low: changes.low as ScaledPrice,
      close: changes.close as ScaledPrice,
      volume: changes.volume as ScaledSize,
      notional,
      tradeCount: changes.tradeCount,
    })
    open = nextOpen(tsOpen, interval)
    close = changes.close
  }
  if (reader.left > 0) throw corruptBytes('holds more than its bars')
  return bars
}
