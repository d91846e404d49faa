/** The figures of a bar as differences: to the close before it, and to its own open. */

import {
  checkScaled,
  corruptBytes,
  INTERVAL_MICROS,
  type ByteReader,
  type ByteWriter,
  type Interval,
  type Micros,
} from '@tapedeck/protocol'

/** What bars of every sort have. */
export interface BarFigures {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
  readonly tradeCount: number
}

/** Where the next bar opens if none is left out. */
export function nextOpen(tsOpen: number, interval: Interval): number {
  return Math.min(tsOpen + INTERVAL_MICROS[interval], Number.MAX_SAFE_INTEGER)
}

/** When a bar opens, as the difference to where it would if none were left out. */
export function writeOpen(writer: ByteWriter, tsOpen: number, expected: number): void {
  const difference = tsOpen - expected
  if (!Number.isSafeInteger(difference)) writer.escape()
  writer.int(Number.isSafeInteger(difference) ? difference : tsOpen)
}

/** Mirrors {@link writeOpen}. Throws `TAPE_CORRUPT`. */
export function readOpen(reader: ByteReader, expected: number): Micros {
  const difference = reader.int()
  const tsOpen = Number.isNaN(difference) ? reader.int() : expected + difference
  if (!Number.isSafeInteger(tsOpen)) throw corruptBytes('holds a bar of no time')
  return tsOpen as Micros
}

export function writeChanges(writer: ByteWriter, bar: BarFigures, closeBefore: number): void {
  writer.int(bar.open - closeBefore)
  writer.int(bar.close - bar.open)
  writer.int(bar.high - bar.open)
  writer.int(bar.open - bar.low)
  writer.int(bar.volume)
  writer.uint(bar.tradeCount)
}

/** Mirrors {@link writeChanges}. Throws `TAPE_CORRUPT`. */
export function readChanges(reader: ByteReader, closeBefore: number): BarFigures {
  const open = closeBefore + reader.int()
  const close = open + reader.int()
  const high = open + reader.int()
  const low = open - reader.int()
  const volume = reader.int()
  const tradeCount = reader.uint()
  try {
    for (const n of [open, high, low, close, volume]) checkScaled(n)
  } catch {
    throw corruptBytes('holds a bar whose figures are no prices')
  }
  return { open, high, low, close, volume, tradeCount }
}
