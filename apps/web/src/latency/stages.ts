/** The stages of an update's way as the panel lists them: what was measured, and what can be told from it. */

import type { ClockReading } from '@tapedeck/client'
import type { LatencyMeter } from '../feed/latency-meter.ts'
import { groupDigits, UNKNOWN } from '../format/decimal.ts'
import { quantileOf } from './histogram.ts'

export interface Stage {
  readonly id: 'exchange' | 'server' | 'wire' | 'paint' | 'total'
  /** Milliseconds; undefined where nothing was measured. */
  readonly p50: number | undefined
  readonly p99: number | undefined
  readonly max: number | undefined
}

/**
 * Of the last `spanMs`. One way over the wire cannot be measured, only there and back: it counts as half of the quickest round trip, and the rest of the
 * delivery as the server's.
 */
export function stagesOf(
  meter: Pick<LatencyMeter, 'samples' | 'totals'>,
  clock: ClockReading | undefined,
  spanMs: number,
): readonly Stage[] {
  const delivery = meter.samples('delivery', spanMs)
  const wireMs = clock === undefined || delivery.length === 0 ? undefined : clock.roundTripMs / 2
  const server = delivery.map((ms) => Math.max(0, ms - (wireMs ?? 0)))
  return [
    stageOf('exchange', meter.samples('exchange', spanMs)),
    stageOf('server', server),
    { id: 'wire', p50: wireMs, p99: undefined, max: undefined },
    stageOf('paint', meter.samples('draw', spanMs)),
    stageOf('total', meter.totals(spanMs)),
  ]
}

function stageOf(id: Stage['id'], sorted: Float32Array): Stage {
  return { id, p50: quantileOf(sorted, 0.5), p99: quantileOf(sorted, 0.99), max: sorted.at(-1) }
}

/** Milliseconds for a reader. */
export function figure(ms: number | undefined): string {
  if (ms === undefined) return UNKNOWN
  if (Math.abs(ms) >= 1_000) return `${groupDigits((ms / 1_000).toFixed(2))} s`
  return `${groupDigits(ms.toFixed(Math.abs(ms) < 10 ? 1 : 0))} ms`
}
