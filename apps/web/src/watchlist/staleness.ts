/** When a quote is too old to be trusted. */

import { MICROS_PER_SECOND } from '@tapedeck/protocol'

const STALE_AFTER_MICROS = 30 * MICROS_PER_SECOND

/** Whether a quote of this age is stale; what has no age is not. */
export function isStale(ageMicros: number | null): boolean {
  return ageMicros !== null && ageMicros > STALE_AFTER_MICROS
}
