/** A real Socket.IO and WebSocket server inside the test's process, which plays the messages of a tape: time passes when the test says so. */

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { TapedeckError, type SourceEvent } from '@tapedeck/protocol'
import { PATIENCE_MS } from '../followed.ts'
import { checkCount, microsOf } from '../given.ts'
import { after } from '../transport-timers.ts'
import { createTurns } from '../turns.ts'
import type { Message, SocketIoEvent } from './message.ts'
import { createScript, sameRequest, type RequestMatch } from './message-script.ts'
import { readMessages } from './message-tape.ts'
import { openSocketIoStage } from './socket-io-stage.ts'
import type { StageClient, StageListener } from './stage.ts'
import { openWebSocketStage } from './websocket-stage.ts'

/** Messages that are sent before clients are asked whether they have handled them. */
const SENT_TOGETHER = 1_000

export interface ReplayMessagesOptions {
  /** Where Socket.IO is served. Default `/socket.io/`. */
  readonly path?: string
  /** Which recorded request one of a client is, where their arguments are not the same each time. Default: same event, same arguments. */
  readonly match?: RequestMatch
}

export interface ConnectedOptions {
  /** Milliseconds of the machine's time for them to come. Default 5000. */
  readonly withinMs?: number
}

/**
 * Each of `advance`, `step`, `until`, `drain` resolves when all clients have handled what came due, and rejects with `UNRECORDED_REQUEST` where a client has asked for
 * an acknowledgement that is not on the tape, with `BAD_OPTION` for what is no span of time, and with `CLOSED`.
 */
export interface MessageFeed extends AsyncDisposable {
  /** `http://127.0.0.1:port`, for Socket.IO; with `ws:` for WebSockets. */
  readonly url: string
  /** Microseconds since the first message of the tape. */
  readonly position: number
  /** What clients have sent, connecting and leaving too, in order. Connections are counted in the order of the test's own clients. */
  readonly received: readonly Message[]
  /** Resolves when so many clients are there (a namespace of Socket.IO is one each); default 1. Rejects with `TIMEOUT` where they do not come in time. */
  connected(count?: number, options?: ConnectedOptions): Promise<void>
  /** Lets tape time pass: milliseconds, or text such as `2.5s`. */
  advance(span: number | string): Promise<void>
  /** Plays the next message to a client (acknowledgements come by themselves); answers it, or undefined at the end. */
  step(): Promise<Message | undefined>
  /** Plays up to the first message to a client of which it is true; answers it. Rejects with `NEVER_MET` where none follows. */
  until(isReached: (message: Message) => boolean): Promise<Message>
  /** Plays to the end. */
  drain(): Promise<void>
  close(): Promise<void>
}

/**
 * Plays the messages of a tape file, or of events. Whoever connects plays the part of a recorded connection: the first at a namespace (or at the path of a WebSocket) that of the
 * first that was recorded there, and so on; the last one is played by all who follow. A client that connects late is sent at once what its
 * part had got up to now. Rejects with the TapedeckError of a tape that cannot be read.
 */
export async function replayMessages(
  tape: string | Iterable<SourceEvent>,
  { path = '/socket.io/', match = sameRequest }: ReplayMessagesOptions = {},
): Promise<MessageFeed> {
  const script = createScript(await readMessages(tape), match)
  const { lines } = script
  const start = lines[0]?.at ?? 0
  const clients = new Set<StageClient>()
  const received: Message[] = []
  const waiting = new Set<() => void>()
  const problems: TapedeckError[] = []
  let played = 0
  let position = 0
  let connections = 0

  const listener: StageListener = {
    enter: (transport, place) => {
      const part = script.enter(transport, place)
      if (part === undefined) note(problems, `nobody connected to ${place} by ${transport} when the tape was recorded`)
      return part
    },
    entered(client) {
      for (const { message, part } of lines.slice(0, played)) {
        if (part === client.part && isPlayed(message) && message.type !== 'disconnect') client.send(message)
      }
      clients.add(client)
      for (const check of waiting) check()
    },
    left: (client) => void clients.delete(client),
    received: (message) => void received.push(message),
    answerTo(part, asked) {
      const found = script.answerTo(part, asked)
      if (found !== 'unknown') return found.answer
      note(problems, unrecorded(asked))
      return undefined
    },
    nextConnection: () => ++connections,
  }
  const server = createServer((_, response) => void response.writeHead(404).end())
  const stages = [
    openSocketIoStage(server, listener, { path, namespaces: script.namespaces }),
    openWebSocketStage(server, listener, { except: path }),
  ]
  const port = await listen(server)

  const handled = async (): Promise<void> => {
    await Promise.all([...clients].map((client) => client.handled()))
    const problem = problems.shift()
    if (problem !== undefined) throw problem
  }
  /** Plays up to a tape time, or the first message to a client of which something is true. */
  const play = async (to: number, isReached: (message: Message) => boolean): Promise<Message | undefined> => {
    for (let line = lines[played]; line !== undefined && line.at <= to; line = lines[played]) {
      const { at, message, part } = line
      played++
      position = Math.max(position, at - start)
      if (!isPlayed(message)) continue
      // whoever is sent away leaves the clients that are asked: it is asked before, and itself after
      if (message.type === 'disconnect') await handled()
      const audience = [...clients].filter((client) => client.part === part)
      for (const client of audience) client.send(message)
      if (message.type === 'disconnect') await Promise.all(audience.map((client) => client.handled()))
      if (isReached(message)) {
        await handled()
        return message
      }
      if (played % SENT_TOGETHER === 0) await handled()
    }
    await handled()
    return undefined
  }
  const inTurn = createTurns()
  let closing: Promise<void> | undefined
  const paced = <Result>(work: () => Promise<Result>): Promise<Result> =>
    inTurn(() => {
      if (closing !== undefined) throw new TapedeckError('CLOSED', 'this feed is closed')
      return work()
    })
  const end = async (): Promise<void> => {
    await Promise.all(stages.map((stage) => stage.close()))
    server.closeAllConnections()
    if (server.listening) await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  const close = (): Promise<void> => (closing ??= end())

  return {
    url: `http://127.0.0.1:${port}`,
    get position() {
      return position
    },
    received,
    async connected(count = 1, { withinMs = PATIENCE_MS } = {}) {
      checkCount('count', count, 1)
      checkCount('withinMs', withinMs, 1)
      await new Promise<void>((resolve, reject) => {
        const check = (): void => {
          if (clients.size < count) return
          waiting.delete(check)
          stop()
          resolve()
        }
        const stop = after(withinMs, () => {
          waiting.delete(check)
          const there = `${clients.size} of ${count} clients are there after ${withinMs / 1_000} s`
          reject(new TapedeckError('TIMEOUT', `${there}: a namespace of Socket.IO is one each`, { count }))
        })
        waiting.add(check)
        check()
      })
    },
    advance: (span) =>
      paced(async () => {
        const to = position + microsOf(span)
        await play(start + to, () => false)
        position = to
      }),
    step: () => paced(() => play(Infinity, () => true)),
    until: (isReached) =>
      paced(async () => {
        const found = await play(Infinity, isReached)
        if (found !== undefined) return found
        throw new TapedeckError(
          'NEVER_MET',
          `the tape ended, after ${lines.length} messages, before one that was waited for`,
        )
      }),
    drain: () =>
      paced(async () => {
        await play(Infinity, () => false)
      }),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** What the server sent of itself; connecting and acknowledgements answer what a client does. */
function isPlayed({ direction, type }: Message): boolean {
  return direction === 'to-client' && type !== 'connect' && type !== 'acknowledgement'
}

/** Told by the next call that paces, and at once as a warning: a client that waits for its answer may keep the test from that call. */
function note(problems: TapedeckError[], message: string): void {
  problems.push(new TapedeckError('UNRECORDED_REQUEST', message))
  process.emitWarning(message, 'TapedeckReplay')
}

function unrecorded({ event, namespace, arguments: given }: SocketIoEvent): string {
  return `a client asked ${JSON.stringify(event)} of namespace ${namespace} with ${JSON.stringify(given)}, which the tape does not answer; record it anew, or give { match }`
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return (server.address() as AddressInfo).port
}
