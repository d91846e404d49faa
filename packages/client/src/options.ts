/** The options of a client with every default filled in. */

import { TapedeckError } from '@tapedeck/protocol'
import type { ClientOptions } from './client-types.ts'

export interface ResolvedOptions {
  readonly timeoutMs: number
  readonly reconnectDelayMs: number
  readonly staleAfterMs: number
  readonly deck: string
  readonly token: string | undefined
  readonly jwt: ClientOptions['jwt']
}

const DEFAULT_TIMEOUT_MS = 5_000
const DEFAULT_RECONNECT_DELAY_MS = 500
const DEFAULT_STALE_AFTER_MS = 30_000
/** What a timer of JavaScript can wait: 2^31 - 1 ms. */
const LONGEST_MS = 2_147_483_647

/** Fills in defaults. Throws `BAD_OPTION` naming the option, the value and the range. */
export function resolveOptions(options: ClientOptions): ResolvedOptions {
  const {
    timeoutMs = DEFAULT_TIMEOUT_MS,
    reconnectDelayMs = DEFAULT_RECONNECT_DELAY_MS,
    staleAfterMs = DEFAULT_STALE_AFTER_MS,
    deck = 'live',
  } = options
  for (const [name, value] of Object.entries({ timeoutMs, reconnectDelayMs, staleAfterMs })) {
    if (!(value >= 1 && value <= LONGEST_MS)) {
      throw new TapedeckError(
        'BAD_OPTION',
        `${name} ${String(value)} is not between 1 and ${LONGEST_MS} milliseconds`,
        { name, value },
      )
    }
  }
  if (deck === '')
    throw new TapedeckError('BAD_OPTION', 'deck is empty; leave it out for the live deck', {
      name: 'deck',
      value: deck,
    })
  return { timeoutMs, reconnectDelayMs, staleAfterMs, deck, token: options.token, jwt: options.jwt }
}
