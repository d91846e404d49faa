/** The connection: one socket, its state, and coming back after a loss. */

import { TapedeckError, type ClientToServerEvents, type Notice, type ServerToClientEvents } from '@tapedeck/protocol'
import { io, type Socket } from 'socket.io-client'
import { batchParser } from './batch-parser.ts'
import type { ConnectionState } from './client-types.ts'
import type { Credentials } from './credentials.ts'
import type { ResolvedOptions } from './options.ts'
import { isErrorBody } from './requests.ts'
import { after, jittered, transportNowMs } from './transport-timers.ts'

export type FeedSocket = Socket<ServerToClientEvents, ClientToServerEvents>

export interface Connection {
  readonly socket: FeedSocket
  readonly state: ConnectionState
  /** Until the next attempt; undefined while none is waited for. */
  readonly retryInMs: number | undefined
  /** Starts to connect, or makes the next attempt now; the listener hears nothing before the first call. */
  readonly connect: () => void
  /** Ends the connection for good. */
  close(): void
}

export interface ConnectionListener {
  state(state: ConnectionState): void
  /** There is a connection: the first one, or one after a loss. The server knows nothing of an earlier one. */
  connected(): void
  /** The connection was lost or closed; what was asked and not answered will not be. */
  disconnected(): void
  /** The server refused the connection, and says why. */
  refused(notice: Notice): void
}

/** The longest pause between two attempts. */
const LONGEST_RECONNECT_DELAY_MS = 5_000

/** Creates a connection that is not open yet. Throws `BAD_OPTION` where there is no page whose origin could be meant. */
export function createConnection(
  url: string | undefined,
  options: ResolvedOptions,
  credentials: Credentials,
  listener: ConnectionListener,
): Connection {
  const settings = {
    autoConnect: false,
    forceNew: true,
    transports: ['websocket'],
    // ours, which comes back after refusals as well, and says when
    reconnection: false,
    timeout: options.timeoutMs,
    auth: (give: (auth: object) => void) => credentials.forHandshake(give),
    parser: batchParser,
  }
  if (url === undefined && !('location' in globalThis)) {
    throw new TapedeckError('BAD_OPTION', 'outside of a page a url is needed, like http://127.0.0.1:4400')
  }
  const socket: FeedSocket = url === undefined ? io(settings) : io(url, settings)

  let state: ConnectionState = 'connecting'
  let cancelRetry: (() => void) | undefined
  let retryAtMs: number | undefined
  /** Attempts, and dismissals by the server, in a row: we come back ever more slowly. */
  let attempts = 0

  const enter = (next: ConnectionState): void => {
    if (state === next || state === 'closed') return
    state = next
    listener.state(next)
  }
  const connect = (): void => {
    cancelRetry?.()
    retryAtMs = undefined
    socket.connect()
  }
  const comeBack = (): void => {
    const delay = jittered(Math.min(LONGEST_RECONNECT_DELAY_MS, options.reconnectDelayMs * 2 ** attempts++))
    cancelRetry?.()
    retryAtMs = transportNowMs() + delay
    cancelRetry = after(delay, connect)
  }

  socket.on('connect', () => {
    enter('connected')
    listener.connected()
  })
  socket.on('disconnect', (reason) => {
    if (state === 'closed') return
    enter('reconnecting')
    listener.disconnected()
    // one that takes us and sends us away is not asked again at once
    if (reason !== 'io server disconnect') attempts = 0
    comeBack()
  })
  socket.on('connect_error', ({ data }: { readonly data?: unknown }) => {
    if (isErrorBody(data)) listener.refused(data)
    if (state !== 'closed') comeBack()
  })

  return {
    socket,
    get state() {
      return state
    },
    get retryInMs() {
      return retryAtMs && retryAtMs - transportNowMs()
    },
    connect,
    close() {
      if (state === 'closed') return
      enter('closed')
      cancelRetry?.()
      retryAtMs = undefined
      listener.disconnected()
      socket.disconnect()
    },
  }
}
