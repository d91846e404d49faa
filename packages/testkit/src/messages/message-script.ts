/** What a tape of messages says to whom: who connects where plays which recorded connection, and what its requests are answered. */

import { isDeepStrictEqual } from 'node:util'
import type { Message, SocketIoEvent } from './message.ts'
import type { TapedMessage } from './message-tape.ts'

/** Whether a request is the one that was recorded. */
export type RequestMatch = (recorded: SocketIoEvent, asked: SocketIoEvent) => boolean

/** By default: the same event with the same arguments. */
export const sameRequest: RequestMatch = (recorded, asked) =>
  recorded.event === asked.event && isDeepStrictEqual(recorded.arguments, asked.arguments)

interface RecordedRequest {
  readonly request: SocketIoEvent
  /** Undefined where it was never answered. */
  answer: readonly unknown[] | undefined
  isUsed: boolean
}

/** A namespace of a recorded Socket.IO connection, or a recorded WebSocket. */
export interface Part {
  readonly messages: readonly TapedMessage[]
  readonly requests: readonly RecordedRequest[]
}

/** Where clients come in: a namespace of Socket.IO, or the path of a WebSocket. */
interface Door {
  readonly parts: Part[]
  entered: number
}

export interface MessageScript {
  /** In tape order, with the part that it belongs to. */
  readonly lines: readonly { readonly at: number; readonly message: Message; readonly part: Part }[]
  readonly namespaces: readonly string[]
  /** The part of the next client at a door: that of the recorded connections in their order, and the last one again. Undefined: no such door. */
  enter(transport: Message['transport'], place: string): Part | undefined
  /** What a request of a client was answered; `unknown` where no such request was recorded. */
  answerTo(part: Part, asked: SocketIoEvent): { readonly answer: readonly unknown[] | undefined } | 'unknown'
}

export function createScript(tape: readonly TapedMessage[], match: RequestMatch): MessageScript {
  const doors = new Map<string, Door>()
  const parts = new Map<string, { messages: TapedMessage[]; requests: RecordedRequest[] }>()
  const namespaces = new Set<string>()
  /** The path of each recorded WebSocket. */
  const paths = new Map<number, string>()

  const lines = tape.map((taped) => {
    const { message, at } = taped
    if (message.transport === 'websocket' && message.type === 'connect') paths.set(message.connection, message.path)
    const place = message.transport === 'socket.io' ? message.namespace : (paths.get(message.connection) ?? '/')
    const door = doorName(message.transport, place)
    const key = `${message.connection} ${door}`
    let part = parts.get(key)
    if (part === undefined) {
      part = { messages: [], requests: [] }
      parts.set(key, part)
      const known = doors.get(door)
      if (known === undefined) doors.set(door, { parts: [part], entered: 0 })
      else known.parts.push(part)
    }
    if (message.transport === 'socket.io') namespaces.add(message.namespace)
    part.messages.push(taped)
    noteRequest(part.requests, message)
    return { at, message, part }
  })

  return {
    lines,
    namespaces: [...namespaces],
    enter(transport, place) {
      const door = doors.get(doorName(transport, place))
      if (door === undefined) return undefined
      door.entered++
      return door.parts[Math.min(door.entered, door.parts.length) - 1]
    },
    answerTo(part, asked) {
      const door = doors.get(doorName('socket.io', asked.namespace))
      const everywhere = [part, ...(door?.parts ?? [])].flatMap(({ requests }) => requests)
      const matching = everywhere.filter(({ request }) => match(request, asked))
      const found = matching.find(({ isUsed }) => !isUsed) ?? matching.at(-1)
      if (found === undefined) return 'unknown'
      found.isUsed = true
      return found
    },
  }
}

function doorName(transport: Message['transport'], place: string): string {
  return `${transport} ${place}`
}

function noteRequest(requests: RecordedRequest[], message: Message): void {
  if (message.transport !== 'socket.io') return
  if (message.type === 'event' && message.direction === 'from-client' && message.acknowledgement !== null) {
    requests.push({ request: message, answer: undefined, isUsed: false })
  } else if (message.type === 'acknowledgement' && message.direction === 'to-client') {
    const asked = requests.find(({ request }) => request.acknowledgement === message.acknowledgement)
    if (asked !== undefined) asked.answer = message.arguments
  }
}
