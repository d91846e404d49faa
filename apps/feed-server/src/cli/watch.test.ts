/** `tapedeck watch` on a real server, and the table that it draws. */

import type { DeckStatus, InstrumentInfo } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import { START, useServers } from '../served.fixture.ts'
import { tapedeck } from './captured.fixture.ts'
import { deckLine, tableLines, type WatchedSymbol } from './watch-table.ts'

const { serve } = useServers()

const INSTRUMENT: InstrumentInfo = {
  id: 1,
  symbol: 'BTC-USD',
  name: 'Bitcoin',
  venue: 'X',
  assetClass: 'crypto',
  currency: 'USD',
  pricePrecision: 2,
  tickSize: 0.01,
  sizePrecision: 8,
  sizeIncrement: 1e-8,
  lotSize: 1e-8,
  barSource: 'trade',
  dayStart: { time: '00:00', timeZone: 'UTC' },
  calendar: '24/7',
}
const HEAD = { symbol: 'BTC-USD', seq: 1, ts: START, tsRecv: START }
const WATCHED: WatchedSymbol = {
  instrument: INSTRUMENT,
  quote: { ...HEAD, bid: 91_234.5, bidSize: 0.25, ask: null, askSize: null },
  stats: {
    ...HEAD,
    open: 91_000,
    high: 92_000,
    low: 90_000,
    last: 91_234.5,
    lastSize: 0.1,
    prevClose: 91_000,
    change: 234.5,
    changePercent: 0.257_692,
    volume: 1_234_567.891,
    notional: '0',
    vwap: 91_100,
    tradeCount: 12,
    tsDayOpen: START,
  },
}
const SETTINGS = { isStyled: false, columns: 120, rows: 20 }

describe('the table', () => {
  it('has a row for each symbol, with digits as the instrument has them', () => {
    const untouched = { instrument: { ...INSTRUMENT, symbol: 'NEW' }, quote: null, stats: null }
    expect(tableLines([WATCHED, untouched], START + 1_500_000, SETTINGS)).toMatchInlineSnapshot(`
      [
        "symbol       last   change      %  bid size       bid  ask  ask size  volume   age",
        "BTC-USD  91234.50  +234.50  +0.26      0.25  91234.50    –         –   1.23M  1.5s",
        "NEW             –        –      –         –         –    –         –       –     –",
      ]
    `)
  })

  it('has colours where they are wanted, and only there', () => {
    const [, row = ''] = tableLines([WATCHED], START, { ...SETTINGS, isStyled: true })
    expect(row).toContain('\u001B[32m')
    expect(row.replaceAll(/\u001B\[\d*m/g, '')).toBe(tableLines([WATCHED], START, SETTINGS)[1])
  })

  it('fits into any window', () => {
    const many = Array.from({ length: 30 }, (_, index) => ({
      ...WATCHED,
      instrument: { ...INSTRUMENT, symbol: `SYMBOL-${index}` },
    }))
    for (const columns of [10, 40, 80]) {
      const lines = tableLines(many, START, { isStyled: false, columns, rows: 12 })
      expect(lines.length).toBeLessThanOrEqual(12)
      expect(lines.slice(0, -1).every((line) => line.length <= Math.max(columns, 'SYMBOL-10'.length))).toBe(true)
    }
  })

  it('says what the deck does', () => {
    const status = {
      deck: 'live',
      state: 'playing',
      speed: 10,
      position: START,
      source: { name: 'a tape' },
    } as DeckStatus
    expect(deckLine(status, START, 'connected', SETTINGS)).toBe(
      '2026-01-05 14:30:00 UTC  live: a tape, playing, speed 10',
    )
    expect(deckLine(status, START, 'reconnecting', SETTINGS)).toMatch(/\(reconnecting\)$/)
    expect(deckLine(undefined, 0, 'connecting', SETTINGS)).toBe('connecting')
  })
})

describe('watch', () => {
  it('prints the prices of a server once', async () => {
    const server = await serve()
    await server.advance('5s')
    const { code, out, err } = await tapedeck(['watch', 'AAPL', 'BTC-USD', '--url', server.url, '--once'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const [deck = '', head = '', ...rows] = out.trimEnd().split('\n')
    expect(deck).toContain('live')
    expect(head.split(/ {2,}/)).toEqual([
      'symbol',
      'last',
      'change',
      '%',
      'bid size',
      'bid',
      'ask',
      'ask size',
      'volume',
      'age',
    ])
    expect(rows.map((row) => row.split(' ')[0])).toEqual(['AAPL', 'BTC-USD'])
    const quote = server.deck.market.quote(server.deck.market.instrumentOf('AAPL')?.id ?? 0)
    expect(rows[0]).toContain(((quote?.bid ?? 0) / 100).toFixed(2))
  })

  it('draws over its own lines until it is interrupted', async () => {
    const server = await serve()
    await server.advance('1s')
    const { code, out } = await tapedeck(['watch', '--url', server.url, '--every', '0.1'], {
      isTerminal: true,
      rows: 10,
      interruptedWhen: (text) => text.split('EUR-USD').length > 3,
    })
    expect(code).toBe(0)
    expect(out.startsWith('\u001B[?25l')).toBe(true)
    expect(out.endsWith('\u001B[?25h')).toBe(true)
    expect(out).toContain('\u001B[6A')
  })

  it('names a symbol that the server has not', async () => {
    const server = await serve()
    const ran = await tapedeck(['watch', 'NOPE', '--url', server.url, '--once'])
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('"NOPE"; it has BTC-USD') as string })
  })
})
