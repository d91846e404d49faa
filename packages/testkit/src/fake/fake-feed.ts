/** A feed without a network, for tests of components: the SDK's client over a tape, played synchronously. When `advance` returns, everything was heard. */

import type { TapedeckClient } from '@tapedeck/client'
import type { FollowedTopic } from '@tapedeck/feed-server'
import { FeedFaults, type Faults } from '../faults.ts'
import { checkCount, microsOf } from '../given.ts'
import { FeedMarket } from '../market.ts'
import { openTestTape, type TestTape } from '../tape/open-tape.ts'
import { Wait, type Condition } from '../until.ts'
import { FakeClient } from './fake-client.ts'

export interface FakeFeed {
  /** To be given to what is tested in place of `connectTapedeck(url)`. */
  readonly client: TapedeckClient
  /** Tape time where it stands, Unix microseconds. */
  readonly position: number
  /** Events of the tape that were played. */
  readonly events: number
  /** What the client should know by now. */
  readonly market: FeedMarket
  /** What can be wrong with the data itself. */
  readonly faults: Faults
  /** What the client is subscribed to now. */
  readonly subscriptions: readonly FollowedTopic[]
  /** Lets tape time pass, milliseconds or text such as `2.5s`. Throws `BAD_OPTION`. */
  advance(span: number | string): void
  /** Plays the next event, and what stands on the tape at the very same time; so many times, default 1. Throws `BAD_OPTION`. */
  step(times?: number): void
  /** Plays on until it holds. Throws `NEVER_MET` at the end of the tape, `UNKNOWN_SYMBOL` and `BAD_OPTION`. */
  until(condition: Condition): void
  /** Plays to the end of the tape. */
  drain(): void
  /** The line is lost; nothing is heard until `reconnect`. */
  disconnect(): void
  /** The line is back, with fresh snapshots. */
  reconnect(): void
}

/** Opens a tape file, a scenario or written events. Rejects as replayFeed does; only opening is waited for. */
export async function fakeFeed(tape: TestTape): Promise<FakeFeed> {
  const opened = await openTestTape(tape)
  const client = new FakeClient(opened)
  const { player } = client
  const market = new FeedMarket(() => player.market)
  return {
    client,
    market,
    faults: new FeedFaults({
      tape: () => opened,
      instrumentOf: (symbol) => market.instrument(symbol),
      position: () => player.position,
    }),
    get position() {
      return player.position
    },
    get events() {
      return opened.played
    },
    get subscriptions() {
      return client.followed
    },
    advance(span) {
      player.playTo(player.position + microsOf(span))
    },
    step(times = 1) {
      checkCount('times', times, 0)
      for (let count = 0; count < times && player.playNext(); count++);
    },
    until(condition) {
      const wait = new Wait(condition, market, opened)
      client.watch = (event) => wait.look(event)
      try {
        while (!wait.isMet) if (!player.playNext()) throw wait.neverMet(player.position)
      } finally {
        client.watch = undefined
      }
    },
    drain() {
      player.playTo(Math.max(player.position, opened.span.to))
    },
    disconnect() {
      client.become('reconnecting')
    },
    reconnect() {
      client.become('connected')
    },
  }
}
