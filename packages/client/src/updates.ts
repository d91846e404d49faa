/** A subscription as an async iterator: for whoever reads updates one after the other, and rather the newest than all. */

import type { Bar, Book, Quote, Snapshot, Stats, Status, Trade, TradeBust } from '@tapedeck/protocol'
import type { MarketView, Subscription, SubscriptionListener, SubscriptionRequest } from './client-types.ts'

/** What an iterator gives, told apart by `name`. */
export type Update =
  | { readonly name: 'snapshot'; readonly data: Snapshot }
  | { readonly name: 'quote'; readonly data: Quote }
  | { readonly name: 'trade'; readonly data: Trade }
  | { readonly name: 'trade-bust'; readonly data: TradeBust }
  | { readonly name: 'stats'; readonly data: Stats }
  | { readonly name: 'status'; readonly data: Status }
  | { readonly name: 'bar'; readonly data: Bar }
  | { readonly name: 'book'; readonly data: Book }

/** Ends with `return`, that is with `break` in a loop; throws what the server refuses. */
export type Updates = AsyncIterableIterator<Update, undefined>

/** Quotes, statistics and running bars that nobody has read yet are replaced by newer ones, so that a slow reader gets the newest; trades, statuses, closed bars and changes of books wait until they are read. */
function foldedKey({ name, data }: Update): string | undefined {
  if (name === 'quote' || name === 'stats') return `${name}/${data.symbol}`
  return name === 'bar' && !data.closed ? `bar/${data.interval}/${data.symbol}` : undefined
}

/**
 * Subscribes, and answers what comes as an async iterator: `for await (const { name, data } of updatesOf(client, { symbols, channels }))`. A function of its
 * own, so that programs with callbacks do not carry it.
 */
export function updatesOf(market: Pick<MarketView, 'subscribe'>, request: SubscriptionRequest): Updates {
  return createUpdates((listener) => market.subscribe(request, listener))
}

export function createUpdates(subscribe: (listener: SubscriptionListener) => Subscription): Updates {
  /** By a key of their own, or of what they replace; a Map keeps the order in which they came. */
  const waiting = new Map<string | symbol, Update>()
  let wake: (() => void) | undefined
  let isEnded = false
  let failure: unknown

  const push = (update: Update): void => {
    const key = foldedKey(update) ?? Symbol(update.name)
    // the newest takes the last place: what came between is not newer than it
    waiting.delete(key)
    waiting.set(key, update)
    wake?.()
  }
  const subscription = subscribe({
    snapshot: (data) => push({ name: 'snapshot', data }),
    quote: (data) => push({ name: 'quote', data }),
    trade: (data) => push({ name: 'trade', data }),
    tradeBust: (data) => push({ name: 'trade-bust', data }),
    stats: (data) => push({ name: 'stats', data }),
    status: (data) => push({ name: 'status', data }),
    bar: (data) => push({ name: 'bar', data }),
    book: (data) => push({ name: 'book', data }),
  })
  subscription.ready.catch((thrown: unknown) => {
    failure = thrown
    wake?.()
  })
  const end = (): void => {
    isEnded = true
    waiting.clear()
    subscription.unsubscribe()
    wake?.()
  }
  const iterator: Updates = {
    async next() {
      for (;;) {
        const [first] = waiting
        if (first !== undefined) {
          waiting.delete(first[0])
          return { done: false, value: first[1] }
        }
        if (failure !== undefined && !isEnded) {
          end()
          throw failure instanceof Error ? failure : new Error(String(failure))
        }
        if (isEnded) return { done: true, value: undefined }
        await new Promise<void>((resolve) => (wake = resolve))
      }
    },
    return() {
      end()
      return Promise.resolve({ done: true, value: undefined })
    },
    [Symbol.asyncIterator]: () => iterator,
  }
  return iterator
}
