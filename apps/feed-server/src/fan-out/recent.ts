/** Trades and changes of status of the last minute, for clients that come back: at most a thousand of a symbol. */

import { MICROS_PER_MINUTE, type StatusEvent, type TradeBustEvent, type TradeEvent } from '@tapedeck/protocol'

export type RecentEvent = TradeEvent | TradeBustEvent | StatusEvent

const MOST_EVENTS = 1_000
const LONGEST_MICROS = MICROS_PER_MINUTE
/** How many more may stand there before the oldest are let go, so that letting go is rare. */
const SLACK = 256

export class Recent {
  readonly #events = new Map<string, RecentEvent[]>()

  add(event: RecentEvent): void {
    const key = keyOf(event.type === 'status' ? 'status' : 'trade', event.instrumentId)
    const events = this.#events.get(key)
    if (events === undefined) this.#events.set(key, [event])
    else {
      events.push(event)
      if (events.length > SLACK) this.#trim(events, event.tsRecv)
    }
  }

  /** What came after a number, if all of it is still there: `now` is the number that the channel has. */
  since(
    channel: 'trade' | 'status',
    instrumentId: number,
    seq: number,
    now: number,
  ): readonly RecentEvent[] | undefined {
    if (seq === now) return []
    const events = (this.#events.get(keyOf(channel, instrumentId)) ?? []).filter((event) => event.seq > seq)
    return events.length === now - seq ? events : undefined
  }

  clear(): void {
    this.#events.clear()
  }

  #trim(events: RecentEvent[], now: number): void {
    const oldest = events.findIndex(({ tsRecv }) => tsRecv >= now - LONGEST_MICROS)
    const surplus = Math.max(oldest, events.length - MOST_EVENTS)
    if (surplus >= SLACK) events.splice(0, surplus)
  }
}

function keyOf(channel: 'trade' | 'status', instrumentId: number): string {
  return `${channel}/${instrumentId}`
}
