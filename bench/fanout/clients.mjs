// @ts-check
/**
 * Clients of bench/fanout.mjs on bare sockets: they shake hands as a WebSocket client does, subscribe, answer pings, and count what arrives. What they
 * spend on an update is small, so that the servers are measured and not they. The parent says over IPC when to begin and to end.
 */

import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'

/** @typedef {{ kind: 'socket.io' | 'batch' | 'bare', port: number, clients: string[][] }} Plan */

let updates = 0
let bytes = 0
/** Milliseconds from a publication to its arrival here, of one update in a while. @type {number[]} */
let latencies = []
let isMeasuring = false
let seen = 0
/** Microseconds from tape time to the clock; servers that are no decks quote the clock itself. */
let offset = 0
const SAMPLE = 97

process.on('message', async (/** @type {any} */ message) => {
  if (message.do === 'connect') {
    await Promise.all(message.plan.clients.map((/** @type {string[]} */ symbols) => open(message.plan, symbols)))
    process.send?.({ done: 'connect' })
  } else if (message.do === 'begin') {
    updates = 0
    bytes = 0
    latencies = []
    isMeasuring = true
  } else if (message.do === 'end') {
    isMeasuring = false
    latencies.sort((a, b) => a - b)
    const at = (/** @type {number} */ share) => latencies[Math.floor(latencies.length * share)] ?? NaN
    process.send?.({ done: 'end', updates, bytes, p50: at(0.5), p99: at(0.99) })
  }
})

/** @param {Plan} plan @param {string[]} symbols */
function open(plan, symbols) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: plan.port, host: '127.0.0.1', noDelay: true })
    socket.on('error', reject)
    let isOpen = false
    /** @type {Buffer} */
    let rest = Buffer.alloc(0)
    socket.on('connect', () => {
      const path = plan.kind === 'bare' ? '/' : '/socket.io/?EIO=4&transport=websocket'
      const key = randomBytes(16).toString('base64')
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${plan.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
      )
    })
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
        if (plan.kind === 'bare') socket.write(frame(symbols.join()))
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
        if (data.length - at < head + length) break
        if ((data.readUInt8(at) & 0x0f) === 2) {
          countBatch(data, at + head, at + head + length)
        } else hear(data, at + head, length)
        at += head + length
      }
      rest = data.subarray(at)
    })

    /** @param {Buffer} data @param {number} from @param {number} length */
    const hear = (data, from, length) => {
      const first = data[from]
      if (plan.kind === 'bare') {
        if (first === 0x52) resolve(undefined)
        else count(data, from, length)
        return
      }
      // engine.io: 0 open, 2 ping, 4 message; socket.io: 0 connect, 2 event, 3 acknowledgement
      const second = data[from + 1]
      if (first === 0x30) socket.write(frame(plan.kind === 'batch' ? '40{"encoding":"batch-1"}' : '40'))
      else if (first === 0x32) socket.write(frame('3'))
      else if (first === 0x34 && second === 0x30) {
        socket.write(frame(`420["subscribe",${JSON.stringify({ symbols, channels: ['quote'] })}]`))
      } else if (first === 0x34 && second === 0x33) resolve(undefined)
      // 42["quote", and nothing else that begins so
      else if (first === 0x34 && data[from + 4] === 0x71) count(data, from, length)
      // 42["deck": what a replay's tape time is on the clock
      else if (first === 0x34 && data[from + 4] === 0x64) {
        const { wall, position } = JSON.parse(data.toString('utf8', from + 2, from + length))[1]
        offset = wall - position
      }
    }
  })
}

/** Where the number after a place ends. @param {Buffer} data @param {number} at */
function skip(data, at) {
  while (/** @type {number} */ (data[at]) >= 0x80) at++
  return at + 1
}

/** A number of seven bits a byte. @param {Buffer} data @param {number} at */
function uintAt(data, at) {
  let n = 0
  for (let scale = 1; ; scale *= 128) {
    const byte = /** @type {number} */ (data[at++])
    n += (byte & 0x7f) * scale
    if (byte < 0x80) return n
  }
}

const BITS = Uint8Array.from(
  { length: 16 },
  (_, mask) => (mask & 1) + ((mask >> 1) & 1) + ((mask >> 2) & 1) + (mask >> 3),
)

/** Counts the quotes of a batch (docs/protocol.md) without making objects of them: a thousand clients share this process. @param {Buffer} data @param {number} from @param {number} to */
function countBatch(data, from, to) {
  if (!isMeasuring) return
  let at = skip(data, from + 1)
  const baseAt = at
  at = skip(data, at)
  while (at < to) {
    const kind = /** @type {number} */ (data[at]) & 7
    at = skip(data, at)
    if (kind === 1 || kind === 2) at += 2
    at = skip(data, at)
    const timeAt = at
    at = skip(data, skip(data, at))
    const mask = /** @type {number} */ (data[at++]) & 15
    for (let left = /** @type {number} */ (BITS[mask]); left > 0; left--) at = skip(data, at)
    updates++
    if (++seen % SAMPLE !== 0) continue
    // six bits and a sign in the first byte of a difference
    const first = /** @type {number} */ (data[timeAt])
    const magnitude = (first & 0x3f) + (first >= 0x80 ? uintAt(data, timeAt + 1) * 64 : 0)
    sample(uintAt(data, baseAt) + ((first & 0x40) === 0 ? magnitude : -magnitude))
  }
}

/** @param {number} tsRecv */
function sample(tsRecv) {
  latencies.push(performance.timeOrigin + performance.now() - (tsRecv + offset) / 1_000)
}

/** @param {Buffer} data @param {number} from @param {number} length */
function count(data, from, length) {
  if (!isMeasuring) return
  updates++
  if (++seen % SAMPLE !== 0) return
  const text = data.toString('latin1', from, from + length)
  sample(Number(/"tsRecv":(\d+)/.exec(text)?.[1]))
}

/** A masked text frame. @param {string} text */
function frame(text) {
  const payload = Buffer.from(text)
  const head = payload.length < 126 ? 2 : 4
  const out = Buffer.alloc(head + 4 + payload.length)
  out[0] = 0x81
  if (head === 2) out[1] = 0x80 | payload.length
  else {
    out[1] = 0x80 | 126
    out.writeUInt16BE(payload.length, 2)
  }
  // a mask of zeros is a mask
  payload.copy(out, head + 4)
  return out
}
