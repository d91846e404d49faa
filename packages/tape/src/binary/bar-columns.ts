/** When bars open, as differences, and what their figures may be: of history and of closed bars alike. */

import {
  checkScaled,
  corruptBytes,
  INTERVAL_MICROS,
  type ByteReader,
  type ByteWriter,
  type Interval,
  type Micros,
} from '@tapedeck/protocol'

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

/** Throws `TAPE_CORRUPT` for what is no price or size. */
export function checkFigures(...figures: readonly number[]): void {
  try {
    figures.forEach(checkScaled)
  } catch {
    throw corruptBytes('holds a bar whose figures are no prices')
  }
}
