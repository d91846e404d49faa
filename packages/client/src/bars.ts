/** Bars of one symbol and interval without a seam: history, then every live bar of greater number, and older ones on request. */

import { TapedeckError, type Bar } from '@tapedeck/protocol'
import type {
  Bars,
  BarsListener,
  BarsRequest,
  MarketView,
  Subscription,
  SubscriptionListener,
  SubscriptionRequest,
} from './client-types.ts'

const NEWEST_BARS = 500
/** Bars that `loadBefore` asks for. */
export const OLDER_BARS = 1_000

/** What bars are made of. */
export interface BarSource extends Pick<MarketView, 'history'> {
  subscribe(request: SubscriptionRequest, listener: SubscriptionListener): Pick<Subscription, 'unsubscribe'>
}

/** Opens the bars of a client's deck or of another one, a function of its own so that programs without charts do not carry it. The listener hears nothing more after `close`. */
export function openBars(
  market: BarSource,
  { symbol, interval, limit = NEWEST_BARS }: BarsRequest,
  listener: BarsListener,
): Bars {
  /** Counts beginnings, so that an answer to an earlier one is not taken for its own. */
  let generation = 0
  let isClosed = false
  /** Where the history begins; undefined while there is more before what has come. */
  let beginning: number | undefined
  let isLoadingOlder = false
  /** Live bars that came before the history that they follow; undefined once it is there. */
  let waiting: Bar[] | undefined = []

  const fail = (thrown: unknown): void => {
    const error = thrown instanceof TapedeckError ? thrown : new TapedeckError('INTERNAL', String(thrown))
    // what the connection lost, the next one asks for again
    if (error.code !== 'DISCONNECTED' && error.code !== 'CLOSED') listener.failed?.(error)
  }
  const begin = (): void => {
    const asked = ++generation
    waiting = []
    isLoadingOlder = false
    market.history({ symbol, interval, limit }).then(
      (answer) => {
        if (isClosed || asked !== generation) return
        const came = waiting ?? []
        waiting = undefined
        beginning = answer.hasMore ? undefined : answer.bars[0]?.tsOpen
        listener.history(answer.bars, { epoch: answer.epoch, take: answer.take })
        for (const bar of came) if (bar.seq > answer.seq) listener.bar(bar)
      },
      (thrown: unknown) => {
        if (!isClosed && asked === generation) fail(thrown)
      },
    )
  }
  const subscription = market.subscribe(
    { symbols: [symbol], channels: [`bar:${interval}`] },
    {
      // a first joining, a new connection, a new take: state starts anew
      snapshot: () => begin(),
      bar(bar) {
        if (waiting === undefined) listener.bar(bar)
        else waiting.push(bar)
      },
      refused: ({ code, message, details }) => listener.failed?.(new TapedeckError(code, message, details)),
    },
  )
  return {
    loadBefore(tsOpen) {
      if (isClosed || isLoadingOlder || waiting !== undefined) return
      if (beginning !== undefined && tsOpen <= beginning) return
      isLoadingOlder = true
      const asked = generation
      market.history({ symbol, interval, to: tsOpen, limit: OLDER_BARS }).then(
        (answer) => {
          if (isClosed || asked !== generation) return
          isLoadingOlder = false
          if (!answer.hasMore || answer.bars.length === 0) beginning = answer.bars[0]?.tsOpen ?? tsOpen
          listener.older?.(answer.bars)
        },
        () => {
          // it may be asked for again
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
