// @ts-check
/** How the clients of bench/fanout.mjs speak to each server, over WebSocket frames that they read themselves: what they say, and how they count what comes. */

/**
 * @typedef {object} Dialect
 * @property {string} path
 * @property {string} [protocol] a subprotocol of the handshake
 * @property {boolean} [isBinary] whether what it says is sent in binary frames
 * @property {(symbols: readonly string[]) => string | Buffer | undefined} opened what is said first
 * @property {(reader: Reader, data: Buffer, from: number, to: number, symbols: readonly string[]) => string | Buffer | undefined} heard
 * reads a frame, and answers what is to be said to it
 */

/** What a client has counted, and whether it is subscribed. */
export class Reader {
  updates = 0
  isSubscribed = false
  /** Called with the microseconds at which an update was published, for one in a while. @type {(published: number) => void} */
  sample
  /** Microseconds from tape time to the clock; servers that are no decks quote the clock itself. */
  offset = 0
  /** What is left of a message that came in part. */
  rest = Buffer.alloc(0)
  /** Whether the time of every update is wanted. */
  sampleEach = false
  /** Updates that all readers have counted: one in a while is timed, whoever reads it. */
  static #seen = 0

  /** @param {(published: number) => void} sample */
  constructor(sample) {
    this.sample = sample
  }

  /** Counts an update; whether its time is wanted. */
  count() {
    this.updates++
    return this.sampleEach || ++Reader.#seen % 97 === 0
  }
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

/** Counts the quotes of a batch (docs/protocol.md) without making objects of them: a thousand clients share this process. @param {Reader} reader @param {Buffer} data @param {number} from @param {number} to */
function countBatch(reader, data, from, to) {
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
    if (!reader.count()) continue
    // six bits and a sign in the first byte of a difference
    const first = /** @type {number} */ (data[timeAt])
    const magnitude = (first & 0x3f) + (first >= 0x80 ? uintAt(data, timeAt + 1) * 64 : 0)
    reader.sample(uintAt(data, baseAt) + ((first & 0x40) === 0 ? magnitude : -magnitude) + reader.offset)
  }
}

/** Counts a quote that is JSON. @param {Reader} reader @param {Buffer} data @param {number} from @param {number} to */
function countJson(reader, data, from, to) {
  if (!reader.count()) return
  reader.sample(Number(/"tsRecv":(\d+)/.exec(data.toString('latin1', from, to))?.[1]) + reader.offset)
}

/** @param {string} connect @returns {Dialect} */
function socketIo(connect) {
  return {
    path: '/socket.io/?EIO=4&transport=websocket',
    opened: () => undefined,
    heard(reader, data, from, to, symbols) {
      // engine.io: 0 open, 2 ping, 4 message; socket.io: 0 connect, 2 event, 3 acknowledgement
      const first = data[from]
      const second = data[from + 1]
      // a batch begins with its version
      if (first === 1) countBatch(reader, data, from, to)
      else if (first === 0x30) return connect
      else if (first === 0x32) return '3'
      else if (first !== 0x34) return undefined
      else if (second === 0x30) return `420["subscribe",${JSON.stringify({ symbols, channels: ['quote'] })}]`
      else if (second === 0x33) reader.isSubscribed = true
      // 42["quote", and nothing else that begins so
      else if (data[from + 4] === 0x71) countJson(reader, data, from, to)
      // 42["deck": what a replay's tape time is on the clock
      else if (data[from + 4] === 0x64) {
        const { wall, position } = JSON.parse(data.toString('utf8', from + 2, to))[1]
        reader.offset = wall - position
      }
      return undefined
    },
  }
}

/** @type {Dialect} */
const bare = {
  path: '/',
  opened: (symbols) => symbols.join(),
  heard(reader, data, from, to) {
    if (data[from] === 0x52) reader.isSubscribed = true
    else countJson(reader, data, from, to)
    return undefined
  },
}

/** What the floor writes in place of a batch: how many updates, when they were published, and as many bytes as ours. @type {Dialect} */
const bareBatch = {
  path: '/',
  opened: (symbols) => symbols.join(),
  heard(reader, data, from) {
    if (data[from] === 0x52) reader.isSubscribed = true
    else {
      for (let left = data.readUInt16LE(from + 1); left > 0; left--) {
        if (reader.count()) reader.sample(data.readDoubleLE(from + 3))
      }
    }
    return undefined
  },
}

/** The protocol of NATS clients, which is text: https://docs.nats.io/reference/reference-protocols/nats-protocol. @type {Dialect} */
const nats = {
  path: '/',
  isBinary: true,
  opened: () => undefined,
  heard(reader, chunk, from, to, symbols) {
    let data = chunk.subarray(from, to)
    if (reader.rest.length > 0) data = Buffer.concat([reader.rest, data])
    /** @type {string | undefined} */
    let said
    let at = 0
    for (;;) {
      const end = data.indexOf('\r\n', at)
      if (end < 0) break
      const first = data[at]
      // MSG subject id bytes
      if (first === 0x4d) {
        let bytes = 0
        let place = end - 1
        for (let scale = 1; data[place] !== 0x20; place--, scale *= 10) bytes += (Number(data[place]) - 48) * scale
        if (end + 2 + bytes + 2 > data.length) break
        countJson(reader, data, end + 2, end + 2 + bytes)
        at = end + 2 + bytes + 2
        continue
      }
      // INFO, PING, PONG
      if (first === 0x49) {
        const lines = symbols.map((symbol, index) => `SUB ${symbol} ${index + 1}\r\n`).join('')
        said = `CONNECT {"verbose":false,"pedantic":false}\r\n${lines}PING\r\n`
      } else if (data[at + 1] === 0x49) said = 'PONG\r\n'
      else if (data[at + 1] === 0x4f) reader.isSubscribed = true
      at = end + 2
    }
    reader.rest = Buffer.from(data.subarray(at))
    return said
  },
}

/** MQTT 3.1.1, quality of service 0: https://docs.oasis-open.org/mqtt/mqtt/v3.1.1/mqtt-v3.1.1.html. @type {Dialect} */
const mqtt = {
  path: '/',
  protocol: 'mqtt',
  isBinary: true,
  opened: () => Buffer.from([0x10, 12, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 2, 0, 0, 0, 0]),
  heard(reader, chunk, from, to, symbols) {
    let data = chunk.subarray(from, to)
    if (reader.rest.length > 0) data = Buffer.concat([reader.rest, data])
    /** @type {Buffer | undefined} */
    let said
    let at = 0
    while (data.length - at >= 2) {
      const bodyAt = skip(data, at + 1)
      if (bodyAt > data.length) break
      const length = uintAt(data, at + 1)
      if (bodyAt + length > data.length) break
      const kind = /** @type {number} */ (data[at]) >> 4
      if (kind === 3) countJson(reader, data, bodyAt + 2 + data.readUInt16BE(bodyAt), bodyAt + length)
      else if (kind === 2) said = subscribeMqtt(symbols)
      else if (kind === 9) reader.isSubscribed = true
      at = bodyAt + length
    }
    reader.rest = Buffer.from(data.subarray(at))
    return said
  },
}

/** @param {readonly string[]} symbols */
function subscribeMqtt(symbols) {
  const topics = symbols.map((symbol) =>
    Buffer.concat([Buffer.from([0, symbol.length]), Buffer.from(symbol), Buffer.of(0)]),
  )
  const body = Buffer.concat([Buffer.from([0, 1]), ...topics])
  return Buffer.concat([Buffer.of(0x82), mqttLength(body.length), body])
}

/** @param {number} length */
export function mqttLength(length) {
  const bytes = []
  for (let left = length; ; left >>= 7) {
    if (left < 128) return Buffer.from([...bytes, left])
    bytes.push((left & 127) | 128)
  }
}

export const DIALECTS = {
  'socket.io': socketIo('40'),
  batch: socketIo('40{"encoding":"batch-1"}'),
  bare,
  'bare-batch': bareBatch,
  nats,
  mqtt,
}
