/** Random numbers by streams: sfc32, one stream for each purpose of each symbol, keyed so that no stream depends on another. */

import { dln } from './elementary.ts'
import { normalQuantile } from './normal.ts'

const TWO_POW_MINUS_32 = 1 / 4294967296

/**
 * Opens the stream of a purpose. It depends on the seed and on both names, never on which other streams exist, so that a
 * symbol that enters or leaves changes nobody else's numbers.
 */
export function openStream(seed: number, name: string, purpose: string): RandomStream {
  return RandomStream.named(seed, `${name}/${purpose}`)
}

/** A 32-bit hash of a text under a seed and a lane, in the manner of MurmurHash3. */
export function hashOf(text: string, seed: number, lane: number): number {
  let hash = beginHash(seed, lane)
  for (let i = 0; i < text.length; i++) hash = stir(hash, scramble(text.charCodeAt(i)))
  return endHash(hash, text.length)
}

/** Fills a stream's words from a seed and the name of the stream: three lanes of hash, found in one pass. */
export function seedFromText(words: Int32Array, at: number, seed: number, text: string): void {
  let a = beginHash(seed, 1)
  let b = beginHash(seed, 2)
  let c = beginHash(seed, 3)
  for (let i = 0; i < text.length; i++) {
    const word = scramble(text.charCodeAt(i))
    a = stir(a, word)
    b = stir(b, word)
    c = stir(c, word)
  }
  seedStream(words, at, endHash(a, text.length), endHash(b, text.length), endHash(c, text.length))
}

function beginHash(seed: number, lane: number): number {
  const hash = stir(Math.imul(lane, 0x9e37_79b9), scramble(seed >>> 0))
  return stir(hash, scramble(Math.floor(seed / 4294967296) >>> 0))
}

function scramble(word: number): number {
  const k = Math.imul(word, 0xcc9e_2d51)
  return Math.imul((k << 15) | (k >>> 17), 0x1b87_3593)
}

function stir(hash: number, scrambled: number): number {
  const h = hash ^ scrambled
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe654_6b64) | 0
}

function endHash(hash: number, length: number): number {
  let h = hash ^ length
  h = Math.imul(h ^ (h >>> 16), 0x85eb_ca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2_ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** Words of one stream's state: three of 32 bits and a counter. */
export const STREAM_WORDS = 4

/** Fills a stream's words from three keys. */
function seedStream(words: Int32Array, at: number, a: number, b: number, c: number): void {
  words[at] = a
  words[at + 1] = b
  words[at + 2] = c
  words[at + 3] = 1
  for (let i = 0; i < 15; i++) drawFrom(words, at)
}

/**
 * The next number of the stream whose words begin at `at`, 0 to 2^32 - 1, by sfc32 (Chris Doty-Humphrey, PractRand): 96 bits
 * of state and a counter, so that no cycle is shorter than 2^32.
 */
export function drawFrom(words: Int32Array, at: number): number {
  const b = words[at + 1] as number
  const c = words[at + 2] as number
  const counter = words[at + 3] as number
  const sum = ((((words[at] as number) + b) | 0) + counter) | 0
  words[at + 3] = counter + 1
  words[at] = b ^ (b >>> 9)
  words[at + 1] = c + (c << 3)
  words[at + 2] = ((c << 21) | (c >>> 11)) + sum
  return sum >>> 0
}

/** A draw as a uniform number strictly between 0 and 1. */
export function uniformOf(draw: number): number {
  return (draw + 0.5) * TWO_POW_MINUS_32
}

/** One stream by itself. */
export class RandomStream {
  private readonly words = new Int32Array(STREAM_WORDS)

  constructor(a: number, b: number, c: number) {
    seedStream(this.words, 0, a, b, c)
  }

  static named(seed: number, text: string): RandomStream {
    const stream = new RandomStream(0, 0, 0)
    seedFromText(stream.words, 0, seed, text)
    return stream
  }

  /** Goes on from saved words. */
  static restore(words: readonly number[]): RandomStream {
    const stream = new RandomStream(0, 0, 0)
    stream.words.set(words)
    return stream
  }

  /** The words as they are, to go on from later. */
  save(): readonly number[] {
    return Array.from(this.words)
  }

  /** The next number, 0 to 2^32 - 1. */
  next(): number {
    return drawFrom(this.words, 0)
  }

  /** A uniform number strictly between 0 and 1, from one draw. */
  uniform(): number {
    return uniformOf(drawFrom(this.words, 0))
  }

  /** A unit exponential number, from one draw. */
  exponential(): number {
    return -dln(this.uniform())
  }

  /** A standard normal number, from one draw. */
  normal(): number {
    return normalQuantile(this.uniform())
  }
}
