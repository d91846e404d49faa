/** Clocks that have one speed say so. */

import { TapedeckError } from '@tapedeck/protocol'

/** Throws `BAD_OPTION` for any speed but 1. */
export function keepSpeed(kind: 'wall' | 'virtual', speed: number | 'max'): void {
  if (speed === 1) return
  throw new TapedeckError(
    'BAD_OPTION',
    kind === 'wall'
      ? 'a live market has one speed; open a deck on a recording, or rewind live, to choose it'
      : 'a virtual clock has no speed: it is moved',
    { speed },
  )
}
