/** The random streams of many instruments side by side: one stream for each row and purpose, all of them in one array. */

import { dln } from './elementary.ts'
import { normalQuantile } from './normal.ts'
import { drawFrom, hashOf, seedStream, STREAM_WORDS, uniformOf } from './random-stream.ts'

/** One purpose's streams. Methods take the row. */
export class Streams {
  private readonly words: Int32Array
  private readonly purpose: string

  /** `words` has room for {@link STREAM_WORDS} a row. */
  constructor(words: Int32Array, purpose: string) {
    this.words = words
    this.purpose = purpose
  }

  /** Opens the stream of a row, by the same keys as `openStream`. */
  open(row: number, seed: number, name: string): void {
    const text = `${name}/${this.purpose}`
    seedStream(this.words, row * STREAM_WORDS, hashOf(text, seed, 1), hashOf(text, seed, 2), hashOf(text, seed, 3))
  }

  /** The next number, 0 to 2^32 - 1. */
  next(row: number): number {
    return drawFrom(this.words, row * STREAM_WORDS)
  }

  /** A uniform number strictly between 0 and 1, from one draw. */
  uniform(row: number): number {
    return uniformOf(drawFrom(this.words, row * STREAM_WORDS))
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
