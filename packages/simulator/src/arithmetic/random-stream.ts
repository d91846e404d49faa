/** Random numbers by streams: sfc32, one stream for each purpose of each symbol, keyed so that no stream depends on another. */

import { dln } from './elementary.ts'
import { normalQuantile } from './normal.ts'

const TWO_POW_MINUS_32 = 1 / 4294967296

/**
 * Opens the stream of a purpose. It depends on the seed and on both names, never on which other streams exist, so that a
 * symbol that enters or leaves changes nobody else's numbers.
 */
export function openStream(seed: number, name: string, purpose: string): RandomStream {
  const text = `${name}/${purpose}`
  return new RandomStream(hashOf(text, seed, 1), hashOf(text, seed, 2), hashOf(text, seed, 3))
}

/** A 32-bit hash of a text under a seed and a lane, in the manner of MurmurHash3. */
export function hashOf(text: string, seed: number, lane: number): number {
  let hash = mix(seed >>> 0, Math.imul(lane, 0x9e37_79b9))
  hash = mix(Math.floor(seed / 4294967296) >>> 0, hash)
  for (let i = 0; i < text.length; i++) hash = mix(text.charCodeAt(i), hash)
  hash ^= text.length
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

function mix(word: number, hash: number): number {
  let k = Math.imul(word, 0xcc9e_2d51)
  k = Math.imul((k << 15) | (k >>> 17), 0x1b87_3593)
  const h = hash ^ k
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe654_6b64) | 0
}

/** sfc32 (Chris Doty-Humphrey, PractRand): 96 bits of state and a counter, so that no cycle is shorter than 2^32. */
export class RandomStream {
  private a: number
  private b: number
  private c: number
  private counter = 1

  constructor(a: number, b: number, c: number) {
    this.a = a | 0
    this.b = b | 0
    this.c = c | 0
    for (let i = 0; i < 15; i++) this.next()
  }

  /** The next number, 0 to 2^32 - 1. */
  next(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** A uniform number strictly between 0 and 1, from one draw. */
  uniform(): number {
    return (this.next() + 0.5) * TWO_POW_MINUS_32
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
