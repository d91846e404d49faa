/** Requests and their answers: one promise each, settled by the answer, by a lost connection, or by time. */

import { TapedeckError, type ClientEvent, type ClientToServerEvents, type ErrorBody } from '@tapedeck/protocol'
import type { Connection } from './connection.ts'
import type { ResolvedOptions } from './options.ts'

type RequestOf<Name extends ClientEvent> = Parameters<ClientToServerEvents[Name]>[0]
type AnswerOf<Name extends ClientEvent> = Parameters<Parameters<ClientToServerEvents[Name]>[1]>[0]
/** What the server answers to a request that it does not refuse. */
export type Granted<Name extends ClientEvent> = Extract<AnswerOf<Name>, { readonly ok: true }>

/** What becomes of a request: one of these is called, once. */
export interface Heard<Name extends ClientEvent> {
  granted(answer: Granted<Name>): void
  refused(error: TapedeckError): void
}

export interface Requests {
  /**
   * Asks, and answers what was granted. Without a connection it waits for one, as long as an answer may take. Rejects with
   * a TapedeckError: what the server says, `TIMEOUT`, `DISCONNECTED` or `CLOSED`.
   */
  ask<Name extends ClientEvent>(name: Name, request: RequestOf<Name>): Promise<Granted<Name>>
  /**
   * The same without a promise: the answer is heard before any event that the server sent after it. A promise would be
   * settled behind those that came in the same frame.
   */
  send<Name extends ClientEvent>(name: Name, request: RequestOf<Name>, heard: Heard<Name>): void
  /** Rejects everything that still waits with `CLOSED`. */
  close(): void
}

/** The part of the socket that requests use, without the types of each event: TypeScript cannot follow them through `timeout`. */
interface Asker {
  emit(name: string, request: unknown, acknowledge: (error: Error | null, answer: unknown) => void): void
}

/** Creates the requests of a connection. */
export function createRequests(connection: Connection, url: string | undefined, options: ResolvedOptions): Requests {
  const { socket } = connection
  const { timeoutMs } = options
  const waiting = new Set<(error: TapedeckError) => void>()

  /** Why no answer came. Socket.IO tells it in words alone, so what counts is whether the connection stands. */
  const failure = (name: ClientEvent, connectedAtStart: boolean): TapedeckError => {
    const place = url ?? 'the server'
    if (socket.connected) {
      return new TapedeckError('TIMEOUT', `${place} did not answer ${name} within ${timeoutMs} ms; ask again`, {
        event: name,
        timeoutMs,
      })
    }
    const reason = connectedAtStart ? 'was lost before the answer came' : `could not be made within ${timeoutMs} ms`
    return new TapedeckError('DISCONNECTED', `${name}: the connection to ${place} ${reason}; ask again`, {
      event: name,
    })
  }

  const send = <Name extends ClientEvent>(name: Name, request: RequestOf<Name>, heard: Heard<Name>): void => {
    if (connection.state === 'closed') {
      heard.refused(closedError())
      return
    }
    const connectedAtStart = socket.connected
    const refuse = (error: TapedeckError): void => heard.refused(error)
    waiting.add(refuse)
    const asker = socket.timeout(timeoutMs) as unknown as Asker
    asker.emit(name, request, (error, answer) => {
      if (!waiting.delete(refuse)) return
      if (error !== null) {
        refuse(failure(name, connectedAtStart))
        return
      }
      if (isGranted<Name>(answer)) heard.granted(answer)
      else refuse(refusalOf(name, answer))
    })
  }

  return {
    send,
    ask: (name, request) =>
      new Promise((resolve, reject) => {
        send(name, request, { granted: resolve, refused: reject })
      }),
    close() {
      const refused = [...waiting]
      waiting.clear()
      refused.forEach((refuse) => refuse(closedError()))
    },
  }
}

/** The error of whatever is asked of a closed client. */
export function closedError(): TapedeckError {
  return new TapedeckError('CLOSED', 'this client is closed; connect a new one')
}

function isGranted<Name extends ClientEvent>(answer: unknown): answer is Granted<Name> {
  return typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === true
}

function refusalOf(name: ClientEvent, answer: unknown): TapedeckError {
  if (typeof answer === 'object' && answer !== null && 'error' in answer && isErrorBody(answer.error)) {
    const { code, message, details } = answer.error
    return new TapedeckError(code, message, details)
  }
  return new TapedeckError('INTERNAL', `the answer to ${name} is not of the protocol`, {
    event: name,
  })
}

const CODE_PATTERN = /^[A-Z_]+$/

/** Whether a value has the form of an error. Its code may be one that a newer server has: a list of all would also be much of what the SDK weighs. */
export function isErrorBody(value: unknown): value is ErrorBody {
  if (typeof value !== 'object' || value === null || !('code' in value) || !('message' in value)) return false
  const { code, message } = value
  return typeof code === 'string' && CODE_PATTERN.test(code) && typeof message === 'string'
}
