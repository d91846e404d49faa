/** A feed for tests: a real Socket.IO server on a free port that answers as it is told and remembers what it was asked. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import {
  isChannel,
  type Channel,
  type ClientToServerEvents,
  type DeckStatus,
  type ErrorBody,
  type Quote,
  type ServerToClientEvents,
  type Snapshot,
  type SubscribeAnswer,
  type SubscribeRequest,
  type Trade,
} from '@tapedeck/protocol'
import { transportNowMs } from './transport-timers.ts'

const EPOCH = 'epoch-1'

/** What a test can change while the feed runs. */
export interface Script {
  epoch: string
  take: number
  /** The seq of every snapshot. */
  seq: number
  /** Symbols that the feed has; null for any. */
  known: ReadonlySet<string> | null
  /** Answers a subscription instead of the feed; undefined leaves it to the feed, null never answers. */
  subscribe: ((request: SubscribeRequest) => SubscribeAnswer | null | undefined) | undefined
  /** Called right after a subscription was answered, in the same turn. */
  subscribed: (() => void) | undefined
}

export interface ScriptedFeed {
  readonly url: string
  readonly io: Server<ClientToServerEvents, ServerToClientEvents>
  readonly script: Script
  /** Every request but those for the time, in order. */
  readonly asked: { readonly name: string; readonly request: SubscribeRequest }[]
  /** The requests of one name so far. */
  askedFor(name: string): SubscribeRequest[]
  /** Resolves once so many requests of a name have come. */
  until(name: string, count: number): Promise<void>
  /** Cuts every connection as a broken line would. */
  cut(): void
  close(): Promise<void>
}

/** Opens a feed. */
export async function openScriptedFeed(port = 0): Promise<ScriptedFeed> {
  const httpServer = createServer()
  const io: ScriptedFeed['io'] = new Server(httpServer, { serveClient: false })
  const script: Script = { epoch: EPOCH, take: 1, seq: 5, known: null, subscribe: undefined, subscribed: undefined }
  const asked: { name: string; request: SubscribeRequest }[] = []
  const watchers = new Set<() => void>()
  const askedFor = (name: string): SubscribeRequest[] =>
    asked.filter((each) => each.name === name).map((each) => each.request)

  io.on('connection', (socket) => {
    socket.onAny((name: string, request: SubscribeRequest) => {
      // every client asks for the time; no test is about it
      if (name === 'clock') return
      asked.push({ name, request })
      watchers.forEach((check) => check())
    })
    socket.on('subscribe', (request, acknowledge) => {
      const answer = script.subscribe?.(request)
      if (answer === null) return
      acknowledge(answer ?? answerOf(script, request))
      script.subscribed?.()
    })
    socket.on('unsubscribe', (request, acknowledge) => acknowledge({ ok: true, removed: request.symbols.length }))
    socket.on('clock', (_request, acknowledge) => acknowledge({ ok: true, wall: transportNowMs() * 1_000 }))
    socket.on('instruments', (_request, acknowledge) => {
      acknowledge({ ok: true, epoch: script.epoch, take: script.take, instruments: [] })
    })
  })
  await new Promise<void>((resolve) => httpServer.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`,
    io,
    script,
    asked,
    askedFor,
    until: (name, count) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (askedFor(name).length < count) return
          watchers.delete(check)
          resolve()
        }
        watchers.add(check)
        check()
      }),
    cut: () => io.sockets.sockets.forEach((socket) => socket.conn.close()),
    close: () => io.close(),
  }
}

/** Answers as a feed server does: atomic, and a refusal names every unknown symbol. */
function answerOf(script: Script, request: SubscribeRequest): SubscribeAnswer {
  const problems = request.symbols.flatMap((symbol) =>
    script.known?.has(symbol) === false ? [unknownSymbol(symbol)] : [],
  )
  const [first] = problems
  if (first !== undefined) {
    const code = problems.length === 1 ? first.code : 'BAD_SUBSCRIPTION'
    return { ok: false, error: { code, message: 'nothing was joined', details: { problems, count: problems.length } } }
  }
  const { epoch, take, seq } = script
  const snapshots = request.symbols.flatMap((symbol) =>
    request.channels.map((channel) => snapshotOf(symbol, channel, seq)),
  )
  return { ok: true, deck: request.deck ?? 'live', epoch, take, snapshots }
}

function unknownSymbol(symbol: string): ErrorBody & { readonly symbol: string } {
  return { code: 'UNKNOWN_SYMBOL', message: `symbol ${symbol} is not in the instrument table`, symbol }
}

function snapshotOf(symbol: string, channel: Channel, seq: number): Snapshot {
  if (!isChannel(channel)) throw new Error(`the test asked for the channel ${String(channel)}`)
  if (channel === 'quote') return { channel, symbol, seq, data: quoteAt(symbol, seq) }
  if (channel === 'trade') return { channel, symbol, seq, data: [tradeAt(symbol, seq - 1), tradeAt(symbol, seq)] }
  return { channel, symbol, seq, data: null }
}

export function quoteAt(symbol: string, seq: number): Quote {
  return { symbol, bid: seq, bidSize: 1, ask: seq + 1, askSize: 1, seq, ts: seq, tsRecv: seq }
}

export function tradeAt(symbol: string, seq: number): Trade {
  return {
    symbol,
    tradeId: seq,
    price: seq,
    size: 1,
    aggressorSide: 'buy',
    condition: 'regular',
    seq,
    ts: seq,
    tsRecv: seq,
  }
}

export function deckAt(take: number, deck = 'live'): DeckStatus {
  return {
    deck,
    state: 'playing',
    epoch: EPOCH,
    take,
    position: 0,
    wall: 0,
    speed: 1,
    driver: null,
    span: { from: 0, to: null },
    source: { kind: 'simulator', name: 'scripted', tapeId: 'scripted' },
    loop: null,
    markers: [],
    events: 0,
    digest: null,
  }
}
