/** Whatever comes in at a socket: nothing of it gets out as an exception, and the server goes on serving others. */

import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { useServers } from '../served.fixture.ts'
import type { FeedServer } from '../start-feed-server.ts'

const { serve, connect } = useServers()
const RUNS = { numRuns: 60 }
/** Bytes that a server may grow by in all of a test. */
const ROOM = 128 * 1_048_576

const escaped: unknown[] = []
const note = (thrown: unknown): void => void escaped.push(thrown)
beforeEach(() => {
  process.on('uncaughtExceptionMonitor', note).on('unhandledRejection', note)
})
afterEach(() => {
  process.off('uncaughtExceptionMonitor', note).off('unhandledRejection', note)
  expect(escaped.splice(0)).toEqual([])
})

const lifted = { maxHandshakesPerSecondPerAddress: 1e6, maxHandshakeBurstPerAddress: 1e6, maxMessagesPerSecond: 1e6 }
const json = fc.jsonValue({ maxDepth: 3 })
const message = fc.oneof(
  json,
  fc.record(
    {
      op: fc.oneof(fc.constantFrom('subscribe', 'unsubscribe', 'authenticate'), json),
      symbols: fc.oneof(fc.array(fc.string()), json),
      channels: fc.oneof(fc.constant(['quote', 'trade']), json),
      jwt: fc.oneof(fc.string(), json),
      deck: json,
      resume: json,
      __proto__: json,
      id: json,
    },
    { requiredKeys: [] },
  ),
)

/** Sends all of it, and waits until the server has read it or closed the connection. */
async function send(url: string, frames: readonly (string | Uint8Array)[]): Promise<void> {
  const socket = new WebSocket(url)
  socket.on('error', () => undefined)
  await once(socket, 'open')
  const gone = once(socket, 'close')
  for (const frame of frames) socket.send(frame)
  const read = once(socket, 'pong')
  socket.ping()
  await Promise.race([gone, read])
  socket.terminate()
}

async function expectServing(server: FeedServer): Promise<void> {
  const client = await connect(server, { transports: ['websocket'] })
  expect(await client.ask('subscribe', { symbols: ['BTC-USD'], channels: ['quote'] })).toMatchObject({ ok: true })
  await server.advance('2s')
  await client.until('quote', 1)
}

it('a plain WebSocket', async () => {
  const server = await serve({ limits: lifted })
  const before = process.memoryUsage().rss
  const frame = fc.oneof(
    message.map((value) => JSON.stringify(value)),
    fc.string(),
    fc.uint8Array({ maxLength: 200 }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { maxLength: 30 }), (frames) => send(`${server.url}/ws`, frames)),
    RUNS,
  )
  expect(process.memoryUsage().rss - before).toBeLessThan(ROOM)
  await expectServing(server)
})

it('a WebSocket of Socket.IO', async () => {
  const server = await serve({ limits: lifted })
  const before = process.memoryUsage().rss
  const event = fc.tuple(
    fc.oneof(fc.constantFrom('subscribe', 'history', 'authenticate', 'clock'), fc.string()),
    message,
  )
  const packet = fc.oneof(
    // an event with and without acknowledgement, a binary one that promises attachments, and what is no packet
    event.map((parts) => `42${JSON.stringify(parts)}`),
    event.map((parts) => `421${JSON.stringify(parts)}`),
    fc.tuple(fc.nat(), event).map(([count, parts]) => `45${count}-${JSON.stringify(parts)}`),
    fc.constant('451-["subscribe",{"_placeholder":true,"num":0}]'),
    fc.tuple(fc.nat(9), fc.nat(9), fc.string()).map(([engine, kind, rest]) => `${engine}${kind}${rest}`),
    fc.string(),
    fc.uint8Array({ maxLength: 200 }),
  )
  const url = `${server.url}/socket.io/?EIO=4&transport=websocket`
  await fc.assert(
    fc.asyncProperty(fc.array(packet, { maxLength: 30 }), (packets) => send(url, ['40{}', ...packets])),
    RUNS,
  )
  expect(process.memoryUsage().rss - before).toBeLessThan(ROOM)
  await expectServing(server)
})

it('a connection of TCP', async () => {
  const server = await serve({ limits: lifted })
  const head = (path: string): string =>
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`
  const path = fc.oneof(
    fc.constantFrom(
      '//',
      '/ws',
      '/ws?',
      '//ws',
      '/socket.io/?EIO=4&transport=websocket',
      '*',
      'http://[',
      '/socket.io',
    ),
    fc.webPath(),
    fc.string().map((text) => `/${encodeURIComponent(text)}`),
  )
  await fc.assert(
    fc.asyncProperty(path, fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (at, bytes, isReset) => {
      const socket = connectTcp(server.port, '127.0.0.1')
      socket.on('error', () => undefined)
      socket.on('data', () => undefined)
      await once(socket, 'connect')
      const closed = once(socket, 'close')
      await new Promise((resolve) => socket.write(Buffer.concat([Buffer.from(head(at)), bytes]), resolve))
      if (isReset) socket.resetAndDestroy()
      else socket.destroy()
      await closed
    }),
    RUNS,
  )
  await expectServing(server)
})

it('whoever floods /ws and reads no answers is disconnected', async () => {
  const server = await serve({ limits: { maxQueuedBytes: 100_000 } })
  const socket = new WebSocket(`${server.url}/ws`)
  socket.on('error', () => undefined)
  await once(socket, 'open')
  socket.pause()
  const closed = once(socket, 'close')
  // until the answers have filled every buffer in between; a ping that is not answered would take longer
  let sent = 0
  for (; socket.readyState === WebSocket.OPEN && sent < 400_000; sent += 500) {
    for (let i = 0; i < 500; i++) socket.send('{"op":"nothing of that name"}')
    await new Promise((resolve) => socket.ping(undefined, undefined, resolve))
  }
  expect(sent).toBeLessThan(400_000)
  socket.resume()
  await closed
  await expectServing(server)
})
