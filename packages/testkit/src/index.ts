/** The test kit: a market's feed in a test, played from a tape and paced by the test. */

export { goldenTapes, type GoldenTapes } from './golden-tapes.ts'
export { replayFeed, type Feed } from './replay-feed.ts'
export type { Direction, Message, SocketIoMessage, WebSocketMessage } from './messages/message.ts'
export { decodeMessage, encodeMessage, messageEvent, MESSAGE_KIND } from './messages/message-codec.ts'
export { replayMessages, type MessageFeed, type ReplayMessagesOptions } from './messages/replay-messages.ts'
export { recordThrough, type Recording, type RecordThroughOptions } from './recording/record-through.ts'
export { TAPE_MODES, useTape, type TapeMode, type UseTapeOptions } from './use-tape.ts'
