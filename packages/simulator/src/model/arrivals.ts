/**
 * When trades come: a Hawkes process, in which every trade makes further trades likelier for a while. Three exponential
 * kernels stand in for the power law that markets show; sampling is exact (Dassios & Zhao 2013, ECP 18:62).
 */

import { dexp, dln } from '../arithmetic/elementary.ts'
import type { Streams } from '../arithmetic/streams.ts'

/** The share of trades that other trades bring about (Lallouache & Challet 2014 find 0.8 in FX). */
const BRANCHING = 0.8
/** Decay rates of the kernels, per second, and their weights. */
const DECAY_0 = 10
const DECAY_1 = 0.5
const DECAY_2 = 0.02
const SHARE_0 = BRANCHING * 0.4
const SHARE_1 = BRANCHING * 0.35
const SHARE_2 = BRANCHING * 0.25
/** No wait is longer: after it one asks again, at the rate of that time. */
const LONGEST_WAIT_SECONDS = 60

/** Fields of a row: intensities that earlier trades have left, per kernel, trades a second; and the time they are of. */
const EXCITED_0 = 0
const EXCITED_1 = 1
const EXCITED_2 = 2
const SINCE = 3
/** Doubles a row. */
export const ARRIVALS_WIDTH = 4

export class Arrivals {
  private readonly values: Float64Array
  private readonly stream: Streams

  constructor(values: Float64Array, stream: Streams) {
    this.values = values
    this.stream = stream
  }

  /** Opens a row at equilibrium for a mean rate in trades a second. */
  open(row: number, seconds: number, meanRate: number): void {
    const at = row * ARRIVALS_WIDTH
    this.values[at + EXCITED_0] = SHARE_0 * meanRate
    this.values[at + EXCITED_1] = SHARE_1 * meanRate
    this.values[at + EXCITED_2] = SHARE_2 * meanRate
    this.values[at + SINCE] = seconds
  }

  /** A trade happens: more become likelier. */
  trade(row: number, seconds: number): void {
    this.decayTo(row, seconds)
    const at = row * ARRIVALS_WIDTH
    this.values[at + EXCITED_0] = (this.values[at + EXCITED_0] as number) + SHARE_0 * DECAY_0
    this.values[at + EXCITED_1] = (this.values[at + EXCITED_1] as number) + SHARE_1 * DECAY_1
    this.values[at + EXCITED_2] = (this.values[at + EXCITED_2] as number) + SHARE_2 * DECAY_2
  }

  /** The market becomes so many times as busy at once. */
  scale(row: number, times: number): void {
    const at = row * ARRIVALS_WIDTH
    for (let k = at + EXCITED_0; k <= at + EXCITED_2; k++) this.values[k] = (this.values[k] as number) * times
  }

  /**
   * Seconds from a time until the next trade when the market as it is would trade `rate` times a second. Negative: no trade
   * for so long, and then one asks again. Four draws.
   */
  waitFrom(row: number, seconds: number, rate: number): number {
    this.decayTo(row, seconds)
    const at = row * ARRIVALS_WIDTH
    const { stream, values } = this
    let wait = stream.exponential(row) / ((1 - BRANCHING) * rate)
    wait = Math.min(wait, firstOf(values[at + EXCITED_0] as number, DECAY_0, stream.uniform(row)))
    wait = Math.min(wait, firstOf(values[at + EXCITED_1] as number, DECAY_1, stream.uniform(row)))
    wait = Math.min(wait, firstOf(values[at + EXCITED_2] as number, DECAY_2, stream.uniform(row)))
    return wait > LONGEST_WAIT_SECONDS ? -LONGEST_WAIT_SECONDS : wait
  }

  private decayTo(row: number, seconds: number): void {
    const values = this.values
    const at = row * ARRIVALS_WIDTH
    const elapsed = seconds - (values[at + SINCE] as number)
    if (elapsed === 0) return
    values[at + EXCITED_0] = (values[at + EXCITED_0] as number) * dexp(-DECAY_0 * elapsed)
    values[at + EXCITED_1] = (values[at + EXCITED_1] as number) * dexp(-DECAY_1 * elapsed)
    values[at + EXCITED_2] = (values[at + EXCITED_2] as number) * dexp(-DECAY_2 * elapsed)
    values[at + SINCE] = seconds
  }
}

/** Time of the first point of an intensity that decays from `excited`; it may never come. */
function firstOf(excited: number, decay: number, u: number): number {
  const left = 1 + (decay * dln(u)) / excited
  return left > 0 ? -dln(left) / decay : Infinity
}
