/**
 * Writes batches to a Socket.IO client through its Engine.IO connection, so that they keep their order among acknowledgements. What is
 * used of Engine.IO beyond its typings stands here: `wsPreEncodedFrame`, by which Socket.IO's own adapter hands over frames, and `writeBuffer`. Where
 * they are missing, packets are written one by one.
 */

import type { Socket } from 'socket.io'
import type { Outlet } from '../../fan-out/follower.ts'
import type { Batch } from '../../fan-out/item.ts'
import { isInBatch } from '../../fan-out/wire-batch.ts'
import { textFrame } from '../../fan-out/websocket-frame.ts'

type Connection = Socket['conn']

/** The part of Engine.IO that its typings leave out. */
interface Inside {
  readonly writeBuffer?: readonly unknown[]
  readonly transport: {
    readonly name: string
    readonly writable: boolean
    readonly perMessageDeflate?: unknown
    readonly socket?: { readonly _sender?: { readonly sendFrame?: unknown } }
  }
}

/** What is under way to a client and not confirmed stays below this: so a client that wakes up sees nothing old. */
const WINDOW_BYTES = 262_144
/** A ping of our own asks for a confirmation after so many bytes: the server's own come every five seconds only. */
const ASK_BYTES = 65_536
/** An Engine.IO ping; a client may get one at any time and answers each with a pong. */
const PING = textFrame('2')

export class EngineOutlet implements Outlet {
  readonly #connection: Connection
  /** Bytes handed over; of them those before the last ping, and those that a pong has confirmed. */
  #sent = 0
  #asked = 0
  #confirmed = 0
  /** What each ping that was not answered will confirm; pongs come in their order. */
  readonly #pings: number[] = []

  readonly holdsAnchors: boolean

  /** `holdsAnchors`: the client has asked for batches. */
  constructor(connection: Connection, holdsAnchors: boolean) {
    this.#connection = connection
    this.holdsAnchors = holdsAnchors
    // whoever answers a ping has read everything before it
    connection.on('packetCreate', ({ type }) => {
      if (type === 'ping') this.#ask()
    })
    connection.on('heartbeat', () => {
      this.#confirmed = this.#pings.shift() ?? this.#sent
    })
  }

  get isReady(): boolean {
    const { transport, writeBuffer = [] } = this.#connection as unknown as Inside
    return transport.writable && writeBuffer.length === 0 && this.#sent - this.#confirmed <= WINDOW_BYTES
  }

  send(batch: Batch): void {
    if (takesFrames(this.#connection)) {
      const frames = batch.frames(this.holdsAnchors ? 'batch' : 'socket.io')
      this.#sent += frames.length
      const isAsking = this.#sent - this.#asked >= ASK_BYTES
      if (isAsking) this.#ask()
      const options = { compress: false, wsPreEncodedFrame: [isAsking ? Buffer.concat([frames, PING]) : frames] }
      this.#connection.write('', options)
      return
    }
    if (this.holdsAnchors && batch.batch !== undefined)
      this.#connection.write(Buffer.from(batch.batch), { compress: false })
    for (const item of batch.items) {
      if (this.holdsAnchors && isInBatch(item)) continue
      const text = item.text('socket.io')
      this.#sent += text.length
      this.#connection.write(text, { compress: false })
    }
  }

  #ask(): void {
    this.#asked = this.#sent
    this.#pings.push(this.#sent)
  }
}

/** Frames go to WebSockets that compress nothing. */
function takesFrames(connection: Connection): boolean {
  const { transport } = connection as unknown as Inside
  const { name, perMessageDeflate, socket } = transport
  return (
    name === 'websocket' &&
    (perMessageDeflate === null || perMessageDeflate === undefined || perMessageDeflate === false) &&
    typeof socket?._sender?.sendFrame === 'function'
  )
}
