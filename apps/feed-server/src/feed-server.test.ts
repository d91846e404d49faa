import { once } from 'node:events'
import { createConnection } from 'node:net'
import {
  CHANNELS,
  micros,
  type Bar,
  type DeckStatus,
  type Quote,
  type Snapshot,
  type Stats,
  type SubscribeAnswer,
  type Trade,
} from '@tapedeck/protocol'
import { afterEach, describe, expect, it } from 'vitest'
import { startFeedServer, type FeedServer } from './start-feed-server.ts'
import type { FeedServerOptions } from './options.ts'
import { connectStock, type StockClient } from './stock-client.fixture.ts'

const START = 1_767_623_400_000_000
const open: { close(): unknown }[] = []

async function serve(options: FeedServerOptions = {}): Promise<FeedServer> {
  const symbols = ['BTC-USD', 'ETH-USD', 'EUR-USD', 'AAPL']
  const simulated = options.replay === undefined ? { seed: 7, start: START, symbols } : {}
  const server = await startFeedServer({
    port: 0,
    clock: 'virtual',
    historyBars: 50,
    pageFolder: null,
    ...simulated,
    ...options,
  })
  open.push(server)
  return server
}
async function connect(server: FeedServer, options = {}): Promise<StockClient> {
  const client = await connectStock(server.url, options)
  open.push(client)
  return client
}
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})

type Joined = Extract<SubscribeAnswer, { ok: true }>
const snapshotData = <T>(answer: Joined, channel: Snapshot['channel'], symbol: string): T =>
  answer.snapshots.find((snapshot) => snapshot.channel === channel && snapshot.symbol === symbol)?.data as T

describe('a stock client', () => {
  it('subscribes with one message and gets the snapshot, then every quote after it', async () => {
    const server = await serve()
    await server.advance('10s')
    const client = await connect(server)
    const answer = (await client.ask('subscribe', {
      symbols: ['BTC-USD'],
      channels: ['quote', 'trade', 'bar:1m'],
    })) as Joined
    expect(answer).toMatchObject({ ok: true, deck: 'live', take: 1 })
    const quote = snapshotData<Quote>(answer, 'quote', 'BTC-USD')
    expect(quote.bid).toBeLessThan(quote.ask ?? 0)

    await server.advance('20s')
    const last = server.deck.market.quote(server.deck.market.instrumentOf('BTC-USD')?.id ?? 0)
    await client.until('quote', (last?.seq ?? 0) - quote.seq)
    const seqs = client.all<Quote>('quote').map((each) => each.seq)
    expect(seqs).toEqual(seqs.map((_, index) => quote.seq + 1 + index))
    expect(seqs.length).toBeGreaterThan(20)
  })

  it('gets nothing of symbols and channels that it did not ask for', async () => {
    const server = await serve()
    const client = await connect(server)
    await client.ask('subscribe', { symbols: ['ETH-USD'], channels: ['quote'] })
    await server.advance('5s')
    await client.ask('instruments', {})
    expect(new Set(client.heard.map((event) => event.name))).toEqual(new Set(['deck', 'quote']))
    expect(new Set(client.all<Quote>('quote').map((quote) => quote.symbol))).toEqual(new Set(['ETH-USD']))
  })

  it('hears nothing more of what it left', async () => {
    const server = await serve()
    const client = await connect(server)
    await client.ask('subscribe', { symbols: ['BTC-USD', 'ETH-USD'], channels: ['quote'] })
    expect(await client.ask('unsubscribe', { symbols: ['BTC-USD'], channels: ['quote'] })).toEqual({
      ok: true,
      removed: 1,
    })
    await server.advance('5s')
    await client.ask('instruments', {})
    expect(new Set(client.all<Quote>('quote').map((quote) => quote.symbol))).toEqual(new Set(['ETH-USD']))
  })

  it('sees bars close on the second, folded from the trades it saw', async () => {
    const server = await serve()
    const client = await connect(server)
    await client.ask('subscribe', { symbols: ['BTC-USD'], channels: ['trade', 'bar:1s'] })
    await server.advance('30s')
    await client.ask('instruments', {})
    const trades = client.all<Trade>('trade')
    const closed = client.all<Bar>('bar').filter((bar) => bar.closed)
    expect(closed.length).toBeGreaterThan(5)
    for (const bar of closed) {
      const inside = trades.filter((trade) => trade.tsRecv >= bar.tsOpen && trade.tsRecv < bar.tsClose)
      expect(inside.length).toBe(bar.tradeCount)
      const prices = inside.map((trade) => trade.price)
      expect([bar.open, bar.high, bar.low, bar.close]).toEqual([
        prices[0],
        Math.max(...prices),
        Math.min(...prices),
        prices.at(-1),
      ])
    }
  })

  it('gets the deck on joining and once a second of tape time', async () => {
    const server = await serve()
    const client = await connect(server)
    await server.advance('3s')
    await client.ask('instruments', {})
    const positions = client.all<DeckStatus>('deck').map((status) => status.position - START)
    expect(positions).toEqual([0, 0, 1_000_000, 2_000_000, 3_000_000].slice(positions.length === 4 ? 1 : 0))
  })

  it('reads the same bars by socket and by HTTP, as many as it asks for', async () => {
    const server = await serve()
    await server.advance('90s')
    const client = await connect(server)
    const answer = (await client.ask('history', { symbol: 'AAPL', interval: '1m', limit: 20 })) as {
      bars: Bar[]
      seq: number
      hasMore: boolean
    }
    const response = await fetch(`${server.url}/api/bars?symbol=AAPL&interval=1m&limit=20`)
    const { ok: _ok, ...same } = { ok: true, ...answer }
    expect(await response.json()).toEqual(same)
    expect(answer.bars).toHaveLength(20)
    expect(answer.hasMore).toBe(true)
    const older = (await client.ask('history', {
      symbol: 'AAPL',
      interval: '1m',
      limit: 5,
      to: answer.bars[0]?.tsOpen,
    })) as { bars: Bar[] }
    expect(older.bars.at(-1)?.tsOpen).toBeLessThan(answer.bars[0]?.tsOpen ?? 0)
  })

  it('has statistics that agree with the bars of the day', async () => {
    const server = await serve()
    await server.advance('30s')
    const client = await connect(server)
    const answer = (await client.ask('subscribe', { symbols: ['ETH-USD'], channels: ['stats', 'bar:1d'] })) as Joined
    const stats = snapshotData<Stats>(answer, 'stats', 'ETH-USD')
    const day = snapshotData<Bar>(answer, 'bar:1d', 'ETH-USD')
    expect([stats.open, stats.high, stats.low, stats.last, stats.volume]).toEqual([
      day.open,
      day.high,
      day.low,
      day.close,
      day.volume,
    ])
    expect(stats.vwap).toBeGreaterThanOrEqual(day.low)
    expect(stats.vwap).toBeLessThanOrEqual(day.high)
  })
})

describe('a mistake', () => {
  const refusals: [string, unknown[], string][] = [
    ['subscribe', [{ symbols: ['NOPE'], channels: ['quote'] }], 'UNKNOWN_SYMBOL'],
    ['subscribe', [{ symbols: ['BTC-USD'], channels: ['candles'] }], 'UNKNOWN_CHANNEL'],
    ['subscribe', [{ symbols: ['BTC-USD', 'A', 'B'], channels: ['quote'] }], 'BAD_SUBSCRIPTION'],
    ['subscribe', [{ symbols: ['BTC-USD'], channels: ['quote'], deck: 'other' }], 'UNKNOWN_DECK'],
    ['subscribe', [{ symbols: 'BTC-USD', channels: ['quote'] }], 'BAD_MESSAGE'],
    ['subscribe', [{ symbols: [], channels: ['quote'] }], 'BAD_MESSAGE'],
    ['subscribe', [{ symbols: ['BTC-USD'], channels: ['quote'], extra: 1 }], 'BAD_MESSAGE'],
    ['subscribe', [null], 'BAD_MESSAGE'],
    ['subscribe', [], 'BAD_MESSAGE'],
    ['unsubscribe', [{ symbols: ['BTC-USD'], channels: ['trade'] }], 'NOT_SUBSCRIBED'],
    ['history', [{ symbol: 'BTC-USD', interval: '7m' }], 'UNKNOWN_INTERVAL'],
    ['history', [{ symbol: 'BTC-USD', interval: '1m', limit: 1e9 }], 'BAD_MESSAGE'],
    ['order', [{ buy: 'everything' }], 'UNKNOWN_EVENT'],
    ['__proto__', [1], 'UNKNOWN_EVENT'],
  ]
  it.each(refusals)('%s %j is answered with %s, and nothing else happens', async (name, parameters, code) => {
    const server = await serve()
    const other = await connect(server)
    await other.ask('subscribe', { symbols: ['BTC-USD'], channels: ['quote'] })
    const client = await connect(server)
    expect(await client.ask(name, ...parameters)).toMatchObject({ ok: false, error: { code } })
    // it joined nothing, it still gets answers, and the other client its quotes
    await server.advance('2s')
    expect(await client.ask('instruments', {})).toMatchObject({ ok: true })
    expect(client.all('quote')).toEqual([])
    await other.until('quote', 1)
  })

  it('without an acknowledgement comes back as a notice', async () => {
    const server = await serve()
    const client = await connect(server)
    ;(client.socket as unknown as { emit(name: string, data: unknown): void }).emit('subscribe', { symbols: 7 })
    await client.until('notice', 1)
    expect(client.all('notice')).toMatchObject([{ code: 'BAD_MESSAGE' }])
  })

  it('of one symbol among many names every bad item and joins none', async () => {
    const server = await serve()
    const client = await connect(server)
    const answer = await client.ask('subscribe', { symbols: ['BTC-USD', 'X1', 'X2'], channels: ['quote', 'nope'] })
    expect(answer).toMatchObject({
      error: { details: { count: 3, problems: [{ symbol: 'X1' }, { symbol: 'X2' }, { channel: 'nope' }] } },
    })
    await server.advance('2s')
    await client.ask('instruments', {})
    expect(client.all('quote')).toEqual([])
  })
})

describe('limits', () => {
  it('a client may not hold more subscriptions than the limit, and keeps those it has', async () => {
    const server = await serve({ limits: { maxSubscriptionsPerClient: 3 } })
    const client = await connect(server)
    expect(await client.ask('subscribe', { symbols: ['BTC-USD', 'ETH-USD'], channels: ['quote'] })).toMatchObject({
      ok: true,
    })
    expect(await client.ask('subscribe', { symbols: ['AAPL', 'EUR-USD'], channels: ['quote'] })).toMatchObject({
      error: { code: 'LIMIT_SUBSCRIPTIONS', details: { held: 2, added: 2, max: 3 } },
    })
    // asking again for what it holds costs nothing
    expect(await client.ask('subscribe', { symbols: ['BTC-USD', 'ETH-USD'], channels: ['quote'] })).toMatchObject({
      ok: true,
    })
  })

  it('a flood of messages is refused beyond the burst, and the connection lives', async () => {
    const server = await serve({ limits: { maxMessageBurst: 5, maxMessagesPerSecond: 1 } })
    const client = await connect(server)
    const answers = (await Promise.all(Array.from({ length: 20 }, () => client.ask('instruments', {})))) as {
      ok: boolean
    }[]
    expect(answers.filter((answer) => answer.ok).length).toBeGreaterThanOrEqual(5)
    expect(answers.at(-1)).toMatchObject({ ok: false, error: { code: 'LIMIT_RATE' } })
    expect(client.socket.connected).toBe(true)
  })

  it('a message above the size limit ends its own connection alone', async () => {
    const server = await serve()
    const other = await connect(server)
    const client = await connect(server, { transports: ['websocket'] })
    const gone = new Promise((resolve) => client.socket.once('disconnect', resolve))
    ;(client.socket as unknown as { emit(name: string, data: unknown): void }).emit('subscribe', {
      symbols: ['x'.repeat(20_000)],
    })
    await gone
    expect(await other.ask('instruments', {})).toMatchObject({ ok: true })
  })

  it('connections beyond the limit are refused', async () => {
    const server = await serve({ limits: { maxConnections: 1 } })
    await connect(server)
    await expect(connect(server, { transports: ['websocket'] })).rejects.toThrow()
  })
})

describe('pages of other origins', () => {
  it.each(['https://evil.example', 'null', 'http://127.0.0.1:1'])('%s may not connect', async (origin) => {
    const server = await serve()
    const options = { transports: ['websocket'], extraHeaders: { origin } }
    await expect(connect(server, options)).rejects.toThrow()
    const response = await fetch(`${server.url}/api/instruments`, { headers: { origin } })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ error: { code: 'FORBIDDEN_ORIGIN' } })
  })

  it('allowed ones may read the answers of long polling and HTTP, as a browser asks for it', async () => {
    const origin = 'https://good.example'
    const server = await serve({ access: { allowOrigins: [origin] } })
    for (const path of ['/socket.io/?EIO=4&transport=polling', '/api/decks']) {
      const response = await fetch(server.url + path, { headers: { origin } })
      expect(response.status).toBe(200)
      expect(response.headers.get('access-control-allow-origin')).toBe(origin)
    }
  })

  it('the own origin and allowed ones may', async () => {
    const server = await serve({ access: { allowOrigins: ['https://good.example'] } })
    for (const origin of [server.url, 'https://good.example']) {
      const client = await connect(server, { transports: ['websocket'], extraHeaders: { origin } })
      expect(client.socket.connected).toBe(true)
    }
  })

  it('a foreign host name is refused, so that no name can be rebound to this machine', async () => {
    const server = await serve()
    await expect(
      connect(server, { transports: ['websocket'], extraHeaders: { host: 'rebound.example' } }),
    ).rejects.toThrow()
  })
})

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

describe('running bars', () => {
  it('of mids come after the snapshot with greater numbers only', async () => {
    const server = await serve()
    await server.advance('20s')
    const client = await connect(server)
    const channels = ['bar:1s', 'bar:1m', 'bar:1h', 'bar:1d'] as const
    const answer = (await client.ask('subscribe', { symbols: ['EUR-USD'], channels })) as Joined
    await server.advance('20s')
    await client.ask('instruments', {})
    for (const { channel, seq } of answer.snapshots) {
      const seqs = client
        .all<Bar>('bar')
        .filter((bar) => `bar:${bar.interval}` === channel)
        .map((bar) => bar.seq)
      expect(seqs.length).toBeGreaterThan(3)
      expect(seqs).toEqual(seqs.map((_, index) => seq + 1 + index))
    }
  })
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

it('a client that stops reading is disconnected once too much waits for it', async () => {
  const server = await serve({ limits: { maxQueuedBytes: 20_000 } })
  const client = await connect(server, { transports: ['websocket'] })
  await client.ask('subscribe', { symbols: ['BTC-USD', 'ETH-USD', 'EUR-USD', 'AAPL'], channels: CHANNELS })
  const gone = new Promise((resolve) => client.socket.once('disconnect', resolve))
  // all of this is published before the connection has a turn to write
  await server.deck.playTo(micros(START + 60_000_000))
  await server.advance('1s')
  await gone
  const other = await connect(server)
  expect(await other.ask('instruments', {})).toMatchObject({ ok: true })
})
