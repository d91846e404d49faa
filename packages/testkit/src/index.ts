/** The test kit: a market's feed in a test, played from a tape and paced by the test. */

export { fakeFeed, hear, type FakeFeed, type Heard, type HeardEvent, type HeardName } from './fake.ts'
export type { Faults, GapOptions } from './faults.ts'
export type { Feed, RestartOptions, SubscribedOptions } from './feed.ts'
export { goldenTapes, type GoldenTapes } from './golden-tapes.ts'
export type { Line } from './line/line.ts'
export type { FeedMarket } from './market.ts'
export { matchers, type MatcherResult } from './matchers/matchers.ts'
export type { Direction, Message, SocketIoMessage, WebSocketMessage } from './messages/message.ts'
export { decodeMessage, encodeMessage, messageEvent, MESSAGE_KIND } from './messages/message-codec.ts'
export {
  replayMessages,
  type ConnectedOptions,
  type MessageFeed,
  type ReplayMessagesOptions,
} from './messages/replay-messages.ts'
export { recordThrough, type Recording, type RecordThroughOptions } from './recording/record-through.ts'
export { replayFeed, type ReplayOptions } from './replay-feed.ts'
export type { ScenarioTape, TestTape } from './tape/open-tape.ts'
export type { WrittenEvent, WrittenTape } from './tape/written-tape.ts'
export type { Bound, Condition, Predicate, SymbolCondition } from './until.ts'
export { TAPE_MODES, useTape, type TapeMode, type UseTapeOptions } from './use-tape.ts'
