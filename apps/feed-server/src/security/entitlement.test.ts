/** A server that asks for JWTs, at each of its doors. */

import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { START, useServers } from '../served.fixture.ts'
import type { FeedServer } from '../start-feed-server.ts'
import type { StockClient } from '../stock-client.fixture.ts'
import { SECRET, signed } from './jwt.fixture.ts'

const { serve, connect } = useServers()
const TOKEN = 'a token of the server'
const guarded = (): Promise<FeedServer> => serve({ jwt: { secret: SECRET }, token: TOKEN })
const quotes = (...symbols: string[]): object => ({ symbols, channels: ['quote'] })

async function get(server: FeedServer, path: string, jwt?: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(server.url + path, {
    headers: jwt === undefined ? {} : { authorization: `Bearer ${jwt}` },
  })
  return { status: response.status, body: await response.json() }
}

describe('a Socket.IO client', () => {
  const connectAs = (server: FeedServer, auth: object): Promise<StockClient> => connect(server, { auth })

  it('without a good token is told why and not let in', async () => {
    const server = await guarded()
    for (const [auth, code] of [
      [{}, 'UNAUTHENTICATED'],
      [{ jwt: 7 }, 'UNAUTHENTICATED'],
      [{ jwt: 'x' }, 'UNAUTHENTICATED'],
      [{ token: 'not that of the server' }, 'UNAUTHENTICATED'],
      [{ jwt: await signed({}, -5) }, 'TOKEN_EXPIRED'],
    ] as const) {
      await expect(connectAs(server, auth)).rejects.toMatchObject({ data: { code } })
    }
  })

  it('sees the symbols of its token, and learns of no others', async () => {
    const server = await guarded()
    const client = await connectAs(server, { jwt: await signed({ symbols: ['BTC-*', 'AAPL'] }) })
    expect(await client.ask('subscribe', quotes('BTC-USD', 'AAPL'))).toMatchObject({ ok: true })
    for (const symbol of ['ETH-USD', 'NO-SUCH']) {
      expect(await client.ask('subscribe', quotes('BTC-USD', symbol))).toMatchObject({
        error: { code: 'NOT_ENTITLED', details: { symbol } },
      })
      expect(await client.ask('history', { symbol, interval: '1m' })).toMatchObject({ error: { code: 'NOT_ENTITLED' } })
    }
    const { instruments } = (await client.ask('instruments', {})) as { instruments: { symbol: string }[] }
    expect(instruments.map(({ symbol }) => symbol)).toEqual(['BTC-USD', 'AAPL'])
    await server.advance('5s')
    await server.handled()
    const symbols = client.all<{ symbol: string }>('quote').map(({ symbol }) => symbol)
    expect([...new Set(symbols)].sort()).toEqual(['AAPL', 'BTC-USD'])
  })

  it('changes something with the claim for it, or with the token of the server', async () => {
    const server = await guarded()
    const open = { scenario: 'flash-crash:AAPL' }
    const looking = await connectAs(server, { jwt: await signed({}) })
    expect(await looking.ask('deck:open', open)).toMatchObject({ error: { code: 'UNAUTHORIZED' } })
    for (const auth of [{ jwt: await signed({ control: true }) }, { token: TOKEN }]) {
      const client = await connectAs(server, auth)
      expect(await client.ask('deck:open', open)).toMatchObject({ ok: true })
    }
  })

  it('is disconnected when its token ends, and told before', async () => {
    const server = await guarded()
    const client = await connectAs(server, { jwt: await signed({}, 1) })
    const [reason] = (await once(client.socket as never, 'disconnect')) as [string]
    expect(reason).toBe('io server disconnect')
    expect(client.all('notice')).toMatchObject([{ code: 'TOKEN_EXPIRING' }, { code: 'TOKEN_EXPIRED' }])
  })

  it('stays by another token, and leaves what that does not cover', async () => {
    const server = await guarded()
    const client = await connectAs(server, { jwt: await signed({}, 2) })
    await client.ask('subscribe', quotes('BTC-USD', 'ETH-USD'))
    expect(await client.ask('authenticate', { jwt: 'x' })).toMatchObject({ error: { code: 'UNAUTHENTICATED' } })
    await client.until('notice', 1)
    const jwt = await signed({ symbols: ['ETH-USD'] })
    expect(await client.ask('authenticate', { jwt })).toMatchObject({ ok: true, removed: 1 })
    await server.advance('5s')
    await server.handled()
    const heard = new Set(client.all<{ symbol: string }>('quote').map(({ symbol }) => symbol))
    expect(heard).toEqual(new Set(['ETH-USD']))
    expect(await client.ask('subscribe', quotes('BTC-USD'))).toMatchObject({ error: { code: 'NOT_ENTITLED' } })
    // the first would have ended by now: its end was told, and nothing more
    expect(client.all('notice')).toMatchObject([{ code: 'TOKEN_EXPIRING' }])
  })

  it('of a deck that is moved gets the symbols that it has alone', async () => {
    const server = await guarded()
    const driver = await connectAs(server, { token: TOKEN })
    const opened = await driver.ask('deck:open', { scenario: 'flash-crash:AAPL', shared: true, play: false })
    const { deck } = opened as { deck: string }
    const client = await connectAs(server, { jwt: await signed({ symbols: ['BTC-USD'] }) })
    expect(await client.ask('subscribe', { ...quotes('BTC-USD'), deck })).toMatchObject({ ok: true })
    expect(await client.ask('subscribe', { ...quotes('AAPL'), deck })).toMatchObject({
      error: { code: 'NOT_ENTITLED' },
    })
    const resume = { epoch: 'any', take: 1, seqs: { 'trade/AAPL': 1 } }
    expect(await client.ask('subscribe', { ...quotes('AAPL'), deck, resume })).toMatchObject({
      error: { code: 'NOT_ENTITLED' },
    })
  })
})

describe('a plain WebSocket', () => {
  async function open(
    server: FeedServer,
    headers: Record<string, string> = {},
  ): Promise<{
    socket: WebSocket
    messages: Record<string, unknown>[]
    until: (count: number) => Promise<void>
    send: (message: object) => void
  }> {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`, { headers })
    const messages: Record<string, unknown>[] = []
    socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString()) as Record<string, unknown>))
    await once(socket, 'open')
    return {
      socket,
      messages,
      until: async (count) => {
        while (messages.length < count) await once(socket, 'message')
      },
      send: (message) => socket.send(JSON.stringify(message)),
    }
  }

  it('says who it is before it asks for something', async () => {
    const server = await guarded()
    const client = await open(server)
    client.send({ op: 'subscribe', id: 1, ...quotes('BTC-USD') })
    client.send({ op: 'authenticate', id: 2, jwt: await signed({ symbols: ['BTC-USD'] }) })
    // at once: it is answered when the token has been looked at
    client.send({ op: 'subscribe', id: 3, ...quotes('BTC-USD') })
    client.send({ op: 'subscribe', id: 4, ...quotes('ETH-USD') })
    await client.until(4)
    expect(client.messages).toMatchObject([
      { op: 'error', id: 1, error: { code: 'UNAUTHENTICATED' } },
      { op: 'authenticated', id: 2, removed: 0 },
      { op: 'subscribed', id: 3 },
      { op: 'error', id: 4, error: { code: 'NOT_ENTITLED' } },
    ])
    client.send({ op: 'authenticate', id: 5, jwt: await signed({ symbols: [] }) })
    await client.until(5)
    expect(client.messages.at(-1)).toMatchObject({ op: 'authenticated', id: 5, removed: 1 })
    client.socket.terminate()
  })

  it('may say it by a header, and ends with its token', async () => {
    const server = await guarded()
    const bad = await open(server, { authorization: 'Bearer x' })
    await bad.until(1)
    expect(bad.messages).toMatchObject([{ op: 'error', error: { code: 'UNAUTHENTICATED' } }])
    bad.socket.terminate()

    const client = await open(server, { authorization: `Bearer ${await signed({}, 1)}` })
    client.send({ op: 'subscribe', ...quotes('BTC-USD') })
    expect((await once(client.socket, 'close'))[0]).toBe(1008)
    expect(client.messages).toMatchObject([
      { op: 'subscribed' },
      { event: 'notice', data: { code: 'TOKEN_EXPIRING' } },
      { event: 'notice', data: { code: 'TOKEN_EXPIRED' } },
    ])
  })
})

describe('HTTP', () => {
  it('asks for a token, but for the health of the server and the page', async () => {
    const server = await guarded()
    for (const path of ['/api/decks', '/api/instruments', '/api/recordings', '/sse?symbols=BTC-USD&channels=quote']) {
      expect(await get(server, path)).toMatchObject({ status: 401, body: { error: { code: 'UNAUTHENTICATED' } } })
    }
    expect((await fetch(`${server.url}/api/decks`)).headers.get('www-authenticate')).toBe('Bearer')
    for (const path of ['/healthz', '/readyz']) expect((await get(server, path)).status).toBe(200)
    expect((await fetch(server.url)).status).toBe(200)
    expect(await get(server, '/nowhere')).toMatchObject({ status: 404 })
    expect(await get(server, '/api/decks', TOKEN)).toMatchObject({ status: 200 })
  })

  it('answers what the token covers', async () => {
    const server = await guarded()
    const jwt = await signed({ symbols: ['BTC-USD'] })
    expect(await get(server, '/api/quotes?symbols=BTC-USD', jwt)).toMatchObject({ status: 200 })
    for (const path of [
      '/api/quotes?symbols=AAPL',
      '/api/bars?symbol=AAPL&interval=1m',
      '/sse?symbols=AAPL&channels=trade',
    ]) {
      expect(await get(server, path, jwt)).toMatchObject({ status: 403, body: { error: { code: 'NOT_ENTITLED' } } })
    }
    const { body } = await get(server, '/api/instruments', jwt)
    expect(body).toMatchObject({ instruments: [{ symbol: 'BTC-USD' }] })
    expect((body as { instruments: unknown[] }).instruments).toHaveLength(1)
    const opened = await fetch(`${server.url}/api/decks`, {
      method: 'POST',
      headers: { authorization: `Bearer ${jwt}` },
    })
    expect(opened.status).toBe(401)
    expect(await opened.json()).toMatchObject({ error: { code: 'UNAUTHORIZED' } })
  })

  it('gives tapes to whoever may see all that is on them', async () => {
    const data = await mkdtemp(join(tmpdir(), 'tapedeck-'))
    const server = await serve({ jwt: { secret: SECRET }, data, historyDays: 0 })
    const make = (claims: object): Promise<Response> =>
      signed({ control: true, ...claims }).then((jwt) =>
        fetch(`${server.url}/api/recordings`, {
          method: 'POST',
          headers: { authorization: `Bearer ${jwt}`, 'content-type': 'application/json' },
          body: JSON.stringify({ symbols: ['BTC-USD'] }),
        }),
      )
    const { id } = (await (await make({})).json()) as { id: string }
    await server.advance('5s')
    const at = `${START}&to=${START + 5_000_000}`
    const askAs = async (symbols: readonly string[], path: string): Promise<number> =>
      (await fetch(server.url + path, { headers: { authorization: `Bearer ${await signed({ symbols })}` } })).status
    expect(await askAs(['BTC-*'], `/api/recordings/${id}/download`)).toBe(200)
    for (const path of [`/api/recordings/${id}/download`, `/api/recordings/${id}/part?from=${at}`]) {
      expect(await askAs(['AAPL'], path)).toBe(403)
    }
    expect(await askAs(['BTC-*'], `/api/rolling/part?from=${at}`)).toBe(403)
  })

  it('ends a stream with its token', async () => {
    const server = await guarded()
    const headers = { authorization: `Bearer ${await signed({}, 1)}` }
    const response = await fetch(`${server.url}/sse?symbols=BTC-USD&channels=quote`, { headers })
    // the body ends
    const text = await response.text()
    expect(text).toContain('event: subscribed')
    expect(text).toContain('TOKEN_EXPIRING')
    expect(text).toContain('TOKEN_EXPIRED')
  })
})

it('without JWTs nobody is asked, and whoever shows one is served all the same', async () => {
  const server = await serve()
  const client = await connect(server, { auth: { jwt: 'whatever' } })
  expect(await client.ask('authenticate', { jwt: 'whatever' })).toEqual({ ok: true, expiresAt: null, removed: 0 })
})
