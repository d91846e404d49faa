/**
 * Writes batches to a Socket.IO client through its Engine.IO connection, so that they keep their order among acknowledgements. What is
 * used of Engine.IO beyond its typings stands here: `wsPreEncodedFrame`, by which Socket.IO's own adapter hands over frames, `writeBuffer`, and `sendPacket`, by
 * which Engine.IO sends its pings. Where the first is missing, packets are written one by one.
 */

import type { Socket } from 'socket.io'
import type { Outlet } from '../../fan-out/follower.ts'
import type { Batch } from '../../fan-out/item.ts'
import { SendWindow } from '../../fan-out/send-window.ts'
import { isInBatch } from '../../fan-out/wire-batch.ts'
import { textFrame } from '../../fan-out/websocket-frame.ts'

type Connection = Socket['conn']

/** The part of Engine.IO that its typings leave out. */
interface Inside {
  readonly writeBuffer?: readonly unknown[]
  readonly sendPacket?: (type: 'ping') => void
  readonly transport: {
    readonly name: string
    readonly writable: boolean
    readonly perMessageDeflate?: unknown
    readonly socket?: { readonly _sender?: { readonly sendFrame?: unknown } }
  }
}

/** An Engine.IO ping; a client may get one at any time and answers each with a pong. */
const PING = textFrame('2')

export class EngineOutlet implements Outlet {
  readonly #connection: Connection
  readonly #window = new SendWindow()
  readonly holdsAnchors: boolean

  readonly #askBarrier: (() => Promise<void>) | undefined

  /** `askBarrier` asks a client that reads batches, as the SDK does, whether it has handled everything. */
  constructor(connection: Connection, askBarrier: (() => Promise<void>) | undefined) {
    this.#connection = connection
    this.#askBarrier = askBarrier
    this.holdsAnchors = askBarrier !== undefined
    connection.on('packetCreate', ({ type }) => {
      if (type === 'ping') this.#window.pinged()
    })
    connection.on('heartbeat', () => {
      this.#window.ponged()
    })
    connection.on('close', () => {
      this.#window.end()
    })
  }

  get isReady(): boolean {
    const { transport, writeBuffer = [] } = this.#connection as unknown as Inside
    return transport.writable && writeBuffer.length === 0 && this.#window.isOpen
  }

  get isFull(): boolean {
    return this.#window.isFull
  }

  send(batch: Batch): void {
    if (takesFrames(this.#connection)) {
      const frames = batch.frames(this.holdsAnchors ? 'batch' : 'socket.io')
      const isAsking = this.#window.sent(frames.length)
      if (isAsking) this.#window.pinged()
      const options = { compress: false, wsPreEncodedFrame: [isAsking ? Buffer.concat([frames, PING]) : frames] }
      this.#connection.write('', options)
      return
    }
    if (this.holdsAnchors && batch.batch !== undefined)
      this.#connection.write(Buffer.from(batch.batch), { compress: false })
    for (const item of batch.items) {
      if (this.holdsAnchors && isInBatch(item)) continue
      const text = item.text('socket.io')
      this.#window.sent(text.length)
      this.#connection.write(text, { compress: false })
    }
  }

  /** The SDK answers when its listeners have run. Any other client is reached by two pings: its first pong may overtake its listeners. */
  async handled(): Promise<void> {
    if (this.#askBarrier !== undefined) return this.#askBarrier()
    await this.#ping()
    await this.#ping()
  }

  #ping(): Promise<void> {
    const { sendPacket } = this.#connection as unknown as Inside
    if (this.#connection.readyState !== 'open' || sendPacket === undefined) return Promise.resolve()
    sendPacket.call(this.#connection, 'ping')
    return this.#window.answered()
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
