/** Clients that stop reading: what waits for each is measured once a second, and too much of it ends the connection. */

import type { Log } from '../../log.ts'
import type { FeedIo } from './gateway.ts'

/** What Engine.IO keeps of a connection. `writeBuffer` is where everything waits, and is not in its typings. */
interface Connection {
  readonly id: string
  readonly writeBuffer?: readonly {
    readonly data?: unknown
    readonly options?: { readonly wsPreEncodedFrame?: readonly Uint8Array[] }
  }[]
  close(discard?: boolean): void
}

/** Ends the connections for which more than `maxQueuedBytes` wait; answers how many. Their clients may come back for a fresh snapshot. */
export function dropSlowClients(io: FeedIo, maxQueuedBytes: number, log: Log): number {
  let dropped = 0
  for (const connection of Object.values(clientsOf(io))) {
    const queued = queuedBytes(connection)
    if (queued <= maxQueuedBytes) continue
    dropped++
    log.error(`a client does not read: ${queued} bytes wait, the limit is ${maxQueuedBytes}; it is disconnected`)
    connection.close(true)
  }
  return dropped
}

function clientsOf(io: FeedIo): Record<string, Connection> {
  return (io.engine as unknown as { readonly clients?: Record<string, Connection> }).clients ?? {}
}

function queuedBytes({ writeBuffer = [] }: Connection): number {
  return writeBuffer.reduce((sum, { data, options }) => {
    const frames = options?.wsPreEncodedFrame
    if (frames !== undefined) return frames.reduce((bytes, frame) => bytes + frame.length, sum)
    return sum + (typeof data === 'string' ? data.length : byteLength(data))
  }, 0)
}

function byteLength(data: unknown): number {
  return data instanceof Uint8Array ? data.byteLength : 0
}
