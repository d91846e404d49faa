/** A feed without a network, for tests of components: the SDK's client over a tape, played synchronously. When `advance` returns, everything was heard. */

import type { TapedeckClient } from '@tapedeck/client'
import { parseSpan, TapedeckError } from '@tapedeck/protocol'
import { FeedFaults, type Faults } from '../faults.ts'
import { FeedMarket } from '../market.ts'
import { openTestTape, type TestTape } from '../tape/open-tape.ts'
import { timeText } from '../transport-timers.ts'
import { meets, type Condition } from '../until.ts'
import { FakeClient } from './fake-client.ts'

export interface FakeFeed {
  /** To be given to what is tested in place of `connectTapedeck(url)`. */
  readonly client: TapedeckClient
  /** Tape time where it stands, Unix microseconds. */
  readonly position: number
  /** Events that were played. */
  readonly events: number
  readonly market: FeedMarket
  readonly faults: Faults
  /** Lets tape time pass, milliseconds or text such as `2.5s`. */
  advance(span: number | string): void
  /** Plays the next event, and what stands on the tape at the very same time; so many times. */
  step(times?: number): void
  /** Plays on until it holds. Throws `BAD_OPTION` at the end of the tape. */
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
    advance(span) {
      const microseconds = typeof span === 'string' ? parseSpan(span) : Math.round(span * 1_000)
      player.playTo(player.position + microseconds)
    },
    step(times = 1) {
      for (let count = 0; count < times && player.playNext(); count++);
    },
    until(condition) {
      const met = { is: meets(condition, market, undefined) }
      client.watch = (event) => {
        met.is ||= meets(condition, market, event)
      }
      while (!met.is) {
        if (player.playNext()) continue
        const place = `the tape ended after ${opened.played} events, at ${timeText(player.position)}`
        throw new TapedeckError('BAD_OPTION', `the condition was never met: ${place}`, { events: opened.played })
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
