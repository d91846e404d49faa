/** One subscription of a client without a network: which updates it hears, and in which method. */

import type { Subscription, SubscriptionListener, SubscriptionRequest } from '@tapedeck/client'
import type { Bar, Book, Quote, Snapshot, Stats, Status, Trade, TradeBust } from '@tapedeck/protocol'

export type FakeUpdate =
  | { readonly name: 'quote'; readonly data: Quote }
  | { readonly name: 'trade'; readonly data: Trade }
  | { readonly name: 'tradeBust'; readonly data: TradeBust }
  | { readonly name: 'stats'; readonly data: Stats }
  | { readonly name: 'status'; readonly data: Status }
  | { readonly name: 'bar'; readonly data: Bar }
  | { readonly name: 'book'; readonly data: Book }

export class FakeSubscription implements Subscription {
  readonly ready: Promise<void>
  readonly conflatedCount = 0
  readonly request: SubscriptionRequest
  readonly listener: SubscriptionListener
  readonly #topics: ReadonlySet<string>
  readonly #onLeft: (subscription: FakeSubscription) => void

  constructor(
    request: SubscriptionRequest,
    listener: SubscriptionListener,
    options: { readonly ready: Promise<void>; readonly onLeft: (subscription: FakeSubscription) => void },
  ) {
    this.request = request
    this.listener = listener
    this.ready = options.ready
    this.#onLeft = options.onLeft
    this.#topics = new Set(
      request.channels.flatMap((channel) => request.symbols.map((symbol) => `${channel}/${symbol}`)),
    )
  }

  follows(channel: string, symbol: string): boolean {
    return this.#topics.has(`${channel}/${symbol}`)
  }

  hear(channel: string, { name, data }: FakeUpdate): void {
    if (this.follows(channel, data.symbol)) (this.listener[name] as ((data: unknown) => void) | undefined)?.(data)
  }

  begin(snapshots: readonly Snapshot[], numbering: { readonly epoch: string; readonly take: number }): void {
    for (const snapshot of snapshots) this.listener.snapshot?.(snapshot, numbering)
  }

  unsubscribe(): void {
    this.#onLeft(this)
  }

  /** Nothing is folded where nothing is slow. */
  setMaxRate(): void {
    return undefined
  }
}
