import { type Bar, type DeckStatus, type Quote, type Snapshot, type Stats, type Trade } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import { START, useServers, type Joined } from './served.fixture.ts'

const { serve, connect } = useServers()

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
