/** The SDK: connect to a feed server, subscribe to symbols, read history. Runs in browsers and in Node. */

export { OLDER_BARS, openBars, type BarSource } from './bars.ts'
export { BookView, type BookLevels } from './book-view.ts'
export { connectTapedeck } from './client.ts'
export { TapedeckError } from '@tapedeck/protocol'
export type {
  Bars,
  BarsListener,
  BarsRequest,
  ClientEventData,
  ClientEvents,
  ClientOptions,
  ClockReading,
  ConnectionState,
  DeckHandle,
  Freshness,
  Latest,
  MarketView,
  Numbering,
  Subscription,
  SubscriptionListener,
  SubscriptionRequest,
  TapedeckClient,
} from './client-types.ts'
export { updatesOf, type Update, type Updates } from './updates.ts'
export { isErrorBody } from './requests.ts'
