/**
 * A proxy before a Socket.IO or WebSocket server, which passes everything on as it is and writes the messages to a tape. Which of both a
 * connection is, its address says: Engine.IO has `EIO=4` in it.
 */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { TapedeckError } from '@tapedeck/protocol'
import type { TapeSummary } from '@tapedeck/tape'
import { decodePacket, decodePayload } from 'engine.io-parser'
import type { Message } from '../messages/message.ts'
import { addressAt, pathOf } from '../messages/frames.ts'
import { passRequest } from './pass-request.ts'
import { passWebSocket, type FrameTaker } from './pass-websocket.ts'
import { RecordedConnection } from './recorded-connection.ts'
import { createMessageTape } from './tape-of-messages.ts'

export interface RecordThroughOptions {
  /** The server to record: `https://feed.example.com`, `ws://127.0.0.1:9000`. Its path is not used: clients ask for theirs. */
  readonly target: string
  /** The tape to write; `*.jsonl` is text. */
  readonly to: string
  /** Replaces a file of that name. Default false. */
  readonly overwrite?: boolean
  /** Where clients connect in place of the server. Default: a free port, of this machine alone. */
  readonly port?: number
  readonly host?: string
  /**
   * What of a message goes onto the tape: it, another in its place, or null. What passes through is not changed. Headers, queries and what a client
   * authenticates with when it connects are never written.
   */
  readonly redact?: (message: Message) => Message | null
}

export interface Recording extends AsyncDisposable {
  /** `http://127.0.0.1:port`: what clients are given in place of the target. */
  readonly url: string
  /** Messages on the tape. */
  readonly messages: number
  /** Ends every connection and the tape. Rejects with `TAPE_WRITE_FAILED`. */
  close(): Promise<TapeSummary>
}

/**
 * Records what passes between clients and a server. What has passed is on the disk within a second, and a tape that was cut off can be read up to
 * there. Rejects with `BAD_OPTION` and `TAPE_WRITE_FAILED`.
 */
export async function recordThrough(options: RecordThroughOptions): Promise<Recording> {
  const {
    to,
    overwrite = false,
    port = 0,
    host = '127.0.0.1',
    redact = (message: Message): Message | null => message,
  } = options
  const target = targetOf(options.target)
  const tape = await createMessageTape(to, `messages of ${target.host}`, overwrite)
  let connections = 0
  let isClosing = false
  /** Connections of Socket.IO by the id that Engine.IO gave them. */
  const sessions = new Map<string, RecordedConnection>()
  const write = (message: Message): void => {
    const kept = isClosing ? null : redact(message)
    if (kept !== null) tape.write(kept)
  }
  const newConnection = (): RecordedConnection => new RecordedConnection(++connections, write)

  const server = createServer((request, response) => {
    const address = addressAt(target, request.url)
    const session = sessions.get(address.searchParams.get('sid') ?? '')
    passRequest(address, request, response, isEngine(address), (body, direction) => {
      let connection = session
      for (const packet of decodePayload(body, 'nodebuffer')) {
        if (packet.type === 'open') {
          connection = newConnection()
          sessions.set(sessionId(packet.data), connection)
        } else connection?.take(packet, direction)
      }
    })
  })
  const sockets = passWebSocket(server, target, (request) => {
    const address = addressAt(target, request.url)
    if (!isEngine(address)) return webSocketTaker(++connections, pathOf(request.url), write)
    const id = address.searchParams.get('sid') ?? ''
    let connection = sessions.get(id)
    return {
      frame(data, direction) {
        const packet = decodePacket(typeof data === 'string' ? data : Buffer.from(data), 'nodebuffer')
        if (packet.type === 'open') connection = newConnection()
        else connection?.take(packet, direction)
      },
      closed: () => void sessions.delete(id),
    }
  })
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, host, resolve)
    })
  } catch (thrown) {
    await tape.close()
    throw new TapedeckError('BAD_OPTION', `cannot listen on ${host}:${port}: ${String(thrown)}`, { host, port }, thrown)
  }
  let closing: Promise<TapeSummary> | undefined
  const close = async (): Promise<TapeSummary> => {
    isClosing = true
    sockets.close()
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
    return tape.close()
  }
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    get messages() {
      return tape.messages
    },
    close: () => (closing ??= close()),
    [Symbol.asyncDispose]: async () => {
      await (closing ??= close())
    },
  }
}

function webSocketTaker(connection: number, path: string, write: (message: Message) => void): FrameTaker {
  const head = { transport: 'websocket', connection } as const
  write({ ...head, direction: 'from-client', type: 'connect', path })
  return {
    frame: (data, direction) => write({ ...head, direction, type: 'frame', data }),
    closed: (code, reason, direction) => write({ ...head, direction, type: 'disconnect', code, reason }),
  }
}

function targetOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text.replace(/^ws/, 'http')) : undefined
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url
  throw new TapedeckError(
    'BAD_OPTION',
    `${JSON.stringify(text)} is no address of a server, such as http://127.0.0.1:3000`,
  )
}

function isEngine(address: URL): boolean {
  return address.searchParams.get('EIO') === '4'
}

function sessionId(data: unknown): string {
  return (JSON.parse(String(data)) as { readonly sid: string }).sid
}
