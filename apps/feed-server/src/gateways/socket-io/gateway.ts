/** The Socket.IO face: requests of any stock client, each answered, none able to harm another. */

import type { Server as HttpServer } from 'node:http'
import { Server, type Socket } from 'socket.io'
import type { z } from 'zod'
import {
  BATCH_ENCODING,
  CLIENT_EVENTS,
  TapedeckError,
  toErrorBody,
  type ClientEvent,
  type ClientToServerEvents,
  type ClockAnswer,
  type DeckCloseAnswer,
  type DeckControlAnswer,
  type DeckOpenAnswer,
  type InstrumentsAnswer,
  type Limits,
  type Recording,
  type RecordingAnswer,
  type RecordingsAnswer,
  type Refused,
  type ServerToClientEvents,
  type SubscribeAnswer,
  type UnsubscribeAnswer,
} from '@tapedeck/protocol'
import {
  deckCloseRequestSchema,
  deckControlRequestSchema,
  deckOpenRequestSchema,
  emptyRequestSchema,
  historyRequestSchema,
  instrumentsRequestSchema,
  parseRequest,
  recordingChangeRequestSchema,
  recordingRequestSchema,
  recordingStartRequestSchema,
  subscribeRequestSchema,
  unsubscribeRequestSchema,
} from '@tapedeck/protocol/schemas'
import type { AccessRules } from '../../access.ts'
import { readBars } from '../../bars.ts'
import type { Decks } from '../../decks/decks.ts'
import type { Rights } from '../../decks/rights.ts'
import type { Log } from '../../log.ts'
import type { RecordingRequests } from '../../recording-requests.ts'
import { deckRoom, subscriptionOf } from '../../rooms.ts'
import type { Admission } from '../../security/admission.ts'
import type { Authentication } from '../../security/authentication.ts'
import type { Session } from '../../security/session.ts'
import { checkCount, checkSelection, instrumentsOf } from '../../subscriptions.ts'
import { createTokenBucket, wallNow } from '../../transport-timers.ts'
import { EngineOutlet } from './engine-outlet.ts'
import { authenticate, openSessions } from './sessions.ts'

export type FeedIo = Server<ClientToServerEvents, ServerToClientEvents>
export type FeedSocket = Socket<ClientToServerEvents, ServerToClientEvents>

/** The room of everyone who has asked for the list of recordings. */
export const RECORDINGS_ROOM = 'recordings'

export interface SocketGatewayOptions {
  readonly decks: Decks
  readonly recordings: RecordingRequests
  readonly rights: Rights
  readonly authentication: Authentication
  readonly limits: Limits
  readonly log: Log
  /** Called after a client has joined something of a deck. */
  readonly onSubscribed: (deck: string) => void
}

/** Creates the Socket.IO server with the settings of a public feed (why each: docs/decisions/005-socket-io-settings.md). */
export function createFeedIo(
  httpServer: HttpServer,
  limits: Limits,
  access: AccessRules,
  admission: Admission,
): FeedIo {
  const io: FeedIo = new Server(httpServer, {
    serveClient: false,
    // lets allowed pages read the answers of long polling; whether they may ask is decided below
    cors: { origin: [...access.allowOrigins] },
    maxHttpBufferSize: limits.maxMessageBytes,
    pingInterval: 5_000,
    pingTimeout: 10_000,
    connectTimeout: 10_000,
    perMessageDeflate: false,
    allowRequest(request, decide) {
      try {
        admission.checkHandshake(request)
        decide(null, true)
      } catch (thrown) {
        decide(toErrorBody(thrown).code, false)
      }
    },
  })
  io.engine.on('connection', (connection: FeedSocket['conn']) => {
    connection.once('close', admission.enter(connection.request))
  })
  return io
}

/** Starts to answer clients. */
export function serveSockets(io: FeedIo, options: SocketGatewayOptions): void {
  const outlets = new Map<string, EngineOutlet>()
  const outletOf = (id: string): EngineOutlet | undefined => {
    const known = outlets.get(id)
    const socket = known === undefined ? io.sockets.sockets.get(id) : undefined
    if (socket === undefined) return known
    const outlet = new EngineOutlet(socket.conn, isBatched(socket) ? () => askBarrier(socket) : undefined)
    outlets.set(id, outlet)
    return outlet
  }
  // rooms are the truth of membership; publishers keep an index of them
  const { adapter } = io.sockets
  adapter.on('join-room', (room: string, id: string) => {
    options.decks.following.joinedRoom(room, id, () => outletOf(id))
  })
  adapter.on('leave-room', (room: string, id: string) => {
    options.decks.following.leftRoom(room, id)
  })
  const sessionOf = openSessions(io, options.authentication)
  io.on('connection', (socket) => {
    if (options.decks.isClosed) {
      // it knocked before, and comes back to the next server
      socket.disconnect(true)
      return
    }
    const session = sessionOf(socket)
    const requests = answers(socket, session, options)
    const bucket = createTokenBucket(options.limits.maxMessagesPerSecond, options.limits.maxMessageBurst)
    // one place hears every event, so that an unknown one, a flood and a missing acknowledgement are all answered
    socket.onAny((name: unknown, ...parameters: unknown[]) => {
      const last = parameters.at(-1)
      const acknowledge = typeof last === 'function' ? (last as (answer: unknown) => void) : undefined
      const refuse = (thrown: unknown): void => {
        const error = toErrorBody(thrown)
        if (error.code === 'INTERNAL') options.log.error('a request failed', { event: String(name), thrown })
        if (acknowledge !== undefined) acknowledge({ ok: false, error } satisfies Refused)
        else socket.emit('notice', error)
      }
      try {
        if (!bucket.take()) {
          throw new TapedeckError(
            'LIMIT_RATE',
            `more than ${options.limits.maxMessagesPerSecond} messages a second; put several symbols into one subscribe`,
            { maxMessagesPerSecond: options.limits.maxMessagesPerSecond },
          )
        }
        if (!isClientEvent(name)) {
          throw new TapedeckError(
            'UNKNOWN_EVENT',
            `event ${JSON.stringify(String(name).slice(0, 40))} is not one of ${CLIENT_EVENTS.join(', ')}`,
          )
        }
        const answered = requests[name](acknowledge === undefined ? parameters[0] : parameters.at(-2))
        if (answered instanceof Promise) {
          answered.then((answer: unknown) => acknowledge?.(answer), refuse)
          return
        }
        const { answer, joined } = answered
        acknowledge?.(answer)
        // after the answer, so that a tape that waits for its first listener starts behind the snapshot
        if (joined !== undefined) options.onSubscribed(joined)
      } catch (thrown) {
        refuse(thrown)
      }
    })
    socket.on('disconnect', () => {
      outlets.delete(socket.id)
      options.decks.left(socket.id)
    })
    const deck = options.decks.seenBy(socket.id, session.allows).find()
    void socket.join(deckRoom(deck.name))
    socket.emit('deck', { ...deck.status(), you: socket.id })
  })
}

/** Whether a client reads batches: it says so at the handshake. */
function isBatched({ handshake }: FeedSocket): boolean {
  return handshake.auth['encoding'] === BATCH_ENCODING
}

/** Resolves when a client of the SDK says that its listeners have run, or is gone. */
function askBarrier(socket: FeedSocket): Promise<void> {
  return new Promise((resolve) => {
    if (!socket.connected) resolve()
    const done = (): void => {
      socket.off('disconnect', done)
      resolve()
    }
    socket.once('disconnect', done)
    socket.emit('barrier', done)
  })
}

function isClientEvent(name: unknown): name is ClientEvent {
  return (CLIENT_EVENTS as readonly unknown[]).includes(name)
}

/** An answer, and the deck that was joined by it. */
interface Answered<Answer> {
  readonly answer: Answer
  readonly joined?: string
}

/** What each request does for one client; thrown errors become its answer. */
function answers(
  socket: FeedSocket,
  session: Session,
  options: SocketGatewayOptions,
): Record<ClientEvent, (request: unknown) => Answered<unknown> | Promise<unknown>> {
  const { limits, recordings, rights } = options
  const asker = socket.id
  const decks = options.decks.seenBy(asker, session.allows)
  // rooms are the truth of membership; two of them are not subscriptions: the socket's own and the deck's
  const subscriptionCount = (): number => [...socket.rooms].filter((room) => subscriptionOf(room) !== undefined).length
  const changing = <Input, Answer>(
    schema: z.ZodType<Input>,
    work: (request: Input) => Promise<Answer>,
  ): ((request: unknown) => Promise<Answer>) => {
    return async (request) => {
      const { token } = socket.handshake.auth
      rights.check(typeof token === 'string' ? token : undefined, session.grant)
      return work(parseRequest(schema, request))
    }
  }

  return {
    subscribe(request): Answered<SubscribeAnswer> {
      const asked = parseRequest(subscribeRequestSchema, request)
      const selection = checkSelection(decks, asked)
      const { deck, instruments, channels } = selection
      const names = options.decks.following.roomNames(deck)
      const rooms = instruments.flatMap(({ symbol }) => channels.map((channel) => names.of(channel, symbol)))
      const added = rooms.filter((room) => !socket.rooms.has(room)).length
      checkCount(subscriptionCount(), added, limits)
      // snapshot and join are one synchronous step: what waits is published before, what comes is newer than the snapshot
      const plain = options.decks.following.snapshotsFor(selection, asked.resume)
      const snapshots = isBatched(socket) ? options.decks.following.withTopics(deck, plain) : plain
      void socket.join([deckRoom(deck.name), ...rooms])
      options.decks.following.refreshed(selection, asker, asked.maxRate)
      const { epoch } = deck.header
      return { answer: { ok: true, deck: deck.name, epoch, take: deck.take, snapshots }, joined: deck.name }
    },
    unsubscribe(request): Answered<UnsubscribeAnswer> {
      const { deck, instruments, channels } = checkSelection(decks, parseRequest(unsubscribeRequestSchema, request))
      const names = options.decks.following.roomNames(deck)
      const rooms = instruments.flatMap(({ symbol }) => channels.map((channel) => names.of(channel, symbol)))
      const held = rooms.filter((room) => socket.rooms.has(room))
      if (held.length === 0) {
        throw new TapedeckError(
          'NOT_SUBSCRIBED',
          'nothing of this is subscribed to; see the answer of subscribe for what is',
        )
      }
      held.forEach((room) => void socket.leave(room))
      return { answer: { ok: true, removed: held.length } }
    },
    history: (request) => readBars(decks, limits, parseRequest(historyRequestSchema, request)),
    instruments(request): Answered<InstrumentsAnswer> {
      const deck = decks.find(parseRequest(instrumentsRequestSchema, request ?? {}).deck)
      const { epoch } = deck.header
      return { answer: { ok: true, epoch, take: deck.take, instruments: instrumentsOf(decks, deck) } }
    },
    clock(request): Answered<ClockAnswer> {
      parseRequest(emptyRequestSchema, request ?? {})
      return { answer: { ok: true, wall: wallNow() } }
    },
    authenticate: (request) => authenticate(socket, session, request),
    'deck:open': changing(deckOpenRequestSchema, async (request): Promise<DeckOpenAnswer> => {
      const status = await options.decks.open(asker, request)
      // whoever opens it follows it: its status comes from now on
      void socket.join(deckRoom(status.deck))
      return { ok: true, deck: status.deck, status }
    }),
    'deck:control': changing(deckControlRequestSchema, async (request): Promise<DeckControlAnswer> => {
      return { ok: true, status: await options.decks.control(asker, request) }
    }),
    'deck:close': changing(deckCloseRequestSchema, async (request): Promise<DeckCloseAnswer> => {
      await options.decks.close(asker, request.deck)
      return { ok: true }
    }),
    recordings(request): Answered<RecordingsAnswer> {
      parseRequest(emptyRequestSchema, request ?? {})
      // from now on it hears what becomes of them
      void socket.join(RECORDINGS_ROOM)
      return { answer: { ok: true, recordings: recordings.list() } }
    },
    'recording:start': changing(recordingStartRequestSchema, (request) => answered(recordings.start(decks, request))),
    'recording:stop': changing(recordingRequestSchema, ({ id }) => answered(recordings.stop(id))),
    'recording:change': changing(recordingChangeRequestSchema, (request) => answered(recordings.change(request))),
    'recording:delete': changing(recordingRequestSchema, ({ id }) => answered(recordings.delete(id))),
  }
}

async function answered(recording: Promise<Recording>): Promise<RecordingAnswer> {
  return { ok: true, recording: await recording }
}
