/** Text of counts and speeds. */

import { groupDigits } from './decimal.ts'

/** `12,345` */
export function formatCount(count: number): string {
  return groupDigits(String(Math.round(count)))
}

/** Tape seconds per second: `1×`, `0.5×`, `max`. */
export function formatSpeed(speed: number | 'max'): string {
  return speed === 'max' ? 'max' : `${speed}×`
}

/** The first and last digits of a digest, to compare at a glance. */
export function shortDigest(digest: string): string {
  return digest.length <= 12 ? digest : `${digest.slice(0, 6)}…${digest.slice(-4)}`
}
