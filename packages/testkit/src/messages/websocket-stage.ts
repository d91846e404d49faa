/** A real WebSocket server whose clients play the parts of recorded connections, each at the path that was recorded. */

import type { Server as HttpServer } from 'node:http'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import { bytesOfFrame, mayBeSent, pathOf } from './frames.ts'
import type { Part } from './message-script.ts'
import type { Stage, StageClient, StageListener } from './stage.ts'

/** Every address but those below `except`. */
export function openWebSocketStage(
  server: HttpServer,
  listener: StageListener,
  { except }: { readonly except: string },
): Stage {
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, socket, head) => {
    const path = pathOf(request.url)
    if (path.startsWith(except)) return
    const part = listener.enter('websocket', path)
    if (part === undefined) socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
    else sockets.handleUpgrade(request, socket, head, (client) => play(client, part, path, listener))
  })
  return {
    close: () => {
      for (const client of sockets.clients) client.terminate()
      return new Promise((resolve) => sockets.close(() => resolve()))
    },
  }
}

function play(socket: WebSocket, part: Part, path: string, listener: StageListener): void {
  const head = { transport: 'websocket', direction: 'from-client', connection: listener.nextConnection() } as const
  const waiting = new Set<() => void>()
  const client: StageClient = {
    part,
    send(message) {
      if (message.transport !== 'websocket' || socket.readyState !== socket.OPEN) return
      if (message.type === 'frame') socket.send(message.data)
      else if (message.type === 'disconnect') {
        // some codes only say how a connection was lost
        if (mayBeSent(message.code)) socket.close(message.code, message.reason)
        else socket.close()
      }
    },
    handled: () =>
      new Promise((resolve) => {
        if (socket.readyState === socket.CLOSED) {
          resolve()
          return
        }
        waiting.add(resolve)
        if (socket.readyState !== socket.OPEN) return
        socket.once('pong', () => {
          waiting.delete(resolve)
          resolve()
        })
        socket.ping()
      }),
  }
  listener.received({ ...head, type: 'connect', path })
  socket.on('message', (data: RawData, isBinary: boolean) => {
    const bytes = bytesOfFrame(data)
    listener.received({ ...head, type: 'frame', data: isBinary ? bytes : bytes.toString() })
  })
  socket.on('error', () => undefined)
  socket.on('close', (code, reason) => {
    listener.received({ ...head, type: 'disconnect', code, reason: reason.toString() })
    listener.left(client)
    for (const resolve of waiting) resolve()
  })
  listener.entered(client)
}
