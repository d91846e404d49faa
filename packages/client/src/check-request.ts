/** Checks of a subscription that need no server. */

import { isChannel, SYMBOL_PATTERN, TapedeckError } from '@tapedeck/protocol'
import type { SubscriptionRequest } from './client-types.ts'

const LOWEST_RATE = 0.01
const HIGHEST_RATE = 1_000

/** What no server can grant is refused here, so that they do not spoil a request that others share. */
export function checkRequest(request: SubscriptionRequest): TapedeckError | undefined {
  const symbol = request.symbols.find((each) => !SYMBOL_PATTERN.test(each))
  if (symbol !== undefined) {
    return new TapedeckError('UNKNOWN_SYMBOL', `${JSON.stringify(symbol)} cannot be a symbol; see instruments()`, {
      symbol,
    })
  }
  const channel = request.channels.find((each: string) => !isChannel(each))
  if (channel !== undefined) {
    return new TapedeckError('UNKNOWN_CHANNEL', `${JSON.stringify(channel)} is not a channel; CHANNELS lists them`, {
      channel,
    })
  }
  return checkRate(request.maxRate)
}

/** The error of a rate that no subscription can have. */
export function checkRate(maxRate: number | undefined): TapedeckError | undefined {
  if (maxRate === undefined || (maxRate >= LOWEST_RATE && maxRate <= HIGHEST_RATE)) return undefined
  return new TapedeckError(
    'BAD_OPTION',
    `maxRate ${maxRate} is not between ${LOWEST_RATE} and ${HIGHEST_RATE} updates a second`,
    { name: 'maxRate', value: maxRate },
  )
}
