/** Numbers and times as people read them in a terminal. */

import { MICROS_PER_DAY, MICROS_PER_HOUR, MICROS_PER_MINUTE, MICROS_PER_SECOND } from '@tapedeck/protocol'

/** `1234567` as `1,234,567`. */
export function count(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** Bytes in the unit that fits. */
export function bytesText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`
  return `${(bytes / 1_000_000_000).toFixed(2)} GB`
}

/** A span of tape time: `0.250 s`, `1m 05s`, `3h 20m`, `2d 4h`. */
export function spanText(span: number): string {
  if (span < MICROS_PER_MINUTE) return `${(span / MICROS_PER_SECOND).toFixed(3)} s`
  const whole = Math.floor(span / MICROS_PER_SECOND) * MICROS_PER_SECOND
  const days = Math.floor(whole / MICROS_PER_DAY)
  const hours = Math.floor((whole % MICROS_PER_DAY) / MICROS_PER_HOUR)
  const minutes = Math.floor((whole % MICROS_PER_HOUR) / MICROS_PER_MINUTE)
  const seconds = (whole % MICROS_PER_MINUTE) / MICROS_PER_SECOND
  const two = (n: number): string => String(n).padStart(2, '0')
  if (days > 0) return `${days}d ${hours}h`
  if (hours > 0) return `${hours}h ${two(minutes)}m`
  return `${minutes}m ${two(seconds)}s`
}
