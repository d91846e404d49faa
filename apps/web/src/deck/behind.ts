/** How far a rewound deck is behind what happens now. */

import { MICROS_PER_SECOND } from '@tapedeck/protocol'

/** `42 s behind live`, `3 m 05 s behind live`, `1 h 02 m behind live`. */
export function formatBehind(micros: number): string {
  const seconds = Math.max(0, Math.round(micros / MICROS_PER_SECOND))
  const minutes = Math.floor(seconds / 60)
  const two = (n: number): string => String(n).padStart(2, '0')
  if (minutes === 0) return `${seconds} s behind live`
  if (minutes < 60) return `${minutes} m ${two(seconds % 60)} s behind live`
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} m behind live`
}
