// @ts-check
/** A server of bench/fanout.mjs, in a process of its own: `tapedeck`, `socket.io`, `ws` or `floor`. Tells its port, and what CPU it took between two questions. */

import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { pace, quoteOf, symbolsOf } from './quotes.mjs'

const [kind = '', mode = 'aligned', count = '20'] = process.argv.slice(2)
const symbols = symbolsOf(Number(count))
const wallMicros = () => Math.round((performance.timeOrigin + performance.now()) * 1_000)

const SERVERS = /** @type {Record<string, () => Promise<number>>} */ ({
  tapedeck,
  'socket.io': stock,
  ws: plain,
  floor,
})
const start = SERVERS[kind]
if (start === undefined) throw new Error(`there is no server ${kind}`)
const port = await start()
process.send?.({ port })
let before = process.cpuUsage()
process.on('message', (/** @type {any} */ message) => {
  if (message.do === 'begin') before = process.cpuUsage()
  else {
    const { user, system } = process.cpuUsage(before)
    process.send?.({ cpu: user + system, memory: process.memoryUsage().rss })
  }
})

/** The feed server on a market that quotes as the others do. */
async function tapedeck() {
  const { startFeedServer } = await import('@tapedeck/feed-server')
  const { writeQuotes } = await import('./tape.mjs')
  const server = await startFeedServer({
    port: 0,
    pageFolder: null,
    replay: await writeQuotes(symbols, mode === 'spread' ? 'spread' : 'aligned'),
    speed: 1,
    limits: { maxConnections: 20_000, maxSubscriptionsPerClient: 10_000 },
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

/** What cannot be undercut from Node: one write of ready bytes for each client and cycle, on a bare socket. */
async function floor() {
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
      socket.write(framed('R'))
    })
  })
  const listening = await listen(http)
  /** @type {Map<string, Buffer>} */
  const changed = new Map()
  const publish = (/** @type {string} */ symbol, /** @type {number} */ seq) => {
    // the same bytes as a Socket.IO packet
    changed.set(symbol, framed(`42["quote",${JSON.stringify(quoteOf(symbol, seq, wallMicros()))}]`))
  }
  pace(symbols, mode === 'spread' ? 'spread' : 'aligned', publish, () => {
    for (const [list, sockets] of groups) {
      const frames = list.split(',').flatMap((symbol) => changed.get(symbol) ?? [])
      if (frames.length === 0) continue
      const bytes = Buffer.concat(frames)
      for (const socket of sockets) socket.write(bytes)
    }
    changed.clear()
  })
  return listening
}

/** @param {string} text */
function framed(text) {
  const payload = Buffer.from(text)
  const head =
    payload.length < 126
      ? Buffer.from([0x81, payload.length])
      : Buffer.from([0x81, 126, payload.length >> 8, payload.length & 255])
  return Buffer.concat([head, payload])
}

/** @param {import('node:http').Server} http @returns {Promise<number>} */
function listen(http) {
  return new Promise((resolve) => {
    http.listen(0, '127.0.0.1', () => resolve(/** @type {import('node:net').AddressInfo} */ (http.address()).port))
  })
}
