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
  readCount,
} from '@tapedeck/protocol'
import { checkFigures, nextOpen, readOpen, writeOpen } from './bar-columns.ts'

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
    writer.int(bar.open - close)
    writer.int(bar.close - bar.open)
    writer.int(bar.high - bar.open)
    writer.int(bar.open - bar.low)
    writer.int(bar.volume)
    writer.uint(bar.tradeCount)
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
  for (let left = readCount(reader, LEAST_BYTES); left > 0; left--) {
    const tsOpen = readOpen(reader, open)
    const opens = close + reader.int()
    const closes = opens + reader.int()
    const high = opens + reader.int()
    const low = opens - reader.int()
    const volume = reader.int()
    const tradeCount = reader.uint()
    const notional = { high: checkScaled(reader.int()), low: checkScaled(reader.int()) }
    checkFigures(opens, high, low, closes, volume)
    bars.push({
      instrumentId,
      interval,
      tsOpen,
      open: opens as ScaledPrice,
      high: high as ScaledPrice,
      low: low as ScaledPrice,
      close: closes as ScaledPrice,
      volume: volume as ScaledSize,
      notional,
      tradeCount,
    })
    open = nextOpen(tsOpen, interval)
    close = closes
  }
  if (reader.left > 0) throw corruptBytes('holds more than its bars')
  return bars
}
