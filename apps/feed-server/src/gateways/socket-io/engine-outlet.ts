/**
 * Writes batches to a Socket.IO client in the order of its Engine.IO connection, among acknowledgements and pings: past its queue where that is empty, through
 * it where something waits. What is used of Engine.IO beyond its typings stands here: `wsPreEncodedFrame`, by which Socket.IO's own adapter hands over frames, `writeBuffer`, and `sendPacket`, by
 * which Engine.IO sends its pings. Where the first is missing, packets are written one by one.
 */

import type { Socket } from 'node:net'
import type { Socket as IoSocket } from 'socket.io'
import type { Outlet } from '../../fan-out/follower.ts'
import type { Batch } from '../../fan-out/item.ts'
import { SendWindow } from '../../fan-out/send-window.ts'
import { isInBatch } from '../../fan-out/wire-batch.ts'
import { textFrame } from '../../fan-out/websocket-frame.ts'
import { isPlain, wireOf } from '../wire.ts'

type Connection = IoSocket['conn']

/** The part of Engine.IO that its typings leave out. */
interface Inside {
  readonly writeBuffer?: readonly unknown[]
  readonly sendPacket?: (type: 'ping') => void
  readonly transport: Transport
}

interface Transport {
  readonly name: string
  readonly writable: boolean
  readonly perMessageDeflate?: unknown
  readonly socket?: { readonly _sender?: { readonly sendFrame?: unknown } }
}

/** An Engine.IO ping; a client may get one at any time and answers each with a pong. */
const PING = textFrame('2')

export class EngineOutlet implements Outlet {
  readonly #connection: Connection
  readonly #window = new SendWindow()
  /** The transport that it was last, and the connection under it. */
  #transport: Transport | undefined
  #wire: Socket | undefined
  /** The wire whose writes of this turn wait for each other. */
  #gathering: Socket | undefined
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
    return this.#isIdle && this.#window.isOpen
  }

  /** Whether nothing waits to be written. */
  get #isIdle(): boolean {
    const { transport, writeBuffer = [] } = this.#connection as unknown as Inside
    return transport.writable && writeBuffer.length === 0 && (this.#wireOf(transport)?.writableLength ?? 0) === 0
  }

  get isFull(): boolean {
    return this.#window.isFull
  }

  send(batch: Batch, mayGather = false): void {
    const { transport } = this.#connection as unknown as Inside
    if (takesFrames(transport)) {
      const frames = batch.frames(this.holdsAnchors ? 'batch' : 'socket.io')
      const isAsking = this.#window.sent(frames.length)
      if (isAsking) this.#window.pinged()
      const bytes = isAsking ? Buffer.concat([frames, PING]) : frames
      const wire = this.#wireOf(transport)
      // what waits goes first
      if (wire !== undefined && (this.#gathering === wire || this.#isIdle)) {
        if (mayGather) this.#gather(wire)
        wire.write(bytes)
      } else this.#connection.write('', { compress: false, wsPreEncodedFrame: [bytes] } as { compress: boolean })
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

  /**
   * The SDK answers when its listeners have run. Any other client is reached by two pings: its first pong may overtake its listeners. The SDK is pinged as well:
   * where a test moves a client's timers, seconds pass for it in no time, and it would take a server that has not pinged for dead.
   */
  async handled(): Promise<void> {
    const ponged = this.#ping()
    if (this.#askBarrier !== undefined) return this.#askBarrier()
    await ponged
    await this.#ping()
  }

  /** Puts what is written in this turn into one write: on a virtual clock each instant of the tape has a batch of its own. */
  #gather(wire: Socket): void {
    if (this.#gathering === wire) return
    this.#gathering = wire
    wire.cork()
    process.nextTick(() => {
      this.#gathering = undefined
      wire.uncork()
    })
  }

  #wireOf(transport: Transport): Socket | undefined {
    if (transport !== this.#transport) {
      this.#transport = transport
      this.#wire = takesFrames(transport) ? wireOf(transport.socket) : undefined
    }
    return this.#wire
  }

  #ping(): Promise<void> {
    const { sendPacket } = this.#connection as unknown as Inside
    if (this.#connection.readyState !== 'open' || sendPacket === undefined) return Promise.resolve()
    sendPacket.call(this.#connection, 'ping')
    return this.#window.answered()
  }
}

/** Frames go to WebSockets that compress nothing. */
function takesFrames({ name, perMessageDeflate, socket }: Transport): boolean {
  return name === 'websocket' && isPlain(perMessageDeflate) && typeof socket?._sender?.sendFrame === 'function'
}
