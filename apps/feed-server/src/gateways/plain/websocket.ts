/** The door for a bare `new WebSocket(url)`: JSON messages at `/ws`, the same subscriptions as everywhere. */

import type { IncomingMessage, Server as HttpServer } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { z } from 'zod'
import { TapedeckError, toErrorBody, type ErrorBody, type Limits } from '@tapedeck/protocol'
import { authenticateRequestSchema, parseRequest, subscribeRequestSchema } from '@tapedeck/protocol/schemas'
import type { Outlet } from '../../fan-out/follower.ts'
import type { Batch } from '../../fan-out/item.ts'
import { SendWindow } from '../../fan-out/send-window.ts'
import type { Log } from '../../log.ts'
import type { Admission } from '../../security/admission.ts'
import { bearerOf, type Authentication } from '../../security/authentication.ts'
import { Session } from '../../security/session.ts'
import { after, createTokenBucket, every } from '../../transport-timers.ts'
import { wireOf } from '../wire.ts'
import type { PlainClient, PlainClients } from './plain-clients.ts'

export interface PlainSocketOptions {
  readonly clients: PlainClients
  readonly limits: Limits
  readonly admission: Admission
  readonly authentication: Authentication
  readonly log: Log
}

const PATH = '/ws'
/** Of RFC 6455: what ended the connection is a rule of the server. */
const POLICY_VIOLATION = 1008
/** A connection that answers no ping for so long is gone. */
const PING_MS = 5_000

const messageSchema = z.looseObject({
  op: z.enum(['subscribe', 'unsubscribe', 'authenticate']),
  id: z.union([z.string().max(64), z.number()]).optional(),
})

/** Answers upgrades of `/ws`. Returns what ends every connection. */
export function servePlainSockets(httpServer: HttpServer, options: PlainSocketOptions): () => void {
  const { limits, admission } = options
  const server = new WebSocketServer({ noServer: true, maxPayload: limits.maxMessageBytes, perMessageDeflate: false })
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (request.url?.split('?')[0] !== PATH) return
    try {
      admission.checkHandshake(request)
      server.handleUpgrade(request, socket, head, (webSocket) => {
        const leave = admission.enter(request)
        webSocket.once('close', leave)
        serve(webSocket, request, options)
      })
    } catch (thrown) {
      refuse(socket, toErrorBody(thrown))
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

/** Answers an upgrade that is refused, in HTTP. */
function refuse(socket: Duplex, { code, details = {} }: ErrorBody): void {
  const { scope, retryAfterSeconds } = details
  const status =
    scope === 'address'
      ? '429 Too Many Requests'
      : code.startsWith('FORBIDDEN')
        ? '403 Forbidden'
        : '503 Service Unavailable'
  const again = typeof retryAfterSeconds === 'number' ? `Retry-After: ${retryAfterSeconds}\r\n` : ''
  socket.end(`HTTP/1.1 ${status}\r\n${again}Connection: close\r\n\r\n${code}`)
}

function serve(webSocket: WebSocket, request: IncomingMessage, options: PlainSocketOptions): void {
  const { clients, limits, log, authentication } = options
  const send = (message: object): void => {
    webSocket.send(JSON.stringify(message))
  }
  const outlet = new PlainSocketOutlet(webSocket)
  const tell = (event: string, data: object): void => {
    send({ event, data })
  }
  const end = (notice: ErrorBody): void => {
    tell('notice', notice)
    webSocket.close(POLICY_VIOLATION, notice.code)
  }
  const session = new Session(authentication, { expiring: (notice) => tell('notice', notice), expired: end })
  const client = clients.open('ws', outlet, tell, session.allows)
  const stopWaiting = after(limits.maxSilentSeconds * 1_000, () => {
    if (client.followsNothing) end(silent(limits.maxSilentSeconds))
  })
  const bucket = createTokenBucket(limits.maxMessagesPerSecond, limits.maxMessageBurst)
  webSocket.on('close', () => {
    stopWaiting()
    session.end()
    clients.close(client)
  })
  // what the protocol does not allow closes the connection by itself
  webSocket.on('error', () => undefined)
  const refuseRequest = (thrown: unknown, ofRequest: object): void => {
    const error = toErrorBody(thrown)
    if (error.code === 'INTERNAL') log.error('a request failed', { thrown })
    send({ op: 'error', ...ofRequest, error })
  }
  const inTurn = createTurns()
  const shown = bearerOf(request.headers.authorization)
  if (authentication.isRequired && shown.jwt !== undefined) {
    inTurn(() => session.authenticate(shown).then(undefined, (thrown: unknown) => refuseRequest(thrown, {})))
  }
  webSocket.on('message', (data: Buffer, isBinary) => {
    // whoever asks and does not read the answers
    if (webSocket.bufferedAmount > limits.maxQueuedBytes) {
      webSocket.terminate()
      return
    }
    if (!bucket.take()) {
      const { maxMessagesPerSecond } = limits
      const message = `more than ${maxMessagesPerSecond} messages a second`
      refuseRequest(new TapedeckError('LIMIT_RATE', message, { maxMessagesPerSecond }), {})
      return
    }
    inTurn(() => {
      let ofRequest: object = {}
      try {
        const message = isBinary ? undefined : parsed(data)
        if (typeof message === 'object' && message !== null && 'id' in message) ofRequest = { id: message.id }
        const answered = answer(client, session, message)
        if (!(answered instanceof Promise)) {
          send({ ...answered, ...ofRequest })
          return undefined
        }
        return answered.then(
          (later) => send({ ...later, ...ofRequest }),
          (thrown: unknown) => refuseRequest(thrown, ofRequest),
        )
      } catch (thrown) {
        refuseRequest(thrown, ofRequest)
        return undefined
      }
    })
  })
}

/** What is asked while it is still being found out who asks waits for that. Answers a function that takes works, none of which rejects. */
function createTurns(): (work: () => Promise<void> | undefined) => void {
  let pending: Promise<void> | undefined
  return (work) => {
    const done = pending === undefined ? work() : pending.then(work)
    if (done === undefined) return
    const settled: Promise<void> = done.then(() => {
      if (pending === settled) pending = undefined
    })
    pending = settled
  }
}

function answer(client: PlainClient, session: Session, message: unknown): object | Promise<object> {
  const { op, id: _id, ...asked } = parseRequest(messageSchema, message)
  if (op === 'authenticate') {
    return session.authenticate(parseRequest(authenticateRequestSchema, asked)).then(({ expiresAt }) => {
      return { op: 'authenticated', expiresAt, removed: client.leaveHidden() }
    })
  }
  session.check()
  const selection = parseRequest(subscribeRequestSchema, asked)
  if (op === 'subscribe') return { op: 'subscribed', ...client.subscribe(selection) }
  return { op: 'unsubscribed', removed: client.unsubscribe(selection) }
}

function silent(maxSilentSeconds: number): ErrorBody {
  const message = `nothing was subscribed to within ${maxSilentSeconds} s of connecting; connect again when there is something to ask`
  return { code: 'SILENT', message, details: { maxSilentSeconds } }
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
