/** The whole wiring of a feed server on one screen: a source, a deck, a publisher, the gateways, and a recorder. */

import { stat } from 'node:fs/promises'
import {
  beginningOf,
  createRecorder,
  createScaledClock,
  createVirtualClock,
  createWallClock,
  openDeck,
  type Clock,
  type Deck,
  type Recorder,
  type VirtualClock,
} from '@tapedeck/deck'
import { micros, TapedeckError, type Micros } from '@tapedeck/protocol'
import type { ScenarioInput } from '@tapedeck/simulator'
import type { TapeSummary } from '@tapedeck/tape'
import { createTapeFile } from '@tapedeck/tape/node'
import { createAdvance } from './advance.ts'
import { knowConnections } from './connections.ts'
import { Decks } from './decks/decks.ts'
import { createRights } from './decks/rights.ts'
import { addApiDocs } from './gateways/http/api-docs/api-docs-routes.ts'
import { collectRoutes } from './gateways/http/api-docs/operation.ts'
import { addDeckRoutes } from './gateways/http/deck-routes.ts'
import { createHttpGateway } from './gateways/http/gateway.ts'
import { addQuoteRoute } from './gateways/http/quote-route.ts'
import { addRecordingRoutes } from './gateways/http/recording-routes.ts'
import { addRoutes } from './gateways/http/routes.ts'
import { addTapeRoutes } from './gateways/http/tape-routes.ts'
import { addEventStream } from './gateways/plain/event-stream.ts'
import { PlainClients } from './gateways/plain/plain-clients.ts'
import { servePlainSockets } from './gateways/plain/websocket.ts'
import { createFeedIo, RECORDINGS_ROOM, serveSockets } from './gateways/socket-io/gateway.ts'
import { dropSlowClients } from './gateways/socket-io/slow-clients.ts'
import { tellReset } from './gateways/socket-io/tell-reset.ts'
import { listen } from './listen.ts'
import { resolveOptions, type FeedServerOptions, type ResolvedOptions } from './options.ts'
import type { FollowedTopic } from './fan-out/topics.ts'
import { createPublisher, type Publisher } from './publisher.ts'
import { createRecordingRequests } from './recording-requests.ts'
import { NO_DATA, openServerData, type ServerData } from './server-data.ts'
import { Admission } from './security/admission.ts'
import { createAuthentication } from './security/authentication.ts'
import { createJwtCheck } from './security/jwt.ts'
import { openSimulation, startScenario } from './simulation.ts'
import { after, yieldToTransport } from './transport-timers.ts'
import { openFile, openTape, type OpenedSource } from './source.ts'

const STOPPING = {
  code: 'SERVER_STOPPING',
  message: 'the server is being stopped; connect again in a moment',
} as const

/** A client that is told goodbye has so long to answer. One that lost its line never will. */
const GOODBYE_MS = 1_000

export interface FeedServer {
  /** `http://host:port` */
  readonly url: string
  readonly port: number
  /** The deck named `live`. */
  readonly deck: Deck
  /**
   * Starts a scenario in the simulated market, now or at a later tape time: a name such as `flash-crash:MSFT`, a JSON file, or the scenario
   * itself. It stands on the tape as a marker. Rejects with `UNKNOWN_SCENARIO`, `BAD_SCENARIO` or `BAD_OPTION`, and starts nothing.
   */
  startScenario(scenario: string | ScenarioInput, at?: Micros): Promise<void>
  /**
   * Lets time pass on a virtual clock: milliseconds, or text such as `2.5s`. It waits while more is under way to a client than it has room for; with `isUnpaced`
   * for nobody. Rejects with `BAD_OPTION` on another clock.
   */
  advance(span: number | string, isUnpaced?: boolean): Promise<void>
  /**
   * Publishes what waits, and resolves when every client has handled it, and the snapshots of what it subscribed to meanwhile: the SDK when its listeners and what `onBarrier` was given have run, a stock client
   * after two rounds of pings, a plain WebSocket after one; of server-sent events it can only be known that they were written.
   */
  handled(): Promise<void>
  /** What clients are subscribed to now, of the deck named `live`. */
  subscriptions(): readonly FollowedTopic[]
  /** Ends the recording, the clients' connections, and the server. Answers what was recorded, if anything was. */
  close(): Promise<TapeSummary | undefined>
  [Symbol.asyncDispose](): Promise<void>
}

/** Starts a feed server. Rejects with a TapedeckError; `BAD_OPTION` when every port that it may take is busy. */
export async function startFeedServer(options: FeedServerOptions = {}): Promise<FeedServer> {
  const resolved = resolveOptions(options)
  const { limits, access, log } = resolved
  await refuseOneFileTwice(resolved)
  const opened = await openSource(resolved)
  const { source } = opened
  if (opened.remark !== undefined) log.info(opened.remark)
  const clock = chooseClock(resolved, opened)
  const deck = openDeck({ name: 'live', source, clock, end: opened.end, createDigest: opened.createDigest })

  let live: Publisher | undefined
  let ready = false
  const isReady = (): boolean => ready
  let data: ServerData = NO_DATA
  const rights = createRights(resolved.host, resolved.token, resolved.jwt !== null)
  const checkJwt = resolved.jwt === null ? null : await createJwtCheck(resolved.jwt, log)
  const authentication = createAuthentication(checkJwt, resolved.token)
  const { addresses } = resolved
  const admission = new Admission({ access, addresses, limits, isReady })
  const app = createHttpGateway({ limits, access, addresses, admission, authentication, log })
  const endConnections = knowConnections(app.server)
  const routes = collectRoutes(app)
  const io = createFeedIo(app.server, limits, access, admission)
  const recordings = createRecordingRequests(
    () => data.library,
    (recording) => void io.to(RECORDINGS_ROOM).emit('recording', recording),
  )
  const decks = new Decks({
    live: deck,
    limits,
    log,
    sources: {
      library: () => data.library,
      rolling: () => data.rolling,
      market: resolved,
    },
    publish: (each) => {
      const delivery = each.clock.kind === 'virtual' ? 'complete' : 'conflated'
      const publisher = createPublisher(each, delivery, () => {
        tellReset(io, each, limits.snapshotTrades)
        plainClients.reset(each)
      })
      if (each === deck) live = publisher
      return publisher
    },
    isConnected: (client) => io.sockets.sockets.has(client),
    onClosing: async (each) => data.library?.stopAll(each),
  })
  // only a recording that waits for its first listener is started by being listened to
  const onSubscribed = (name: string): void => {
    if (name === deck.name) deck.play()
  }
  const plainClients = new PlainClients({ decks, limits, onSubscribed })
  const closePlainSockets = servePlainSockets(app.server, {
    clients: plainClients,
    limits,
    admission,
    authentication,
    log,
  })
  addEventStream(app, { clients: plainClients, admission, authentication, limits })
  addQuoteRoute(app, { decks, clients: plainClients, admission })
  await addRoutes(app, { decks, limits, keptBars: () => data.bars, pageFolder: resolved.pageFolder })
  addDeckRoutes(app, decks, rights)
  addRecordingRoutes(app, { decks, recordings, rights, limits })
  addTapeRoutes(app, { library: () => data.library, rolling: () => data.rolling, limits })
  addApiDocs(app, routes, limits)
  let recorder: Recorder | undefined
  const close = async (): Promise<TapeSummary | undefined> => {
    // told first, so that nobody takes it for a fault
    io.emit('notice', STOPPING)
    plainClients.tellAll('notice', STOPPING)
    await yieldToTransport()
    io.disconnectSockets(true)
    closePlainSockets()
    await decks.closeAll()
    try {
      await data.close()
      return await recorder?.close()
    } finally {
      const closed = io.close()
      // a connection that never asked for anything, as browsers open them, would be waited for
      app.server.closeAllConnections()
      const stopWaiting = after(GOODBYE_MS, endConnections)
      await closed
      stopWaiting()
      await app.close()
    }
  }

  let port: number
  try {
    port = await listen(app, resolved)
    // only a server that listens touches files, so that a failed start leaves none behind and replaces none
    recorder = await openRecorder(deck, resolved)
    data = await openServerData(deck, resolved)
  } catch (thrown) {
    await close()
    throw thrown
  }
  deck.on({
    failed: (error) => log.error(error.message),
    status: () => void dropSlowClients(io, limits.maxQueuedBytes, log),
  })
  serveSockets(io, {
    decks,
    recordings,
    rights,
    authentication,
    limits,
    log,
    onSubscribed,
  })
  ready = true
  // a recording waits for its first listener, so that nobody misses its beginning; a live market waits for nobody
  const isRecorded = resolved.replay !== null || resolved.tape !== null
  if (!isRecorded || resolved.speed === 'max') deck.play()

  let closing: Promise<TapeSummary | undefined> | undefined
  const host = resolved.host.includes(':') ? `[${resolved.host}]` : resolved.host
  return {
    url: `http://${host}:${port}`,
    port,
    deck,
    startScenario: (scenario, at) =>
      startScenario(opened.simulation, scenario, () => at ?? micros(deck.status().position + 1)),
    advance: createAdvance(deck, clock, () => decks.following.room()),
    handled: () => decks.following.handled(),
    subscriptions: () => live?.followed ?? [],
    close: () => (closing ??= close()),
    async [Symbol.asyncDispose]() {
      await (closing ??= close())
    },
  }
}

async function openRecorder(deck: Deck, options: ResolvedOptions): Promise<Recorder | undefined> {
  const { record, overwrite, log } = options
  if (record === null) return undefined
  const onError = (error: TapedeckError): void => log.error(error.message)
  const { header, history, opening, bars } = beginningOf(deck)
  return createRecorder(deck, await createTapeFile(record, header, history, { overwrite, opening, bars, onError }))
}

/** Recording over the tape that is being played would destroy it. */
async function refuseOneFileTwice({ record, replay }: ResolvedOptions): Promise<void> {
  if (record === null || replay === null) return
  const [one, other] = await Promise.all([record, replay].map((path) => stat(path).catch(() => undefined)))
  if (one !== undefined && one.dev === other?.dev && one.ino === other.ino) {
    throw new TapedeckError('BAD_OPTION', `--record and --replay name the same file ${record}; record to another one`, {
      record,
    })
  }
}

function openSource(options: ResolvedOptions): Promise<OpenedSource> | OpenedSource {
  if (options.replay !== null) return openFile(options.replay)
  if (options.tape !== null) return openTape(options.tape)
  return openSimulation(options)
}

function chooseClock(options: ResolvedOptions, { source, isStartChosen }: OpenedSource): Clock | VirtualClock {
  if (options.clock === 'virtual') return createVirtualClock(source.header.start)
  // a start that was asked for runs from there; without one the market is now
  if (isStartChosen || options.speed !== 1) return createScaledClock(options.speed)
  return createWallClock()
}
