/** The messages of a tape, in tape order. */

import type { SourceEvent } from '@tapedeck/protocol'
import { TapedeckError } from '@tapedeck/protocol'
import { openTapeFile } from '@tapedeck/tape/node'
import type { Message } from './message.ts'
import { decodeMessage, MESSAGE_KIND } from './message-codec.ts'

/** A message and its tape time, Unix microseconds. */
export interface TapedMessage {
  readonly at: number
  readonly message: Message
}

/**
 * Reads the messages of a tape file, or of events. Rejects with the TapedeckError of a tape that cannot be read, and with `BAD_OPTION` where
 * there are none. Of a tape whose end was cut off, it reads what is whole.
 */
export async function readMessages(tape: string | Iterable<SourceEvent>): Promise<readonly TapedMessage[]> {
  const messages: TapedMessage[] = []
  const take = (event: SourceEvent): void => {
    if (event.type !== 'opaque' || event.kind !== MESSAGE_KIND) return
    messages.push({ at: event.tsRecv, message: decodeMessage(event.payload) })
  }
  if (typeof tape === 'string') {
    await using source = await openTapeFile(tape)
    do {
      for (let event = source.next(); event !== undefined; event = source.next()) take(event)
    } while (await source.fill())
  } else {
    for (const event of tape) take(event)
  }
  if (messages.length > 0) return messages
  const name = typeof tape === 'string' ? tape : 'the tape'
  throw new TapedeckError('BAD_OPTION', `${name} holds no messages; a tape of market events is played by replayFeed`)
}
