// @ts-check
/** A server of bench/fanout.mjs, in a process of its own, or beside a broker that is one. Tells its port, and what CPU it took between two questions. */

import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { startBroker } from './brokers.mjs'
import { pace, quoteOf, symbolsOf } from './quotes.mjs'

const [kind = '', mode = 'aligned', count = '20'] = process.argv.slice(2)
const symbols = symbolsOf(Number(count))
const wallMicros = () => Math.round((performance.timeOrigin + performance.now()) * 1_000)

/** What the process has used so far: microseconds of CPU, bytes of memory. @type {() => { cpu: number, memory: number }} */
let used = () => {
  const { user, system } = process.cpuUsage()
  return { cpu: user + system, memory: process.memoryUsage().rss }
}

const SERVERS = /** @type {Record<string, () => Promise<number>>} */ ({
  tapedeck,
  'socket.io': stock,
  ws: plain,
  floor: () => floor(jsonFrames),
  'floor-batch': () => floor(batchFrame),
  'nats-server': () => broker('nats-server'),
  mosquitto: () => broker('mosquitto'),
})
const start = SERVERS[kind]
if (start === undefined) throw new Error(`there is no server ${kind}`)
const port = await start()
process.send?.({ port })
let before = used().cpu
process.on('message', (/** @type {any} */ message) => {
  if (message.do === 'begin') before = used().cpu
  else {
    const { cpu, memory } = used()
    process.send?.({ cpu: cpu - before, memory })
  }
})

/** The feed server on a market that quotes as the others do. */
async function tapedeck() {
  const { startFeedServer } = await import('@tapedeck/feed-server')
  const { writeQuotes } = await import('./tape.mjs')
  const server = await startFeedServer({
    port: 0,
    pageFolder: null,
    replay: await writeQuotes(symbols, mode === 'spread' || mode === 'still' ? mode : 'aligned'),
    speed: 1,
    limits: {
      maxConnections: 20_000,
      maxConnectionsPerAddress: 20_000,
      maxHandshakeBurstPerAddress: 20_000,
      maxRequestsPerSecondPerAddress: 20_000,
      maxRequestBurstPerAddress: 20_000,
      maxSubscriptionsPerClient: 10_000,
    },
  })
  return server.port
}

/** Socket.IO as its documentation shows it: a room for each symbol, an emit for each update. */
async function stock() {
  const { Server } = await import('socket.io')
  const http = createServer()
  const io = new Server(http, { serveClient: false, pingInterval: 5_000, perMessageDeflate: false })
  io.on('connection', (socket) => {
    socket.on('subscribe', ({ symbols: asked }, acknowledge) => {
      socket.join(asked)
      acknowledge({ ok: true })
    })
  })
  const listening = await listen(http)
  pace(
    symbols,
    mode === 'spread' ? 'spread' : 'aligned',
    (symbol, seq) => io.to(symbol).emit('quote', quoteOf(symbol, seq, wallMicros())),
    () => undefined,
  )
  return listening
}

/** `ws`, its sockets corked for a cycle: text that is made once, and a frame for each update and client. */
async function plain() {
  const { WebSocketServer } = await import('ws')
  const http = createServer()
  const server = new WebSocketServer({ server: http, perMessageDeflate: false })
  /** @type {Map<string, Set<import('ws').WebSocket>>} */
  const rooms = new Map(symbols.map((symbol) => [symbol, new Set()]))
  server.on('connection', (socket) => {
    socket.once('message', (data) => {
      for (const symbol of String(data).split(',')) rooms.get(symbol)?.add(socket)
      socket.send('R')
    })
  })
  const listening = await listen(http)
  /** @type {Set<any>} */
  const corked = new Set()
  const publish = (/** @type {string} */ symbol, /** @type {number} */ seq) => {
    const text = JSON.stringify(quoteOf(symbol, seq, wallMicros()))
    for (const socket of rooms.get(symbol) ?? []) {
      const raw = /** @type {any} */ (socket)._socket
      if (!corked.has(raw)) {
        raw.cork()
        corked.add(raw)
      }
      socket.send(text)
    }
  }
  pace(symbols, mode === 'spread' ? 'spread' : 'aligned', publish, () => {
    for (const raw of corked) raw.uncork()
    corked.clear()
  })
  return listening
}

/** A broker in a process of its own: what it uses is counted, and not what publishing to it takes. @param {'nats-server' | 'mosquitto'} name */
async function broker(name) {
  const running = await startBroker(name)
  used = running.used
  /** @type {{ symbol: string, json: string }[]} */
  let quotes = []
  pace(
    symbols,
    mode === 'spread' ? 'spread' : 'aligned',
    (symbol, seq) => quotes.push({ symbol, json: JSON.stringify(quoteOf(symbol, seq, wallMicros())) }),
    () => {
      running.publish(quotes)
      quotes = []
    },
  )
  return running.port
}

/**
 * What cannot be undercut from Node: one write of ready bytes for each client and cycle on a bare socket, by the same rule of cycles as ours, and a ping every
 * five seconds. `write` makes the bytes of what has changed.
 * @param {(changed: readonly object[]) => Buffer} write
 */
async function floor(write) {
  const http = createServer()
  /** @type {Map<string, import('node:stream').Duplex[]>} */
  const groups = new Map()
  http.on('upgrade', (request, socket) => {
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    )
    socket.on('error', () => undefined)
    socket.once('data', (data) => {
      const head = /** @type {number} */ (data[1] & 0x7f) === 126 ? 8 : 6
      const list = data.subarray(head).toString()
      groups.set(list, [...(groups.get(list) ?? []), socket])
      socket.write(framed(0x81, Buffer.from('R')))
      // pongs are read, and say nothing
      socket.resume()
      setInterval(() => socket.write(PING), 5_000)
    })
  })
  const listening = await listen(http)
  /** @type {Map<string, object>} */
  const changed = new Map()
  let nextAt = 0
  let isWaiting = false
  const cycle = () => {
    isWaiting = false
    const startedAt = performance.now()
    for (const [list, sockets] of groups) {
      const quotes = list.split(',').flatMap((symbol) => changed.get(symbol) ?? [])
      if (quotes.length === 0) continue
      const bytes = write(quotes)
      for (const socket of sockets) socket.write(bytes)
    }
    changed.clear()
    const endedAt = performance.now()
    nextAt = endedAt + Math.min(50, 3 * (endedAt - startedAt))
  }
  pace(
    symbols,
    mode === 'spread' ? 'spread' : 'aligned',
    (symbol, seq) => changed.set(symbol, quoteOf(symbol, seq, wallMicros())),
    () => {
      const rest = nextAt - performance.now()
      if (rest <= 0) cycle()
      else if (!isWaiting) {
        isWaiting = true
        setTimeout(cycle, rest)
      }
    },
  )
  return listening
}

const PING = Buffer.from([0x89, 0])
/** The frame of each quote, made once. @type {WeakMap<object, Buffer>} */
const frames = new WeakMap()

/** The same bytes as Socket.IO packets. @param {readonly object[]} quotes */
function jsonFrames(quotes) {
  return Buffer.concat(
    quotes.map((quote) => {
      const known = frames.get(quote) ?? framed(0x81, Buffer.from(`42["quote",${JSON.stringify(quote)}]`))
      frames.set(quote, known)
      return known
    }),
  )
}

/** As many bytes as a batch of ours has, with what the clients need of it. @param {readonly any[]} quotes */
function batchFrame(quotes) {
  const payload = Buffer.alloc(11 + Math.round(BATCH_BYTES * quotes.length))
  payload.writeUInt16LE(quotes.length, 1)
  payload.writeDoubleLE(quotes[0].tsRecv, 3)
  return framed(0x82, payload)
}

/** What our batches take of a quote, their heads apart. */
const BATCH_BYTES = 10.4

/** @param {number} first @param {Buffer} payload */
function framed(first, payload) {
  const head =
    payload.length < 126
      ? Buffer.from([first, payload.length])
      : Buffer.from([first, 126, payload.length >> 8, payload.length & 255])
  return Buffer.concat([head, payload])
}

/** @param {import('node:http').Server} http @returns {Promise<number>} */
function listen(http) {
  return new Promise((resolve) => {
    http.listen(0, '127.0.0.1', () => resolve(/** @type {import('node:net').AddressInfo} */ (http.address()).port))
  })
}
