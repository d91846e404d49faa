/** The door for a bare `new WebSocket(url)`: JSON messages at `/ws`, the same subscriptions as everywhere. */

import type { IncomingMessage, Server as HttpServer } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { z } from 'zod'
import { TapedeckError, toErrorBody, type Limits } from '@tapedeck/protocol'
import { parseRequest, subscribeRequestSchema } from '@tapedeck/protocol/schemas'
import { checkAccess, type AccessRules } from '../../access.ts'
import type { Outlet } from '../../fan-out/follower.ts'
import type { Batch } from '../../fan-out/item.ts'
import { SendWindow } from '../../fan-out/send-window.ts'
import type { Log } from '../../log.ts'
import { createTokenBucket, every } from '../../transport-timers.ts'
import { wireOf } from '../wire.ts'
import type { PlainClient, PlainClients } from './plain-clients.ts'

export interface PlainSocketOptions {
  readonly clients: PlainClients
  readonly limits: Limits
  readonly access: AccessRules
  readonly isReady: () => boolean
  readonly log: Log
}

const PATH = '/ws'
/** A connection that answers no ping for so long is gone. */
const PING_MS = 5_000

const messageSchema = z.looseObject({
  op: z.enum(['subscribe', 'unsubscribe']),
  id: z.union([z.string().max(64), z.number()]).optional(),
})

/** Answers upgrades of `/ws`. Returns what ends every connection. */
export function servePlainSockets(httpServer: HttpServer, options: PlainSocketOptions): () => void {
  const { limits, access, clients, isReady } = options
  const server = new WebSocketServer({ noServer: true, maxPayload: limits.maxMessageBytes, perMessageDeflate: false })
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (new URL(request.url ?? '/', 'http://tapedeck').pathname !== PATH) return
    try {
      checkAccess(request, access)
      if (!isReady()) throw new TapedeckError('NOT_READY', 'the server is starting; come back in a second')
      if (clients.count >= limits.maxConnections) {
        throw new TapedeckError('LIMIT_CONNECTIONS', `the server holds its ${limits.maxConnections} connections`)
      }
      server.handleUpgrade(request, socket, head, (webSocket) => {
        serve(webSocket, options)
      })
    } catch (thrown) {
      const { code } = toErrorBody(thrown)
      socket.end(
        `HTTP/1.1 ${code.startsWith('FORBIDDEN') ? '403 Forbidden' : '503 Service Unavailable'}\r\nConnection: close\r\n\r\n${code}`,
      )
    }
  }
  httpServer.on('upgrade', upgrade)
  const stop = every(PING_MS, () => {
    for (const webSocket of server.clients) PlainSocketOutlet.of(webSocket)?.keepAlive()
  })
  return () => {
    stop()
    httpServer.off('upgrade', upgrade)
    for (const webSocket of server.clients) webSocket.terminate()
    server.close()
  }
}

function serve(webSocket: WebSocket, { clients, limits, log }: PlainSocketOptions): void {
  const send = (message: object): void => {
    webSocket.send(JSON.stringify(message))
  }
  const outlet = new PlainSocketOutlet(webSocket)
  const client = clients.open('ws', outlet, (event, data) => {
    send({ event, data })
  })
  const bucket = createTokenBucket(limits.maxMessagesPerSecond, limits.maxMessageBurst)
  webSocket.on('close', () => {
    clients.close(client)
  })
  // what the protocol does not allow closes the connection by itself
  webSocket.on('error', () => undefined)
  webSocket.on('message', (data: Buffer, isBinary) => {
    let id: unknown
    try {
      if (!bucket.take()) {
        throw new TapedeckError('LIMIT_RATE', `more than ${limits.maxMessagesPerSecond} messages a second`, {
          maxMessagesPerSecond: limits.maxMessagesPerSecond,
        })
      }
      const message = isBinary ? undefined : parsed(data)
      id = typeof message === 'object' && message !== null && 'id' in message ? message.id : undefined
      send(answer(client, message))
    } catch (thrown) {
      const error = toErrorBody(thrown)
      if (error.code === 'INTERNAL') log.error('a request failed', { thrown })
      send({ op: 'error', ...(id === undefined ? {} : { id }), error })
    }
  })
}

function answer(client: PlainClient, message: unknown): object {
  const { op, id, ...selection } = parseRequest(messageSchema, message)
  const asked = parseRequest(subscribeRequestSchema, selection)
  const ofRequest = id === undefined ? {} : { id }
  if (op === 'subscribe') return { op: 'subscribed', ...ofRequest, ...client.subscribe(asked) }
  return { op: 'unsubscribed', ...ofRequest, removed: client.unsubscribe(asked) }
}

function parsed(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString())
  } catch {
    throw new TapedeckError(
      'BAD_MESSAGE',
      'a message is not JSON: send { "op": "subscribe", "symbols": [...], "channels": [...] }',
    )
  }
}

class PlainSocketOutlet implements Outlet {
  static readonly #all = new WeakMap<WebSocket, PlainSocketOutlet>()
  readonly holdsAnchors = false
  readonly #webSocket: WebSocket
  readonly #window = new SendWindow()

  constructor(webSocket: WebSocket) {
    this.#webSocket = webSocket
    PlainSocketOutlet.#all.set(webSocket, this)
    webSocket.on('pong', () => {
      this.#window.ponged()
    })
    webSocket.on('close', () => {
      this.#window.end()
    })
  }

  static of(webSocket: WebSocket): PlainSocketOutlet | undefined {
    return PlainSocketOutlet.#all.get(webSocket)
  }

  get isReady(): boolean {
    return this.#webSocket.bufferedAmount === 0 && this.#window.isOpen
  }

  get isFull(): boolean {
    return this.#window.isFull
  }

  /** A pong is all that a WebSocket can tell. */
  handled(): Promise<void> {
    if (this.#webSocket.readyState !== this.#webSocket.OPEN) return Promise.resolve()
    this.#ping()
    return this.#window.answered()
  }

  send(batch: Batch): void {
    if (this.#webSocket.readyState !== this.#webSocket.OPEN) return
    const frames = batch.frames('plain')
    const wire = wireOf(this.#webSocket)
    if (wire === undefined) for (const item of batch.items) this.#webSocket.send(item.text('plain'))
    else wire.write(frames)
    if (this.#window.sent(frames.length)) this.#ping()
  }

  /** Asks a quiet client whether it is there; one that did not answer the last time is gone. */
  keepAlive(): void {
    if (this.#window.unanswered > 1) this.#webSocket.terminate()
    else this.#ping()
  }

  #ping(): void {
    this.#window.pinged()
    this.#webSocket.ping()
  }
}
