/** Tapes are given away whole or not at all: only to whoever may see every symbol on them. */

import { TapedeckError } from '@tapedeck/protocol'
import type { Grant } from './grant.ts'

/** Throws `NOT_ENTITLED`. */
export function checkWholeTape({ allows }: Grant, symbols: readonly string[]): void {
  const hidden = symbols.filter((symbol) => !allows(symbol))
  if (hidden.length === 0) return
  throw new TapedeckError('NOT_ENTITLED', `the JWT does not cover ${hidden.length} symbols of this tape`, {
    symbols: hidden,
  })
}
