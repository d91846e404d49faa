/** The matchers as assertions, for the types of test runners. */

import type { Channel } from '@tapedeck/protocol'
import type { HeardName } from '../hear.ts'
import type { Feed } from '../replay-feed.ts'

export interface TapedeckMatchers<Result> {
  /** Of a feed: some client is subscribed to the symbol, or to that channel of it. */
  toHaveSubscribed(symbol: string, channel?: Channel): Result
  /** Of what `hear` answers: something with these fields was heard. */
  toReceive(name: HeardName, expected?: Readonly<Record<string, unknown>>): Result
  /** Of a client: it takes what it knows of the symbol for the state of the market. */
  toBeFresh(symbol: string): Result
  /** Of a client: it knows what the feed has played, of all that is subscribed to. */
  toConvergeWith(feed: Pick<Feed, 'market' | 'subscriptions' | 'position'>): Result
}
