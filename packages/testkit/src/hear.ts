/** Everything that a client hears of a subscription, kept for assertions. */

import type { MarketView, Subscription, SubscriptionRequest } from '@tapedeck/client'
import type { Bar, Book, Notice, Quote, Snapshot, Stats, Status, Trade, TradeBust } from '@tapedeck/protocol'

interface HeardData {
  readonly snapshot: Snapshot
  readonly quote: Quote
  readonly trade: Trade
  readonly tradeBust: TradeBust
  readonly stats: Stats
  readonly status: Status
  readonly bar: Bar
  readonly book: Book
  readonly refused: Notice
}

/** Named as the methods of a SubscriptionListener are. */
export type HeardName = keyof HeardData

export interface HeardEvent<Name extends HeardName = HeardName> {
  readonly name: Name
  readonly data: HeardData[Name]
}

export interface Heard {
  /** In the order in which they came. */
  readonly events: readonly HeardEvent[]
  readonly subscription: Subscription
  /** Those of one name; of one symbol, if that is given. */
  of<Name extends HeardName>(name: Name, symbol?: string): readonly HeardData[Name][]
  /** Forgets what was heard so far. */
  clear(): void
}

const NAMES: readonly HeardName[] = [
  'snapshot',
  'quote',
  'trade',
  'tradeBust',
  'stats',
  'status',
  'bar',
  'book',
  'refused',
]

/** Subscribes, and resolves once all of it is joined. Rejects as the subscription's `ready` does. */
export async function hear(market: MarketView, request: SubscriptionRequest): Promise<Heard> {
  const events: HeardEvent[] = []
  const listener = Object.fromEntries(NAMES.map((name) => [name, (data: never) => events.push({ name, data })]))
  const subscription = market.subscribe(request, listener)
  await subscription.ready
  return {
    events,
    subscription,
    of: <Name extends HeardName>(name: Name, symbol?: string) =>
      events
        .filter((event): event is HeardEvent<Name> => event.name === name)
        .map(({ data }) => data)
        .filter((data) => symbol === undefined || ('symbol' in data && data.symbol === symbol)),
    clear: () => void events.splice(0),
  }
}
