/** The bid-ask spread as time goes: for how long it was how wide. */

import { MinuteMeans } from './grid.ts'

/** Wider spreads are counted with this one. */
const WIDEST_TICKS = 100_000

export interface SpreadObservation {
  /** Seconds at each spread in ticks, from 0 to the widest that was seen. */
  readonly secondsByTicks: Float64Array
  /** Time-weighted mean of each minute, in ticks; not a number where nothing was quoted. */
  readonly byMinute: Float64Array
}

export class SpreadWatch {
  private secondsByTicks = new Float64Array(64)
  private widest = 0
  private readonly minutes: MinuteMeans

  constructor(minutes: number) {
    this.minutes = new MinuteMeans(minutes)
  }

  /** The spread was so many ticks wide between two times in seconds. A crossed market counts as locked. */
  add(from: number, to: number, ticks: number): void {
    if (to <= from) return
    const place = Math.min(WIDEST_TICKS, Math.max(0, Math.round(ticks)))
    if (place >= this.secondsByTicks.length) this.grow(place)
    this.widest = Math.max(this.widest, place)
    this.secondsByTicks[place] = (this.secondsByTicks[place] as number) + (to - from)
    this.minutes.add(from, to, ticks)
  }

  finish(): SpreadObservation {
    return { secondsByTicks: this.secondsByTicks.slice(0, this.widest + 1), byMinute: this.minutes.finish() }
  }

  private grow(place: number): void {
    const larger = new Float64Array(Math.max(place + 1, 2 * this.secondsByTicks.length))
    larger.set(this.secondsByTicks)
    this.secondsByTicks = larger
  }
}
