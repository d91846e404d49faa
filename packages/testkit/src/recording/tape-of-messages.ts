/** A tape file that messages are written to as they pass. */

import { micros, type OpaqueEvent } from '@tapedeck/protocol'
import type { TapeHeader, TapeSummary } from '@tapedeck/tape'
import { createTapeFile } from '@tapedeck/tape/node'
import type { Message } from '../messages/message.ts'
import { messageEvent } from '../messages/message-codec.ts'
import { every, wallNow } from '../transport-timers.ts'

/** What has passed is on the disk no later than this. */
const FLUSH_MS = 1_000

export interface MessageTape {
  readonly messages: number
  write(message: Message): void
  /** Writes the end of the tape. Rejects with `TAPE_WRITE_FAILED` where something could not be written. */
  close(): Promise<TapeSummary>
}

/** Creates the file. Rejects with `TAPE_WRITE_FAILED`, also where it exists and may not be replaced. */
export async function createMessageTape(path: string, name: string, overwrite: boolean): Promise<MessageTape> {
  const start = wallNow()
  const id = `messages-${start}`
  const header: TapeHeader = {
    tapeId: id,
    epoch: id,
    source: 'import',
    name,
    start: micros(start),
    simulation: null,
    instruments: [],
  }
  const sink = await createTapeFile(path, header, [], { overwrite })
  let messages = 0
  /** A machine's clock may be set back, tape time not. */
  let last = start
  const stop = every(FLUSH_MS, () => {
    // what fails is told at the close
    sink.flush().catch(() => undefined)
  })
  return {
    get messages() {
      return messages
    },
    write(message) {
      last = Math.max(last, wallNow())
      const event: OpaqueEvent = messageEvent(message, last, ++messages)
      sink.write(event)
    },
    close() {
      stop()
      return sink.close()
    },
  }
}
