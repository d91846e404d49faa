/** A real Socket.IO server whose clients play the parts of recorded connections. */

import type { Server as HttpServer } from 'node:http'
import { Server, type Socket } from 'socket.io'
import { EnginePings } from './engine-pings.ts'
import type { Message, SocketIoEvent } from './message.ts'
import type { Part } from './message-script.ts'
import type { Stage, StageClient, StageListener } from './stage.ts'

/** Milliseconds between pings, and for which a pong is waited: a clock that a test moves cuts nobody off. Both together fit a timer. */
const PING_MS = 1_000_000_000

/** What a connection is known by. */
interface Known {
  readonly number: number
  readonly pings: EnginePings
}

export function openSocketIoStage(
  server: HttpServer,
  listener: StageListener,
  { path, namespaces }: { readonly path: string; readonly namespaces: readonly string[] },
): Stage {
  const io = new Server(server, {
    path,
    serveClient: false,
    cors: { origin: '*' },
    destroyUpgrade: false,
    maxHttpBufferSize: 100_000_000,
    pingInterval: PING_MS,
    pingTimeout: PING_MS,
  })
  const connections = new WeakMap<Socket['conn'], Known>()
  const known = ({ conn }: Socket): Known => {
    const each = connections.get(conn) ?? { number: listener.nextConnection(), pings: new EnginePings(conn) }
    connections.set(conn, each)
    return each
  }
  for (const namespace of namespaces) {
    io.of(namespace).on('connection', (socket) => {
      const part = listener.enter('socket.io', namespace)
      if (part !== undefined) play(socket, part, known(socket), listener)
    })
  }
  return { close: () => io.close() }
}

function play(socket: Socket, part: Part, { number, pings }: Known, listener: StageListener): void {
  const head = {
    transport: 'socket.io',
    direction: 'from-client',
    connection: number,
    namespace: socket.nsp.name,
  } as const
  const client: StageClient = {
    part,
    send: (message) => {
      send(socket, message, (acknowledgement, given) => {
        listener.received({ ...head, type: 'acknowledgement', acknowledgement, arguments: given })
      })
    },
    handled: () => pings.handled(),
  }
  listener.received({ ...head, type: 'connect' })
  socket.onAny((event: string, ...given: unknown[]) => {
    const answer = given.at(-1)
    const isAsking = typeof answer === 'function'
    const message: SocketIoEvent = {
      ...head,
      type: 'event',
      event,
      arguments: isAsking ? given.slice(0, -1) : given,
      acknowledgement: isAsking ? 0 : null,
    }
    listener.received(message)
    if (!isAsking) return
    const recorded = listener.answerTo(part, message)
    if (recorded !== undefined) (answer as (...given: readonly unknown[]) => void)(...recorded)
  })
  socket.on('disconnect', () => {
    listener.received({ ...head, type: 'disconnect' })
    listener.left(client)
  })
  listener.entered(client)
}

function send(
  socket: Socket,
  message: Message,
  acknowledged: (acknowledgement: number, given: readonly unknown[]) => void,
): void {
  if (message.transport !== 'socket.io') return
  if (message.type === 'disconnect') socket.disconnect()
  if (message.type !== 'event') return
  const { event, arguments: given, acknowledgement } = message
  if (acknowledgement === null) socket.emit(event, ...given)
  else socket.emit(event, ...given, (...answer: unknown[]) => acknowledged(acknowledgement, answer))
}
