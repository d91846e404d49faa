/** How saved state writes numbers that may be unknown or endless, and times near the market's. */

import { corruptBytes, type ByteReader, type ByteWriter } from '@tapedeck/protocol'

/** An integer, or what stands for "none" in its place: NaN or an infinity. */
export function writeOptional(writer: ByteWriter, n: number): void {
  if (Number.isFinite(n)) writer.int(n)
  else writer.escape()
}

/** Mirrors {@link writeOptional}; `none` is what the field has in place of a number. */
export function readOptional(reader: ByteReader, none: number): number {
  const n = reader.int()
  return Number.isNaN(n) ? none : n
}

/** Reads an integer that must be there. Throws `TAPE_CORRUPT`. */
export function readInt(reader: ByteReader): number {
  const n = reader.int()
  if (Number.isNaN(n)) throw corruptBytes('lacks a number in saved state')
  return n
}

/** A time as what it lies before the market's own. */
export function writeTime(writer: ByteWriter, at: number, marketTime: number): void {
  writeOptional(writer, marketTime - at)
}

/** Mirrors {@link writeTime}. */
export function readTime(reader: ByteReader, marketTime: number, none: number): number {
  const before = reader.int()
  if (Number.isNaN(before)) return none
  const at = marketTime - before
  if (!Number.isSafeInteger(at)) throw corruptBytes('holds a time of 2^53 or more in saved state')
  return at
}
