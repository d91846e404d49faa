/** What the clients of a replay are to whoever paces it, whatever their transport. */

import type { Message, SocketIoEvent } from './message.ts'
import type { Part } from './message-script.ts'

/** A client that plays a part. */
export interface StageClient {
  readonly part: Part
  send(message: Message): void
  /** Resolves when it has handled everything that was sent before, or is gone. */
  handled(): Promise<void>
}

/** What happens on the stage. */
export interface StageListener {
  /** The part of whoever comes in there; undefined: nobody did while it was recorded. */
  enter(transport: Message['transport'], place: string): Part | undefined
  entered(client: StageClient): void
  left(client: StageClient): void
  received(message: Message): void
  /** What a request is answered; undefined: nothing. */
  answerTo(part: Part, asked: SocketIoEvent): readonly unknown[] | undefined
  /** The next number of a connection. */
  nextConnection(): number
}

export interface Stage {
  /** Ends all connections. */
  close(): Promise<void>
}
