/** The whole wiring of a feed server on one screen: a source, a deck, a publisher, the gateways, and a recorder. */

import type { AddressInfo } from 'node:net'
import {
  createScaledClock,
  createVirtualClock,
  createWallClock,
  openDeck,
  type Clock,
  type Deck,
  type VirtualClock,
} from '@tapedeck/deck'
import { micros, TapedeckError, type Micros } from '@tapedeck/protocol'
import { createTapeFile } from '@tapedeck/tape/node'
import type { TapeSummary } from '@tapedeck/tape'
import { parseDuration } from './duration.ts'
import { createHttpGateway } from './gateways/http/gateway.ts'
import { createFeedIo, roomWriter, serveSockets } from './gateways/socket-io/gateway.ts'
import { resolveOptions, type FeedServerOptions, type ResolvedOptions } from './options.ts'
import { createPublisher } from './publisher.ts'
import { createRecorder } from './recorder.ts'
import { openFile, openSimulation, type OpenedSource } from './source.ts'

export interface FeedServer {
  /** `http://host:port` */
  readonly url: string
  readonly port: number
  /** The deck named `live`. */
  readonly deck: Deck
  /** Lets time pass on a virtual clock: milliseconds, or text such as `2.5s`. Rejects with `BAD_OPTION` on another clock. */
  advance(span: number | string): Promise<void>
  /** Ends the recording, the clients' connections, and the server. Answers what was recorded, if anything was. */
  close(): Promise<TapeSummary | undefined>
  [Symbol.asyncDispose](): Promise<void>
}

/** Starts a feed server. Rejects with a TapedeckError; `BAD_OPTION` when every port that it may take is busy. */
export async function startFeedServer(options: FeedServerOptions = {}): Promise<FeedServer> {
  const resolved = resolveOptions(options)
  const { limits, access, log } = resolved
  const opened = await openSource(resolved)
  const clock = chooseClock(resolved, opened)
  const deck = openDeck({ name: 'live', source: opened.source, clock, end: opened.end, digest: opened.digest })
  const decks = new Map([[deck.name, deck]])

  const app = await createHttpGateway({ decks, limits, access, pageFolder: resolved.pageFolder, log })
  const io = createFeedIo(app.server, limits, access)
  const publisher = createPublisher(deck, roomWriter(io), clock.kind === 'virtual' ? 'complete' : 'conflated')
  const { header, history } = opened.source
  const recorder =
    resolved.record === null
      ? undefined
      : createRecorder(
          deck,
          await createTapeFile(resolved.record, header, history, {
            overwrite: resolved.overwrite,
            onError: (error) => log.error(error.message),
          }),
        )
  deck.on({ failed: (error) => log.error(error.message) })
  serveSockets(io, {
    httpServer: app.server,
    decks,
    publishers: new Map([[deck.name, publisher]]),
    limits,
    access,
    log,
    onSubscribed: () => deck.play(),
  })

  const port = await listen(resolved, (candidate) =>
    app.listen({ port: candidate, host: resolved.host }).then(() => undefined),
  )
  const actualPort = (app.server.address() as AddressInfo | null)?.port ?? port
  // a recording waits for its first listener, so that nobody misses its beginning; a live market waits for nobody
  if (resolved.replay === null || resolved.speed === 'max') deck.play()

  let closing: Promise<TapeSummary | undefined> | undefined
  const close = async (): Promise<TapeSummary | undefined> => {
    publisher.close()
    await deck.close()
    const summary = await recorder?.close()
    await io.close()
    await app.close()
    return summary
  }
  const host = resolved.host.includes(':') ? `[${resolved.host}]` : resolved.host
  return {
    url: `http://${host}:${actualPort}`,
    port: actualPort,
    deck,
    advance: (span) => advance(deck, clock, parseDuration(span)),
    close: () => (closing ??= close()),
    async [Symbol.asyncDispose]() {
      await (closing ??= close())
    },
  }
}

function openSource(options: ResolvedOptions): Promise<OpenedSource> | OpenedSource {
  if (options.replay !== null) return openFile(options.replay)
  const { seed, start, symbols, historyBars } = options
  return openSimulation({ seed, start, symbols, historyBars })
}

function chooseClock(options: ResolvedOptions, opened: OpenedSource): Clock | VirtualClock {
  const { start } = opened.source.header
  if (options.clock === 'virtual') return createVirtualClock(start)
  // a start that was asked for runs from there; without one the market is now
  if (options.replay !== null || options.startGiven || options.speed !== 1) return createScaledClock(options.speed)
  return createWallClock()
}

/** Moves a deck on a virtual clock, stopping wherever something was scheduled on the way. */
async function advance(deck: Deck, clock: Clock | VirtualClock, span: number): Promise<void> {
  if (!('moveTo' in clock)) {
    throw new TapedeckError('BAD_OPTION', `advance needs { clock: 'virtual' }; this deck runs on a ${clock.kind} clock`)
  }
  const target: Micros = micros(clock.now() + span)
  await deck.playTo(micros(clock.now()))
  for (let next = clock.nextAt(); next !== undefined && next <= target; next = clock.nextAt()) {
    await deck.playTo(next)
    clock.moveTo(next)
  }
  await deck.playTo(target)
  clock.moveTo(target)
}

/** Ports tried after the one that was asked for. */
const MORE_PORTS = 20

async function listen(options: ResolvedOptions, tryPort: (port: number) => Promise<void>): Promise<number> {
  const last = options.port === 0 || !options.nextPort ? options.port : Math.min(65_535, options.port + MORE_PORTS)
  for (let port = options.port; port <= last; port++) {
    try {
      await tryPort(port)
      return port
    } catch (thrown) {
      const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
      if (code !== 'EADDRINUSE') {
        throw new TapedeckError(
          'BAD_OPTION',
          `cannot listen on ${options.host}:${port} (${String(code)}); choose another --host or --port`,
          { port },
          thrown,
        )
      }
      if (port < last) options.log.info(`port ${port} is busy, trying ${port + 1}`)
    }
  }
  throw new TapedeckError(
    'BAD_OPTION',
    `ports ${options.port} to ${last} are busy on ${options.host}; choose another with --port`,
    {
      from: options.port,
      to: last,
    },
  )
}
