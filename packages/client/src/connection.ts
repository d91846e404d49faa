/** The connection: one socket, its state, and coming back after a loss. */

import { TapedeckError, type ClientToServerEvents, type Notice, type ServerToClientEvents } from '@tapedeck/protocol'
import { io, type Socket } from 'socket.io-client'
import { batchParser } from './batch-parser.ts'
import type { ConnectionState } from './client-types.ts'
import type { Credentials } from './credentials.ts'
import type { ResolvedOptions } from './options.ts'
import { isErrorBody } from './requests.ts'
import { after, jittered } from './transport-timers.ts'

export type FeedSocket = Socket<ServerToClientEvents, ClientToServerEvents>

export interface Connection {
  readonly socket: FeedSocket
  readonly state: ConnectionState
  /** Starts to connect; the listener hears nothing before. */
  open(): void
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
/** All of the pause: clients that lost one server come back spread over twice its length. */
const JITTER = 1

/** Creates a connection that is not open yet. Throws `BAD_OPTION` where there is no page whose origin could be meant. */
export function createConnection(
  url: string | undefined,
  options: ResolvedOptions,
  credentials: Credentials,
  listener: ConnectionListener,
): Connection {
  const { reconnectDelayMs, timeoutMs } = options
  const settings = {
    autoConnect: false,
    forceNew: true,
    transports: ['websocket'],
    reconnectionDelay: reconnectDelayMs,
    reconnectionDelayMax: LONGEST_RECONNECT_DELAY_MS,
    randomizationFactor: JITTER,
    timeout: timeoutMs,
    auth: (give: (auth: object) => void) => credentials.forHandshake(give),
    parser: batchParser,
  }
  if (url === undefined && !('location' in globalThis)) {
    throw new TapedeckError(
      'BAD_OPTION',
      'outside of a page connectTapedeck needs a url, such as http://127.0.0.1:4400',
    )
  }
  const socket: FeedSocket = url === undefined ? io(settings) : io(url, settings)

  let state: ConnectionState = 'connecting'
  let cancelRetry: (() => void) | undefined
  /** Refusals and dismissals in a row: Socket.IO takes them as final, we come back ever more slowly. */
  let dismissals = 0

  const enter = (next: ConnectionState): void => {
    if (state === next || state === 'closed') return
    state = next
    listener.state(next)
  }
  const comeBack = (): void => {
    const delay = Math.min(LONGEST_RECONNECT_DELAY_MS, reconnectDelayMs * 2 ** Math.min(dismissals, 16))
    dismissals++
    cancelRetry?.()
    cancelRetry = after(jittered(delay), () => socket.connect())
  }

  socket.on('connect', () => {
    enter('connected')
    listener.connected()
  })
  socket.on('disconnect', (reason) => {
    if (state === 'closed') return
    enter('reconnecting')
    listener.disconnected()
    if (reason === 'io server disconnect') comeBack()
    else dismissals = 0
  })
  socket.on('connect_error', (error) => {
    if ('data' in error && isErrorBody(error.data)) listener.refused(error.data)
    // an attempt that failed on the way is repeated by Socket.IO; one that the server refused is not
    if (state !== 'closed' && !socket.active) comeBack()
  })

  return {
    socket,
    get state() {
      return state
    },
    open: () => void socket.connect(),
    close() {
      if (state === 'closed') return
      enter('closed')
      cancelRetry?.()
      listener.disconnected()
      socket.disconnect()
    },
  }
}
