/** The matchers as assertions, for the types of test runners. */

import type { SubscriptionRequest } from '@tapedeck/client'
import type { Channel } from '@tapedeck/protocol'
import type { Feed } from '../feed.ts'
import type { HeardName } from '../hear.ts'

export interface TapedeckMatchers<Result> {
  /** Of a feed: some client is subscribed to the symbol, or to that channel of it. */
  toHaveSubscribed(symbol: string, channel?: Channel): Result
  /** Of what `hear` answers: something with these fields was heard. */
  toReceive(name: HeardName, expected?: Readonly<Record<string, unknown>>): Result
  /** Of a client: it takes what it knows of the symbol for the state of the market. */
  toBeFresh(symbol: string): Result
  /**
   * Of a client: it knows the newest that the feed has played (quotes, trades, statistics, statuses, bars), of what is subscribed to at the feed; or of what `request` names, where
   * several clients are subscribed to different things.
   */
  toConvergeWith(
    feed: Pick<Feed, 'market' | 'position' | 'subscriptions'>,
    request?: Pick<SubscriptionRequest, 'symbols' | 'channels'>,
  ): Result
}
