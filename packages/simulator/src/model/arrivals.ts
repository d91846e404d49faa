/**
 * When trades come: a Hawkes process, in which every trade makes further trades likelier for a while. Three exponential
 * kernels stand in for the power law that markets show; sampling is exact (Dassios & Zhao 2013, ECP 18:62).
 */

import { dexp, dln } from '../arithmetic/elementary.ts'
import type { RandomStream } from '../arithmetic/random-stream.ts'

/** The share of trades that other trades bring about (Lallouache & Challet 2014 find 0.8 in FX). */
const BRANCHING = 0.8
/** Decay rates of the kernels, per second, and their weights. */
const DECAY_0 = 10
const DECAY_1 = 0.5
const DECAY_2 = 0.02
const JUMP_0 = BRANCHING * 0.4 * DECAY_0
const JUMP_1 = BRANCHING * 0.35 * DECAY_1
const JUMP_2 = BRANCHING * 0.25 * DECAY_2
/** Beyond a day nothing is waited for: a quiet instrument still trades. */
const LONGEST_WAIT_SECONDS = 86_400

export class Arrivals {
  private readonly stream: RandomStream
  /** Intensities that earlier trades have left, per kernel, trades a second. */
  private excited0: number
  private excited1: number
  private excited2: number

  /** Opens at equilibrium for a mean rate in trades a second. */
  constructor(stream: RandomStream, meanRate: number) {
    this.stream = stream
    this.excited0 = BRANCHING * 0.4 * meanRate
    this.excited1 = BRANCHING * 0.35 * meanRate
    this.excited2 = BRANCHING * 0.25 * meanRate
  }

  /** Seconds until the next trade when the market as it is would trade `rate` times a second. Four draws. */
  next(rate: number): number {
    const stream = this.stream
    let wait = Math.min(LONGEST_WAIT_SECONDS, stream.exponential() / ((1 - BRANCHING) * rate))
    wait = Math.min(wait, firstOf(this.excited0, DECAY_0, stream.uniform()))
    wait = Math.min(wait, firstOf(this.excited1, DECAY_1, stream.uniform()))
    wait = Math.min(wait, firstOf(this.excited2, DECAY_2, stream.uniform()))
    this.excited0 = this.excited0 * dexp(-DECAY_0 * wait) + JUMP_0
    this.excited1 = this.excited1 * dexp(-DECAY_1 * wait) + JUMP_1
    this.excited2 = this.excited2 * dexp(-DECAY_2 * wait) + JUMP_2
    return wait
  }
}

/** Time of the first point of an intensity that decays from `excited`; it may never come. */
function firstOf(excited: number, decay: number, u: number): number {
  const left = 1 + (decay * dln(u)) / excited
  return left > 0 ? -dln(left) / decay : Infinity
}
