import { once } from 'node:events'
import { createConnection } from 'node:net'
import { describe, expect, it } from 'vitest'
import { START, useServers } from './served.fixture.ts'

const { serve } = useServers()

describe('HTTP', () => {
  it.each([
    ['/api/bars?symbol=NOPE&interval=1m', 404, 'UNKNOWN_SYMBOL'],
    ['/api/bars?symbol=BTC-USD', 400, 'BAD_MESSAGE'],
    ['/api/bars?symbol=BTC-USD&interval=1m&limit=-4', 400, 'BAD_MESSAGE'],
    ['/api/quotes?symbols=NOPE', 404, 'UNKNOWN_SYMBOL'],
    ['/api/instruments?deck=other', 404, 'UNKNOWN_DECK'],
    ['/nothing/here', 404, 'NOT_FOUND'],
    ['/%', 400, 'BAD_MESSAGE'],
  ])('%s answers %i %s', async (path, status, code) => {
    const server = await serve()
    const response = await fetch(server.url + path)
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ error: { code } })
  })

  it('answers instruments, quotes, decks and health', async () => {
    const server = await serve()
    await server.advance('1s')
    const get = async (path: string): Promise<unknown> => (await fetch(server.url + path)).json()
    expect(await get('/api/instruments')).toMatchObject({
      take: 1,
      instruments: [{ symbol: 'BTC-USD', tickSize: expect.any(Number) as number }, {}, {}, {}],
    })
    expect(await get('/api/quotes?symbols=BTC-USD,AAPL')).toMatchObject({
      quotes: [{ symbol: 'BTC-USD', seq: expect.any(Number) as number }, { symbol: 'AAPL' }],
    })
    expect(await get('/api/decks')).toMatchObject({
      decks: [{ deck: 'live', state: 'playing', position: START + 1_000_000 }],
    })
    expect(await get('/healthz')).toEqual({ ok: true })
    expect(await get('/readyz')).toMatchObject({ ok: true })
  })
})

it('a busy port moves to the next and says so', async () => {
  const first = await serve()
  const said: string[] = []
  const second = await serve({
    port: first.port,
    log: { info: (message) => said.push(message), error: () => undefined },
  })
  expect(second.port).toBeGreaterThan(first.port)
  expect(said[0]).toBe(`port ${first.port} is busy, trying ${first.port + 1}`)
})

describe('closing', () => {
  it('does not wait for a connection that never asked for anything', async () => {
    const server = await serve()
    const silent = createConnection(server.port, '127.0.0.1')
    await once(silent, 'connect')
    const gone = once(silent, 'close')
    await server.close()
    await gone
  })
})

describe('time', () => {
  it('passes once for each call of advance, also when they overlap', async () => {
    const server = await serve()
    await Promise.all([server.advance('3s'), server.advance('1s'), server.advance(500)])
    expect(server.deck.status().position).toBe(START + 4_500_000)
    await expect(server.advance('soon')).rejects.toMatchObject({ code: 'BAD_OPTION' })
    await server.advance('1s')
    expect(server.deck.status().position).toBe(START + 5_500_000)
  })

  it('cannot be advanced on a clock that runs by itself', async () => {
    const server = await serve({ clock: 'wall' })
    await expect(server.advance('1s')).rejects.toMatchObject({ code: 'BAD_OPTION' })
  })
})
