// @ts-check
/** The ways to be told of the same 20 symbols, ten updates a second each, compared: bytes, requests, the server's CPU, and how old what is seen is on average. docs/transports.md has the table. */

import { Agent, get, request } from 'node:http'
import { WebSocket } from 'ws'
import { say } from '../../scripts/child.mjs'
import { DIALECTS, Reader } from './dialects.mjs'
import { heard, pause, startServer } from './processes.mjs'
import { symbolsOf } from './quotes.mjs'

const CLIENTS = 20
const SECONDS = 8
const SYMBOLS = symbolsOf(20)
const nowMs = () => performance.timeOrigin + performance.now()

/** What one client has seen. */
class Seen {
  bytes = 0
  /** Where bytes are counted by the connection itself. @type {{ readonly bytesRead: number } | undefined} */
  wire
  #readBefore = 0
  requests = 0
  isOver = false
  /** Milliseconds times milliseconds. */
  #ages = 0
  #since = 0
  #published = 0
  /** When the first was seen. */
  #first = 0

  /** @param {number} published microseconds */
  see(published) {
    const now = nowMs()
    if (published / 1_000 <= this.#published) return
    this.#add(now)
    this.#published = published / 1_000
  }

  begin() {
    this.#first = this.#since = nowMs()
    this.#ages = 0
    // what came before the clock was known has no age
    this.#published = 0
    this.bytes = 0
    this.#readBefore = this.wire?.bytesRead ?? 0
    this.requests = 0
  }

  get allBytes() {
    return this.bytes + (this.wire?.bytesRead ?? 0) - this.#readBefore
  }

  get meanAge() {
    this.#add(nowMs())
    return this.#ages / (this.#since - this.#first)
  }

  /** What was seen until now has grown older meanwhile. @param {number} now */
  #add(now) {
    if (this.#published === 0) this.#first = now
    else this.#ages += ((now + this.#since) / 2 - this.#published) * (now - this.#since)
    this.#since = now
  }
}

/** Microseconds from tape time to the clock. */
let offset = 0

/** Starts a client of a kind. @type {Record<string, (port: number, seen: Seen) => Promise<void> | void>} */
const WAYS = {
  'WebSocket, batches (SDK)': (port, seen) => socket(port, seen, 'batch'),
  'WebSocket, Socket.IO events': (port, seen) => socket(port, seen, 'socket.io'),
  'WebSocket, plain JSON (/ws)': plain,
  'Server-sent events (/sse)': stream,
  'Socket.IO long polling': poll,
  'GET /api/quotes with wait': (port, seen) => ask(port, seen, true),
  'GET /api/quotes each second': (port, seen) => ask(port, seen, false),
}

/** One row for each way. */
export async function transports() {
  /** @type {Record<string, object>} */
  const rows = {}
  for (const [way, start] of Object.entries(WAYS)) {
    const server = startServer('tapedeck', 'aligned', SYMBOLS.length)
    const all = Array.from({ length: CLIENTS }, () => new Seen())
    try {
      const { port } = await heard(server)
      for (const seen of all) void start(port, seen)
      await pause(1_500)
      // a recording waits for its first listener: now it plays
      await learnOffset(port)
      for (const seen of all) seen.begin()
      server.send({ do: 'begin' })
      await pause(SECONDS * 1_000)
      const used = heard(server)
      server.send({ do: 'end' })
      const { cpu } = await used
      const blind = all.filter(({ meanAge }) => Number.isNaN(meanAge)).length
      if (blind > 0) throw new Error(`${blind} clients saw nothing by ${way}`)
      const mean = (/** @type {(seen: Seen) => number} */ of) => all.reduce((sum, seen) => sum + of(seen), 0) / CLIENTS
      const row = {
        kb_per_s: mean(({ allBytes }) => allBytes) / SECONDS / 1_000,
        requests_per_s: mean(({ requests }) => requests) / SECONDS,
        cpu_us_per_client_s: cpu / CLIENTS / SECONDS,
        mean_age_ms: mean(({ meanAge }) => meanAge),
      }
      rows[way] = row
      say(
        `${way.padEnd(28)} ${row.kb_per_s.toFixed(2).padStart(7)} kB/s, ${row.requests_per_s.toFixed(1).padStart(5)} requests/s, ` +
          `${(row.cpu_us_per_client_s / 1_000).toFixed(2).padStart(6)} ms of CPU a second, mean age ${row.mean_age_ms.toFixed(0)} ms`,
      )
    } finally {
      for (const seen of all) seen.isOver = true
      server.kill()
    }
  }
  return rows
}

/** @param {number} port */
async function learnOffset(port) {
  const response = await fetch(`http://127.0.0.1:${port}/api/decks`)
  const { decks } = await response.json()
  offset = decks[0].wall - decks[0].position
}

/** @param {number} port @param {Seen} seen @param {'batch' | 'socket.io'} kind */
function socket(port, seen, kind) {
  const dialect = DIALECTS[kind]
  const webSocket = new WebSocket(`ws://127.0.0.1:${port}${dialect.path}`)
  const reader = new Reader((published) => seen.see(published))
  reader.sampleEach = true
  webSocket.on('message', (/** @type {Buffer} */ data) => {
    const said = dialect.heard(reader, data, 0, data.length, SYMBOLS)
    if (said !== undefined) webSocket.send(said)
  })
  count(webSocket, seen)
}

/** @param {number} port @param {Seen} seen */
function plain(port, seen) {
  const webSocket = new WebSocket(`ws://127.0.0.1:${port}/ws`)
  webSocket.on('open', () => webSocket.send(JSON.stringify({ op: 'subscribe', symbols: SYMBOLS, channels: ['quote'] })))
  webSocket.on('message', (data) => seeAll(seen, String(data)))
  count(webSocket, seen)
}

/** @param {WebSocket} webSocket @param {Seen} seen */
function count(webSocket, seen) {
  webSocket.on('open', () => (seen.wire = /** @type {any} */ (webSocket)._socket))
  webSocket.on('error', () => undefined)
}

/** Quotes in a text. @param {Seen} seen @param {string} text */
function seeAll(seen, text) {
  for (const [, time] of text.matchAll(/"tsRecv":(\d+)/g)) seen.see(Number(time) + offset)
}

/** @param {number} port @param {Seen} seen */
function stream(port, seen) {
  get(`http://127.0.0.1:${port}/sse?symbols=${SYMBOLS.join()}&channels=quote`, (response) => {
    response.on('data', (chunk) => {
      seen.bytes += chunk.length
      seeAll(seen, String(chunk))
    })
    response.on('error', () => undefined)
  }).on('error', () => undefined)
}

/** Engine.IO by HTTP alone: one request waits for what comes, and is asked anew. @param {number} port @param {Seen} seen */
async function poll(port, seen) {
  const agent = new Agent({ keepAlive: true })
  const path = '/socket.io/?EIO=4&transport=polling'
  const opened = await exchange(port, path, seen, agent)
  const { sid } = JSON.parse(opened.slice(1))
  const say = (/** @type {string} */ said) => exchange(port, `${path}&sid=${sid}`, seen, agent, said)
  await say('40')
  await exchange(port, `${path}&sid=${sid}`, seen, agent)
  await say(`420["subscribe",${JSON.stringify({ symbols: SYMBOLS, channels: ['quote'] })}]`)
  while (!seen.isOver) {
    const text = await exchange(port, `${path}&sid=${sid}`, seen, agent)
    // packets are separated by U+001E; a ping is answered
    for (const packet of text.split('\u001e')) if (packet === '2') await say('3')
    seeAll(seen, text)
  }
}

/** @param {number} port @param {Seen} seen @param {boolean} waits */
async function ask(port, seen, waits) {
  const agent = new Agent({ keepAlive: true })
  let cursor = ''
  while (!seen.isOver) {
    const waiting = waits && cursor !== '' ? `&wait=20&cursor=${encodeURIComponent(cursor)}` : ''
    const text = await exchange(port, `/api/quotes?symbols=${SYMBOLS.join()}${waiting}`, seen, agent)
    if (text === '') return
    cursor = JSON.parse(text).cursor
    seeAll(seen, text)
    if (!waits) await pause(1_000)
  }
}

/** One request and its answer; empty where the server is gone. @param {number} port @param {string} path @param {Seen} seen @param {Agent} agent @param {string} [body] @returns {Promise<string>} */
function exchange(port, path, seen, agent, body) {
  return new Promise((resolve) => {
    const asking = request(
      {
        port,
        host: '127.0.0.1',
        path,
        agent,
        method: body === undefined ? 'GET' : 'POST',
        headers: body === undefined ? {} : { 'content-type': 'text/plain' },
      },
      (response) => {
        seen.requests++
        seen.bytes += response.rawHeaders.join('').length + 2 * response.rawHeaders.length + 17
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk) => {
          seen.bytes += Buffer.byteLength(chunk)
          text += chunk
        })
        response.on('end', () => resolve(text))
      },
    )
    asking.on('error', () => {
      seen.isOver = true
      resolve('')
    })
    asking.end(body)
  })
}
