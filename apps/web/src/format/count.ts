/** Text of counts and speeds. */

import { groupDigits } from './decimal.ts'

/** `12,345` */
export function formatCount(count: number): string {
  return groupDigits(String(Math.round(count)))
}

/** Tape seconds per second: `1×`, `0.5×`, `max`. */
export function formatSpeed(speed: number | 'max'): string {
  return speed === 'max' ? 'max' : `${groupDigits(String(speed))}×`
}

/** The first and last digits of a digest, to compare at a glance. */
export function shortDigest(digest: string): string {
  return digest.length <= 12 ? digest : `${digest.slice(0, 6)}…${digest.slice(-4)}`
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** `412 B`, `12.4 kB`, `1.2 GB`: decimal units. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1_000 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
  const unit = BYTE_UNITS[power] ?? 'B'
  return power === 0 ? `${Math.round(bytes)} B` : `${groupDigits((bytes / 1_000 ** power).toFixed(1))} ${unit}`
}
