/** Limits for each address, at every door of a running server. */

import { once } from 'node:events'
import { expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { useServers } from '../served.fixture.ts'
import type { FeedServer } from '../start-feed-server.ts'

const { serve, connect } = useServers()
const webSocketOf = (server: FeedServer, headers: Record<string, string> = {}): WebSocket =>
  new WebSocket(`${server.url.replace('http', 'ws')}/ws`, { headers })
const sse = (server: FeedServer, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${server.url}/sse?symbols=BTC-USD&channels=quote`, { headers })

/** Status, `Retry-After` and body of a refused upgrade. */
async function refusalOf(webSocket: WebSocket): Promise<[number | undefined, string | undefined, string]> {
  type Refusal = { statusCode?: number; headers: { 'retry-after'?: string } } & AsyncIterable<Buffer>
  const [, response] = (await once(webSocket, 'unexpected-response')) as [unknown, Refusal]
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  return [response.statusCode, response.headers['retry-after'], Buffer.concat(chunks).toString()]
}

it('connections of an address count by all doors together, and one that ends makes room', async () => {
  const server = await serve({ limits: { maxConnectionsPerAddress: 3 } })
  const polling = await connect(server, { transports: ['polling'] })
  const plain = webSocketOf(server)
  await once(plain, 'open')
  const controller = new AbortController()
  const stream = await fetch(`${server.url}/sse?symbols=BTC-USD&channels=quote`, { signal: controller.signal })
  expect(stream.status).toBe(200)

  await expect(connect(server, { transports: ['websocket'] })).rejects.toThrow()
  expect(await refusalOf(webSocketOf(server))).toEqual([429, undefined, 'LIMIT_CONNECTIONS'])
  const refused = await sse(server)
  expect(refused.status).toBe(429)
  expect(await refused.json()).toMatchObject({
    error: { code: 'LIMIT_CONNECTIONS', details: { scope: 'address', limit: 'maxConnectionsPerAddress', max: 3 } },
  })

  polling.socket.disconnect()
  await expect
    .poll(() =>
      connect(server, { transports: ['websocket'] }).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true)
  controller.abort()
  plain.terminate()
})

it('handshakes of an address have a rate', async () => {
  const server = await serve({ limits: { maxHandshakesPerSecondPerAddress: 0.01, maxHandshakeBurstPerAddress: 2 } })
  const first = webSocketOf(server)
  await once(first, 'open')
  await connect(server, { transports: ['websocket'] })
  expect(await refusalOf(webSocketOf(server))).toEqual([429, '100', 'LIMIT_RATE'])
  const handshake = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`)
  expect(await handshake.json()).toEqual({ code: 4, message: 'LIMIT_RATE' })
  first.terminate()
})

it('so do requests', async () => {
  const server = await serve({ limits: { maxRequestsPerSecondPerAddress: 0.5, maxRequestBurstPerAddress: 3 } })
  for (let i = 0; i < 3; i++) expect((await fetch(`${server.url}/api/decks`)).status).toBe(200)
  const refused = await fetch(`${server.url}/api/decks`)
  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toBe('2')
  expect(await refused.json()).toMatchObject({
    error: { code: 'LIMIT_RATE', details: { scope: 'address', limit: 'maxRequestsPerSecondPerAddress', max: 0.5 } },
  })
})

it('behind a trusted proxy each client has limits of its own, and nobody gets others by a header of their own', async () => {
  const limits = { maxConnectionsPerAddress: 1 }
  const proxied = await serve({ limits, trustProxy: ['127.0.0.1'] })
  const as = (list: string): Record<string, string> => ({ 'x-forwarded-for': list })
  const one = webSocketOf(proxied, as('203.0.113.1'))
  await once(one, 'open')
  const two = webSocketOf(proxied, as('203.0.113.2'))
  await once(two, 'open')
  expect((await refusalOf(webSocketOf(proxied, as('198.51.100.9, 203.0.113.2'))))[0]).toBe(429)

  const direct = await serve({ limits })
  const only = webSocketOf(direct, as('203.0.113.1'))
  await once(only, 'open')
  expect((await refusalOf(webSocketOf(direct, as('203.0.113.2'))))[0]).toBe(429)
  for (const each of [one, two, only]) each.terminate()
})

it('the server as a whole is full with another status', async () => {
  const server = await serve({ limits: { maxConnections: 1 } })
  await connect(server, { transports: ['websocket'] })
  expect((await sse(server)).status).toBe(503)
  expect(await refusalOf(webSocketOf(server))).toEqual([503, undefined, 'LIMIT_CONNECTIONS'])
})

it('a connection of /ws that subscribes to nothing is ended', async () => {
  const server = await serve({ limits: { maxSilentSeconds: 0.3 } })
  const busy = webSocketOf(server)
  await once(busy, 'open')
  busy.send(JSON.stringify({ op: 'subscribe', symbols: ['BTC-USD'], channels: ['quote'] }))
  const silent = webSocketOf(server)
  const told = once(silent, 'message')
  const closed = once(silent, 'close')
  const [data] = (await told) as [Buffer]
  expect(JSON.parse(data.toString())).toMatchObject({ event: 'notice', data: { code: 'SILENT' } })
  expect((await closed)[0]).toBe(1008)
  expect(busy.readyState).toBe(WebSocket.OPEN)
  busy.terminate()
})
