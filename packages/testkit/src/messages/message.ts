/** A message of somebody's own feed, as it stands on a tape: who sent it, over which connection, and what it was. */

export type Direction = 'to-client' | 'from-client'

interface MessageHead {
  readonly direction: Direction
  /** Connections are counted from 1, in the order in which they were opened. */
  readonly connection: number
}

interface SocketIoHead extends MessageHead {
  readonly transport: 'socket.io'
  /** `/`, unless the server has others. */
  readonly namespace: string
}

/** A client has entered a namespace (`to-client`: the server's word for it). What it authenticated with is not kept. */
export interface SocketIoConnect extends SocketIoHead {
  readonly type: 'connect'
}

export interface SocketIoDisconnect extends SocketIoHead {
  readonly type: 'disconnect'
}

export interface SocketIoEvent extends SocketIoHead {
  readonly type: 'event'
  readonly event: string
  /** JSON values, and bytes anywhere in them. */
  readonly arguments: readonly unknown[]
  /** By which number it is to be acknowledged; null where nobody asked. */
  readonly acknowledgement: number | null
}

/** The answer to the event of the other direction with that number. */
export interface SocketIoAcknowledgement extends SocketIoHead {
  readonly type: 'acknowledgement'
  readonly acknowledgement: number
  readonly arguments: readonly unknown[]
}

interface WebSocketHead extends MessageHead {
  readonly transport: 'websocket'
}

/** A client has connected, at a path (without its query, where tokens stand). */
export interface WebSocketConnect extends WebSocketHead {
  readonly type: 'connect'
  readonly path: string
}

export interface WebSocketDisconnect extends WebSocketHead {
  readonly type: 'disconnect'
  /** Of the close frame; 1005 where there was none. */
  readonly code: number
  readonly reason: string
}

export interface WebSocketFrame extends WebSocketHead {
  readonly type: 'frame'
  readonly data: string | Uint8Array
}

export type SocketIoMessage = SocketIoConnect | SocketIoDisconnect | SocketIoEvent | SocketIoAcknowledgement
export type WebSocketMessage = WebSocketConnect | WebSocketDisconnect | WebSocketFrame
export type Message = SocketIoMessage | WebSocketMessage
