/** What is used of Engine.IO beyond its typings does what we take it to do: contracts with the real thing. */

import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo, Socket as NetSocket } from 'node:net'
import { Server, type Socket } from 'socket.io'
import { io, type ManagerOptions, type Socket as ClientSocket, type SocketOptions } from 'socket.io-client'
import { afterEach, expect, it } from 'vitest'
import { Batch, Item } from '../../fan-out/item.ts'
import { Topic } from '../../fan-out/topics.ts'
import { yieldToTransport } from '../../transport-timers.ts'
import { EngineOutlet } from './engine-outlet.ts'

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})

interface Pair {
  readonly outlet: EngineOutlet
  readonly server: Socket
  readonly client: ClientSocket
  /** The numbers that the client has heard. */
  readonly heard: number[]
  /** Stops and goes on reading what comes. */
  readonly wire: NetSocket
}

async function connect(options: Partial<ManagerOptions & SocketOptions>): Promise<Pair> {
  const http: HttpServer = createServer()
  const server = new Server(http, { serveClient: false, pingInterval: 60_000, perMessageDeflate: false })
  open.push(server)
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const wires: NetSocket[] = []
  http.on('connection', (socket: NetSocket) => wires.push(socket))
  const arrived = new Promise<Socket>((resolve) => server.once('connection', resolve))
  const client = io(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, { forceNew: true, ...options })
  open.push(client)
  const heard: number[] = []
  client.on('quote', ({ seq }: { seq: number }) => heard.push(seq))
  const socket = await arrived
  const wire = wires.at(-1)
  if (wire === undefined) throw new Error('no connection')
  return { outlet: new EngineOutlet(socket.conn, undefined), server: socket, client, heard, wire }
}

const topic = new Topic(1, 'quote', 'BTC-USD')
const batchOf = (seqs: readonly number[], size = 10): Batch =>
  new Batch(
    seqs.map((seq) => new Item(topic, 'quote', { seq, filling: 'ü'.repeat(size) }, false)),
    0,
    false,
  )

/** Resolves when the client has answered, which comes behind everything that was sent before. */
const settled = ({ client, server }: Pair): Promise<unknown> =>
  new Promise((resolve) => {
    client.once('last', resolve)
    server.emit('last')
  })

it.each([
  ['websocket', { transports: ['websocket' as const] }],
  ['polling', { transports: ['polling' as const] }],
  ['an upgrade', {}],
])('batches arrive whole and in order among other events, by %s', async (_, options) => {
  const pair = await connect(options)
  let next = 1
  for (let round = 0; round < 30; round++) {
    pair.outlet.send(batchOf([next++, next++, next++], round * 50))
    pair.server.emit('quote', { seq: next++ })
  }
  await settled(pair)
  expect(pair.heard).toEqual(Array.from({ length: next - 1 }, (_unused, index) => index + 1))
})

it('a batch is one write', async () => {
  const pair = await connect({ transports: ['websocket'] })
  const writes: number[] = []
  const write = pair.wire.write.bind(pair.wire)
  pair.wire.write = (bytes: Uint8Array, ...rest: []) => {
    writes.push(bytes.length)
    return write(bytes, ...rest)
  }
  const batch = batchOf([1, 2, 3, 4, 5])
  pair.outlet.send(batch)
  expect(writes).toEqual([batch.frames('socket.io').length])
  await settled(pair)
  expect(pair.heard).toEqual([1, 2, 3, 4, 5])
})

it('a client that stops reading is not ready after its window, and is again when it has read', async () => {
  const pair = await connect({ transports: ['websocket'] })
  const reading = (pair.client.io.engine.transport as unknown as { ws: { _socket: NetSocket } }).ws._socket
  reading.pause()
  let sent = 0
  for (let attempt = 0; attempt < 2_000; attempt++) {
    if (pair.outlet.isReady) pair.outlet.send(batchOf([++sent], 1_000))
    await yieldToTransport()
  }
  // two bytes a letter
  expect(sent * 2_000).toBeGreaterThan(200_000)
  expect(sent * 2_000).toBeLessThan(300_000)
  expect(pair.outlet.isReady).toBe(false)
  const answered = new Promise((resolve) => pair.server.conn.once('heartbeat', resolve))
  reading.resume()
  await answered
  await settled(pair)
  expect(pair.heard).toHaveLength(sent)
  expect(pair.outlet.isReady).toBe(true)
})
