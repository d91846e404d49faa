/**
 * How old prices are when they arrive and when they are drawn: one update a frame is followed on its way. Its numbers stand in rings that are made
 * once, so that measuring costs a frame some comparisons and nothing else.
 */

import type { Flushable, FrameLoop } from './frame-loop.ts'

/** The parts of an update's way, in its order. `delivery`: from the deck to this page, server and wire together. */
export const STAGES = ['exchange', 'delivery', 'draw'] as const
export type Stage = (typeof STAGES)[number]

/** What an update says of itself: when it happened at its venue, and when it was received from there, Unix microseconds. */
export interface Timed {
  readonly ts: number
  readonly tsRecv: number
}

/** One a frame, and frames of a minute. */
const KEPT = 4_096
const LAG_SPAN_MS = 2_000

/** Nothing is an hour on its way: a deck that says so has a clock that is moved by hand, as in tests, and nothing is known of the way. */
const LONGEST_MS = 3_600_000

/** A latency that can be one, else undefined. */
export function knownLatency(ms: number | undefined): number | undefined {
  return ms === undefined || ms > LONGEST_MS ? undefined : ms
}

export class LatencyMeter implements Flushable {
  readonly #frames: Pick<FrameLoop, 'mark'>
  readonly #nowMs: () => number
  readonly #latencyOf: (event: Timed) => number | undefined
  readonly #at = new Float64Array(KEPT)
  readonly #rings: Readonly<Record<Stage, Float32Array>> = {
    exchange: new Float32Array(KEPT),
    delivery: new Float32Array(KEPT),
    draw: new Float32Array(KEPT),
  }
  #count = 0
  #followed: Timed | undefined
  #arrivedMs = 0

  /** `latencyOf`: milliseconds since the deck played an event, where that is known. */
  constructor(frames: Pick<FrameLoop, 'mark'>, nowMs: () => number, latencyOf: (event: Timed) => number | undefined) {
    this.#frames = frames
    this.#nowMs = nowMs
    this.#latencyOf = latencyOf
  }

  /** An update has arrived, and will be drawn. The first one of a frame is followed. */
  hear(event: Timed): void {
    if (this.#followed !== undefined) return
    this.#followed = event
    this.#arrivedMs = this.#nowMs()
    this.#frames.mark(this)
  }

  flush(quiet: boolean): void {
    const event = this.#followed
    this.#followed = undefined
    // what waited in a hidden tab says nothing of the way here
    if (event === undefined || quiet) return
    const nowMs = this.#nowMs()
    const drawMs = nowMs - this.#arrivedMs
    const sinceMs = knownLatency(this.#latencyOf(event))
    if (sinceMs === undefined) return
    const place = this.#count % KEPT
    this.#at[place] = nowMs
    this.#rings.exchange[place] = Math.max(0, event.tsRecv - event.ts) / 1_000
    // clocks that are set by a round trip may be wrong by half of it
    this.#rings.delivery[place] = Math.max(0, sinceMs - drawMs)
    this.#rings.draw[place] = drawMs
    this.#count++
  }

  /** How late even the quickest update of the last two seconds came, in milliseconds; undefined where none did. */
  get lagMs(): number | undefined {
    const sinceMs = this.#nowMs() - LAG_SPAN_MS
    let least: number | undefined
    for (let back = 1; back <= Math.min(this.#count, KEPT); back++) {
      const place = (this.#count - back) % KEPT
      if ((this.#at[place] ?? 0) < sinceMs) break
      const delivery = this.#rings.delivery[place] ?? 0
      if (least === undefined || delivery < least) least = delivery
    }
    return least
  }

  /** What was measured of a stage within the last `spanMs`, in milliseconds, smallest first. */
  samples(stage: Stage, spanMs: number): Float32Array {
    return this.#newest(spanMs, (place) => this.#rings[stage][place] ?? 0)
  }

  /** The same of all stages that are this page's to know: from the deck to the frame. */
  totals(spanMs: number): Float32Array {
    const { delivery, draw } = this.#rings
    return this.#newest(spanMs, (place) => (delivery[place] ?? 0) + (draw[place] ?? 0))
  }

  #newest(spanMs: number, valueAt: (place: number) => number): Float32Array {
    const sinceMs = this.#nowMs() - spanMs
    const held = Math.min(this.#count, KEPT)
    let length = 0
    while (length < held && (this.#at[(this.#count - 1 - length) % KEPT] ?? 0) >= sinceMs) length++
    return Float32Array.from({ length }, (_, back) => valueAt((this.#count - 1 - back) % KEPT)).sort()
  }

  /** Forgets everything: another deck has other ways. */
  clear(): void {
    this.#count = 0
    this.#followed = undefined
  }
}
