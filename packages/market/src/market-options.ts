/** How much a market holds: defaults and checks. */

import { TapedeckError } from '@tapedeck/protocol'
import type { MarketOptions } from './market-face.ts'

const DEFAULT_OPTIONS: Required<MarketOptions> = { maxBars: 2_000, maxTrades: 50 }

/** Fills in defaults. Throws `BAD_OPTION`. */
export function checkOptions(given: MarketOptions): Required<MarketOptions> {
  const options = { ...DEFAULT_OPTIONS, ...given }
  for (const name of ['maxBars', 'maxTrades'] as const) {
    const least = name === 'maxBars' ? 1 : 0
    if (!Number.isInteger(options[name]) || options[name] < least) {
      throw new TapedeckError('BAD_OPTION', `${name} ${options[name]} is not a whole number of at least ${least}`, {
        [name]: options[name],
      })
    }
  }
  return options
}
