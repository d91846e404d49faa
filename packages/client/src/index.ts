/** The SDK: connect to a feed server, subscribe to symbols, read history. Runs in browsers and in Node. */

export { BookView, type BookLevels } from './book-view.ts'
export { connectTapedeck } from './client.ts'
export type {
  ClientEventData,
  ClientEvents,
  ClientOptions,
  ConnectionState,
  DeckHandle,
  Numbering,
  Subscription,
  SubscriptionListener,
  SubscriptionRequest,
  TapedeckClient,
} from './client-types.ts'
export type { Update, Updates } from './updates.ts'
