/** The random streams of many instruments: those of a row lie side by side in one array, so that few cache lines hold them. */

import { dln } from './elementary.ts'
import { normalQuantile } from './normal.ts'
import { drawFrom, seedFromText, STREAM_WORDS, uniformOf } from './random-stream.ts'

/** One purpose's streams. Methods take the row. */
export class Streams {
  private readonly words: Int32Array
  private readonly purpose: string
  /** Words between a row's stream and that of the next. */
  private readonly width: number
  private readonly offset: number

  /** `words` has room for `purposes` streams of {@link STREAM_WORDS} a row, of which this is the one at `place`. */
  constructor(words: Int32Array, purpose: string, place = 0, purposes = 1) {
    this.words = words
    this.purpose = purpose
    this.width = purposes * STREAM_WORDS
    this.offset = place * STREAM_WORDS
  }

  /** Opens the stream of a row, by the same keys as `openStream`. */
  open(row: number, seed: number, name: string): void {
    seedFromText(this.words, row * this.width + this.offset, seed, `${name}/${this.purpose}`)
  }

  /** The next number, 0 to 2^32 - 1. */
  next(row: number): number {
    return drawFrom(this.words, row * this.width + this.offset)
  }

  /** A uniform number strictly between 0 and 1, from one draw. */
  uniform(row: number): number {
    return uniformOf(drawFrom(this.words, row * this.width + this.offset))
  }

  /** A unit exponential number, from one draw. */
  exponential(row: number): number {
    return -dln(this.uniform(row))
  }

  /** A standard normal number, from one draw. */
  normal(row: number): number {
    return normalQuantile(this.uniform(row))
  }
}
