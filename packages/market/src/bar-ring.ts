/** Closed bars of one series, the newest so many of them, as rows of plain doubles: a tenth of what as many objects would take. */

import type { BarState, Interval, Micros, ScaledPrice, ScaledSize, Seq } from '@tapedeck/protocol'
import type { RunningBar } from './running-bar.ts'

const TS_OPEN = 0
const TS_CLOSE = 1
const OPEN = 2
const HIGH = 3
const LOW = 4
const CLOSE = 5
const VOLUME = 6
const TRADE_COUNT = 7
const SEQ = 8
const CORRECTED = 9
/** Doubles of one bar. */
const STRIDE = 10
/** Bars that room is made for at first; it doubles up to the limit. */
const FIRST_CAPACITY = 16

/** Bars are named by their place: 0 is the oldest held. */
export class BarRing {
  readonly #maxBars: number
  #rows: Float64Array
  #capacity: number
  /** Row of the oldest bar; other than 0 only once the ring is full. */
  #first = 0
  #length = 0

  constructor(maxBars: number) {
    this.#maxBars = maxBars
    this.#capacity = Math.min(maxBars, FIRST_CAPACITY)
    this.#rows = new Float64Array(this.#capacity * STRIDE)
  }

  get length(): number {
    return this.#length
  }

  /** Takes a copy of a bar that is newer than all held; the oldest falls out when there is no more room. */
  push(bar: RunningBar): void {
    if (this.#length === this.#capacity && this.#capacity < this.#maxBars) this.#grow()
    if (this.#length === this.#capacity) this.#first = (this.#first + 1) % this.#capacity
    else this.#length++
    const rows = this.#rows
    const row = this.#row(this.#length - 1)
    rows[row + TS_OPEN] = bar.tsOpen
    rows[row + TS_CLOSE] = bar.tsClose
    rows[row + OPEN] = bar.open
    rows[row + HIGH] = bar.high
    rows[row + LOW] = bar.low
    rows[row + CLOSE] = bar.close
    rows[row + VOLUME] = bar.volume
    rows[row + TRADE_COUNT] = bar.tradeCount
    rows[row + SEQ] = bar.seq
    rows[row + CORRECTED] = bar.corrected ? 1 : 0
  }

  /** The bar at a place, as data. */
  at(index: number, instrumentId: number, interval: Interval): BarState {
    const row = this.#row(index)
    return {
      instrumentId,
      interval,
      seq: this.#read(row + SEQ) as Seq,
      tsOpen: this.#read(row + TS_OPEN) as Micros,
      tsClose: this.#read(row + TS_CLOSE) as Micros,
      open: this.#read(row + OPEN) as ScaledPrice,
      high: this.#read(row + HIGH) as ScaledPrice,
      low: this.#read(row + LOW) as ScaledPrice,
      close: this.#read(row + CLOSE) as ScaledPrice,
      volume: this.#read(row + VOLUME) as ScaledSize,
      tradeCount: this.#read(row + TRADE_COUNT),
      closed: true,
      corrected: this.#read(row + CORRECTED) === 1,
    }
  }

  /** The first place whose bar opens at or after a time; `length` when none does. */
  lowerBound(time: number): number {
    let from = 0
    let to = this.#length
    while (from < to) {
      const middle = (from + to) >>> 1
      if (this.#read(this.#row(middle) + TS_OPEN) < time) from = middle + 1
      else to = middle
    }
    return from
  }

  /** The place of the bar that a time lies in, or -1. */
  containing(time: number): number {
    const index = this.lowerBound(time + 1) - 1
    return index >= 0 && time < this.#read(this.#row(index) + TS_CLOSE) ? index : -1
  }

  /** Takes a trade of that size out of a bar. Returns false, and changes nothing, where the bar does not hold so much. */
  takeBack(index: number, size: number, seq: number): boolean {
    const row = this.#row(index)
    const volume = this.#read(row + VOLUME)
    const tradeCount = this.#read(row + TRADE_COUNT)
    if (tradeCount < 1 || volume < size) return false
    this.#rows[row + VOLUME] = volume - size
    this.#rows[row + TRADE_COUNT] = tradeCount - 1
    this.#rows[row + SEQ] = seq
    this.#rows[row + CORRECTED] = 1
    return true
  }

  #row(index: number): number {
    return ((this.#first + index) % this.#capacity) * STRIDE
  }

  #read(offset: number): number {
    // every offset comes from a place below `length`
    return this.#rows[offset] as number
  }

  #grow(): void {
    this.#capacity = Math.min(this.#maxBars, this.#capacity * 2)
    const rows = new Float64Array(this.#capacity * STRIDE)
    rows.set(this.#rows)
    this.#rows = rows
  }
}
