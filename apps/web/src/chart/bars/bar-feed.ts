/** Bars of one symbol and interval without a seam: history, then every live bar of greater seq, and older ones on request. */

import type { DeckHandle, Subscription, SubscriptionListener, SubscriptionRequest } from '@tapedeck/client'
import { TapedeckError, toErrorBody, type Bar, type Interval } from '@tapedeck/protocol'
import { OLDER_BARS } from './bar-list.ts'

/** What it needs of the SDK. */
export interface BarClient extends Pick<DeckHandle, 'history'> {
  subscribe(request: SubscriptionRequest, listener: SubscriptionListener): Pick<Subscription, 'unsubscribe'>
}

export interface BarFeedListener {
  /** The newest history has come; live bars follow it. */
  newest(bars: readonly Bar[], epoch: string): void
  older(bars: readonly Bar[]): void
  bar(bar: Bar): void
  failed(message: string): void
}

export interface BarFeed {
  /** Asks for the bars before `tsOpen`, unless it does already or there are none. */
  loadBefore(tsOpen: number): void
  /** Asks for the newest once more: they were refused, or let go. */
  reload(): void
  close(): void
}

const NEWEST_BARS = 500

/** Opens the bars of a symbol. Its listener hears nothing more after `close`. */
export function openBarFeed(client: BarClient, symbol: string, interval: Interval, listener: BarFeedListener): BarFeed {
  /** Counts beginnings, so that an answer to an earlier one is not taken for its own. */
  let generation = 0
  let isClosed = false
  /** Where the history begins; undefined while there is more before what has come. */
  let beginning: number | undefined
  let isLoadingOlder = false
  /** Live bars that came before the history that they follow; undefined once it is there. */
  let waiting: Bar[] | undefined = []

  const fail = (thrown: unknown): void => {
    // what the connection lost, the next one asks for again
    if (thrown instanceof TapedeckError && (thrown.code === 'DISCONNECTED' || thrown.code === 'CLOSED')) return
    listener.failed(thrown instanceof TapedeckError ? thrown.message : toErrorBody(thrown).message)
  }
  const begin = (): void => {
    const asked = ++generation
    waiting = []
    isLoadingOlder = false
    client.history({ symbol, interval, limit: NEWEST_BARS }).then(
      (answer) => {
        if (isClosed || asked !== generation) return
        const came = waiting ?? []
        waiting = undefined
        beginning = answer.hasMore ? undefined : answer.bars[0]?.tsOpen
        listener.newest(answer.bars, answer.epoch)
        for (const bar of came) if (bar.seq > answer.seq) listener.bar(bar)
      },
      (thrown: unknown) => {
        if (!isClosed && asked === generation) fail(thrown)
      },
    )
  }
  const subscription = client.subscribe(
    { symbols: [symbol], channels: [`bar:${interval}`] },
    {
      // a first joining, a new connection, a new take: state starts anew
      snapshot: () => begin(),
      bar(bar) {
        if (waiting === undefined) listener.bar(bar)
        else waiting.push(bar)
      },
      refused: (notice) => listener.failed(notice.message),
    },
  )
  return {
    loadBefore(tsOpen) {
      if (isClosed || isLoadingOlder || waiting !== undefined) return
      if (beginning !== undefined && tsOpen <= beginning) return
      isLoadingOlder = true
      const asked = generation
      client.history({ symbol, interval, to: tsOpen, limit: OLDER_BARS }).then(
        (answer) => {
          if (isClosed || asked !== generation) return
          isLoadingOlder = false
          if (!answer.hasMore || answer.bars.length === 0) beginning = answer.bars[0]?.tsOpen ?? tsOpen
          listener.older(answer.bars)
        },
        () => {
          // the chart asks again when it is moved again
          if (asked === generation) isLoadingOlder = false
        },
      )
    },
    reload: begin,
    close() {
      isClosed = true
      subscription.unsubscribe()
    },
  }
}
