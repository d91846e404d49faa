// @ts-check
/**
 * Clients of bench/fanout.mjs on bare sockets: they shake hands as a WebSocket client does, subscribe, answer pings, and count what arrives. What they
 * spend on an update is small, so that the servers are measured and not they. The parent says over IPC when to begin and to end.
 */

import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { DIALECTS, Reader } from './dialects.mjs'

/** @typedef {{ kind: keyof typeof DIALECTS, port: number, clients: string[][] }} Plan */

let bytes = 0
/** Milliseconds from a publication to its arrival here, of one update in a while. @type {number[]} */
let latencies = []
let isMeasuring = false
/** @type {Reader[]} */
const readers = []
/** @type {import('node:net').Socket[]} */
const sockets = []
/** Updates before it began. */
let before = 0

const updates = () => readers.reduce((sum, reader) => sum + reader.updates, 0)
const nowMs = () => performance.timeOrigin + performance.now()

process.on('message', async (/** @type {any} */ message) => {
  if (message.do === 'connect') {
    const askedAt = performance.now()
    await openAll(message.plan)
    process.send?.({ done: 'connect', ms: performance.now() - askedAt })
  } else if (message.do === 'begin') {
    before = updates()
    bytes = 0
    latencies = []
    isMeasuring = true
    // few updates are worth being timed each
    if (message.each === true) for (const reader of readers) reader.sampleEach = true
  } else if (message.do === 'end') {
    isMeasuring = false
    latencies.sort((a, b) => a - b)
    const at = (/** @type {number} */ share) => latencies[Math.floor(latencies.length * share)] ?? NaN
    process.send?.({ done: 'end', updates: updates() - before, bytes, p50: at(0.5), p99: at(0.99) })
  } else if (message.do === 'stall') sockets.forEach((socket) => socket.pause())
  else if (message.do === 'wake') wake()
})

/** Connects them some at a time, as a listener's queue has an end. @param {Plan} plan */
async function openAll(plan) {
  const lists = plan.clients.values()
  const one = async () => {
    for (const symbols of lists) await open(plan, symbols)
  }
  await Promise.all(Array.from({ length: 100 }, one))
}

/** Reads again; tells how long it takes until what comes is no older than a second, and the age of the first that is newer than the stall. */
function wake() {
  const wokenAt = nowMs()
  latencies = []
  isMeasuring = true
  let fresh = 0
  for (const reader of readers) {
    reader.sampleEach = true
    reader.sample = (published) => {
      const age = nowMs() - published / 1_000
      if (age >= 1_000 || fresh > 0) return
      fresh = nowMs() - wokenAt
      process.send?.({ done: 'wake', ms: fresh, age })
    }
  }
  sockets.forEach((socket) => socket.resume())
}

/** @param {Plan} plan @param {string[]} symbols @returns {Promise<void>} */
function open({ kind, port }, symbols) {
  const dialect = DIALECTS[kind]
  const reader = new Reader((published) => {
    if (isMeasuring) latencies.push(nowMs() - published / 1_000)
  })
  readers.push(reader)
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    sockets.push(socket)
    socket.on('error', reject)
    let isOpen = false
    /** @type {Buffer} */
    let rest = Buffer.alloc(0)
    socket.on('connect', () => {
      const protocol = dialect.protocol === undefined ? '' : `Sec-WebSocket-Protocol: ${dialect.protocol}\r\n`
      const key = randomBytes(16).toString('base64')
      socket.write(
        `GET ${dialect.path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n${protocol}\r\n`,
      )
    })
    const say = (/** @type {string | Buffer | undefined} */ said) => {
      if (said !== undefined) socket.write(frame(said, dialect.isBinary === true ? 2 : 1))
    }
    socket.on('data', (chunk) => {
      if (isMeasuring) bytes += chunk.length
      let data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      if (!isOpen) {
        const end = data.indexOf('\r\n\r\n')
        if (end < 0) {
          rest = data
          return
        }
        isOpen = true
        data = data.subarray(end + 4)
        say(dialect.opened(symbols))
      }
      let at = 0
      for (;;) {
        if (data.length - at < 2) break
        let length = /** @type {number} */ (data[at + 1]) & 0x7f
        let head = 2
        if (length === 126) {
          if (data.length - at < 4) break
          length = data.readUInt16BE(at + 2)
          head = 4
        } else if (length === 127) {
          if (data.length - at < 10) break
          length = Number(data.readBigUInt64BE(at + 2))
          head = 10
        }
        const end = at + head + length
        if (data.length < end) break
        const opcode = data.readUInt8(at) & 0x0f
        if (opcode === 9) socket.write(frame(Buffer.from(data.subarray(at + head, end)), 10))
        else if (opcode < 3) say(dialect.heard(reader, data, at + head, end, symbols))
        at = end
      }
      rest = data.subarray(at)
      if (reader.isSubscribed) resolve()
    })
  })
}

/** A masked frame. @param {string | Buffer} said @param {number} opcode */
function frame(said, opcode) {
  const payload = Buffer.from(said)
  const head = payload.length < 126 ? 2 : 4
  const out = Buffer.alloc(head + 4 + payload.length)
  out[0] = 0x80 | opcode
  if (head === 2) out[1] = 0x80 | payload.length
  else {
    out[1] = 0x80 | 126
    out.writeUInt16BE(payload.length, 2)
  }
  // a mask of zeros is a mask
  payload.copy(out, head + 4)
  return out
}
