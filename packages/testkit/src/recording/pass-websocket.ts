/** Passes WebSockets on, frame by frame, once the server behind has taken them; what it refuses is refused in its words. */

import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer, type RawData } from 'ws'
import { addressAt, bytesOfFrame, mayBeSent } from '../messages/frames.ts'
import type { Direction } from '../messages/message.ts'

/** What becomes of the frames of one connection. */
export interface FrameTaker {
  frame(data: string | Uint8Array, direction: Direction): void
  /** Who ended it first. */
  closed(code: number, reason: string, direction: Direction): void
}

/** Headers of the one connection, not of what is asked. */
const HOP = /^(host|connection|upgrade|sec-websocket-(key|version|extensions|protocol))$/

/** `accept` is called for each that the server behind has taken. */
export function passWebSocket(
  server: Server,
  target: URL,
  accept: (request: IncomingMessage) => FrameTaker,
): { close(): void } {
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    // the server behind has chosen
    handleProtocols: (offered) => [...offered][0] ?? false,
  })
  const behinds = new Set<WebSocket>()
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !HOP.test(name)))
    const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
    const address = addressAt(target, request.url)
    const behind = new WebSocket(
      address,
      protocols.filter((name) => name !== ''),
      {
        headers,
        perMessageDeflate: false,
        maxPayload: 0,
      },
    )
    /** What it says before the client has been taken. */
    let isTaken = false
    const early: { readonly data: RawData; readonly isBinary: boolean }[] = []
    const hold = (data: RawData, isBinary: boolean): void => void early.push({ data, isBinary })
    behind.on('message', hold)
    behinds.add(behind)
    behind.on('close', () => behinds.delete(behind))
    const refuse = (status: string): void => {
      if (!socket.writableEnded) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
    }
    behind.on('error', () => {
      if (!isTaken) refuse('502 Bad Gateway')
    })
    behind.on('unexpected-response', (_, answer) => {
      refuse(`${answer.statusCode} ${answer.statusMessage}`)
      behind.terminate()
    })
    socket.on('error', () => behind.terminate())
    behind.once('open', () => {
      isTaken = true
      if (behind.protocol !== '') request.headers['sec-websocket-protocol'] = behind.protocol
      sockets.handleUpgrade(request, socket, head, (client) => {
        behind.off('message', hold)
        join(client, behind, early, accept(request))
      })
    })
  })
  return {
    close() {
      for (const each of [...sockets.clients, ...behinds]) each.terminate()
    },
  }
}

function join(
  client: WebSocket,
  behind: WebSocket,
  early: readonly { readonly data: RawData; readonly isBinary: boolean }[],
  taker: FrameTaker,
): void {
  let isClosed = false
  const pass = (to: WebSocket, direction: Direction) => (data: RawData, isBinary: boolean) => {
    const bytes = bytesOfFrame(data)
    try {
      taker.frame(isBinary ? bytes : bytes.toString(), direction)
    } catch {
      // not of the protocol: passed on, not written
    }
    if (to.readyState === to.OPEN) to.send(bytes, { binary: isBinary })
  }
  const closed = (to: WebSocket, direction: Direction) => (code: number, reason: Buffer) => {
    if (!isClosed) taker.closed(code, reason.toString(), direction)
    isClosed = true
    if (mayBeSent(code)) to.close(code, reason)
    else if (code === 1005) to.close()
    else to.terminate()
  }
  const toClient = pass(client, 'to-client')
  for (const { data, isBinary } of early) toClient(data, isBinary)
  behind.on('message', toClient)
  client.on('message', pass(behind, 'from-client'))
  behind.on('close', closed(client, 'to-client'))
  client.on('close', closed(behind, 'from-client'))
  client.on('error', () => behind.terminate())
}
