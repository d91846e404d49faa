/** docs/protocol.md against the program: every example parses, and has the form that a running server gives. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startFeedServer, type FeedServer } from '@tapedeck/feed-server'
import {
  DEFAULT_LIMITS,
  ERROR_CODES,
  isChannel,
  isInterval,
  type Gap,
  type InstrumentChange,
  type TradeBust,
} from '@tapedeck/protocol'
import {
  authenticateRequestSchema,
  historyRequestSchema,
  instrumentsRequestSchema,
  parseRequest,
  subscribeRequestSchema,
  unsubscribeRequestSchema,
} from '@tapedeck/protocol/schemas'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../../scripts/child.mjs'

const page = readFileSync(join(root, 'docs/protocol.md'), 'utf8')

/** The JSON examples under each heading, in order. */
const examples = new Map<string, unknown[]>()
for (const section of page.split(/^#{2,3} /m)) {
  const heading = section.slice(0, section.indexOf('\n')).replaceAll('`', '')
  const blocks = [...section.matchAll(/^```json\n(.*?)^```$/gms)].map(([, text = '']): unknown => JSON.parse(text))
  examples.set(heading, blocks)
}
function example(heading: string, index = 0): unknown {
  const found = examples.get(heading)?.[index]
  if (found === undefined) throw new Error(`docs/protocol.md has no example ${index} under ${heading}`)
  return found
}

/** The cells of a table under a heading, without the head. */
function tableOf(heading: string): string[][] {
  const section = page.slice(page.indexOf(`\n## ${heading}\n`) + 1).split(/^## /m)[1] ?? ''
  const rows = section.split('\n').filter((line) => line.startsWith('|'))
  return rows.slice(2).map((row) =>
    row
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim().replaceAll('`', '')),
  )
}

/** A value with every figure replaced by its type, and arrays by their first item. Null has the form of anything. */
function formOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(formOf)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, inner === null ? expect.anything() : formOf(inner)]),
    )
  }
  return typeof value
}
function fillNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fillNulls)
  if (typeof value !== 'object' || value === null) return value ?? 'null'
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fillNulls(inner)]))
}
/** Both have the same fields, and the same types where neither is null. */
function expectSameForm(documented: unknown, real: unknown): void {
  expect(formOf(fillNulls(real))).toEqual(formOf(documented))
}

describe('the documented requests', () => {
  it('are of the form that the server asks for, and name what exists', () => {
    const subscribe = parseRequest(subscribeRequestSchema, example('subscribe'))
    expect(subscribe.channels.every(isChannel)).toBe(true)
    expect(parseRequest(unsubscribeRequestSchema, example('unsubscribe')).channels.every(isChannel)).toBe(true)
    expect(isInterval(parseRequest(historyRequestSchema, example('history')).interval)).toBe(true)
    parseRequest(instrumentsRequestSchema, example('instruments'))
    parseRequest(authenticateRequestSchema, example('authenticate'))
  })
})

describe('a running server', () => {
  let server: FeedServer
  let socket: Socket
  const heard = new Map<string, unknown>()
  const ask = (name: string, request: unknown): Promise<unknown> => socket.timeout(5_000).emitWithAck(name, request)

  beforeAll(async () => {
    server = await startFeedServer({
      port: 0,
      clock: 'virtual',
      seed: 7,
      start: 1_767_623_400_000_000,
      pageFolder: null,
    })
    socket = io(server.url)
    socket.onAny((name: string, event: unknown) => heard.set(name, event))
    await server.advance('75s')
  })
  afterAll(async () => {
    socket.close()
    await server.close()
  })

  it('answers the documented requests as documented, and sends the documented events', async () => {
    const joined = await ask('subscribe', example('subscribe'))
    expect(joined).toMatchObject({
      ok: true,
      snapshots: [{}, { data: { length: DEFAULT_LIMITS.snapshotTrades } }, {}, { channel: 'status' }, {}],
    })
    expectSameForm(example('subscribe', 1), joined)
    const { snapshots } = joined as { snapshots: { channel: string; data: unknown }[] }
    expectSameForm(example('status'), snapshots.find(({ channel }) => channel === 'status')?.data)

    await server.advance('10s')
    expectSameForm(example('history', 1), await ask('history', example('history')))
    expectSameForm(example('instruments', 1), await ask('instruments', example('instruments')))
    expectSameForm(example('unsubscribe', 1), await ask('unsubscribe', example('unsubscribe')))
    for (const event of ['quote', 'trade', 'stats', 'bar', 'deck']) expectSameForm(example(event), heard.get(event))
  })

  it('refuses as documented, word for word', async () => {
    expect(await ask('subscribe', { symbols: 'BTC-USD', channels: ['quote'] })).toEqual(example('Mistakes', 0))
    expect(await ask('subscribe', { symbols: ['NOPE'], channels: ['candles'] })).toEqual(example('Mistakes', 1))
    const notice = new Promise((resolve) => socket.once('notice', resolve))
    socket.emit('subscribe', { symbols: 7, channels: ['quote'] })
    expect(await notice).toEqual(example('notice'))
  })

  it('answers HTTP as documented', async () => {
    const get = async (path: string): Promise<unknown> => (await fetch(server.url + path)).json()
    const { ok: _bars, ...bars } = example('history', 1) as { ok: boolean }
    const { ok: _instruments, ...instruments } = example('instruments', 1) as { ok: boolean }
    expectSameForm(bars, await get('/api/bars?symbol=BTC-USD&interval=1m'))
    expectSameForm(instruments, await get('/api/instruments'))
    expectSameForm(
      { epoch: '', take: 1, cursor: '', quotes: [example('quote')] },
      await get('/api/quotes?symbols=BTC-USD,AAPL'),
    )
    expectSameForm({ decks: [example('deck')] }, await get('/api/decks'))
    expect(await get('/healthz')).toEqual({ ok: true })
    expect(await get('/readyz')).toEqual({ ok: true, decks: ['live'] })
    expect(await get('/api/bars?symbol=NOPE&interval=1m')).toEqual(example('HTTP'))
  })
})

it('events that a simulated market does not send are documented with the fields of their types', () => {
  const bust: TradeBust = { symbol: '', tradeId: 1, price: 1, size: 1, seq: 1, ts: 1, tsRecv: 1 }
  const gap: Gap = { symbol: null, fromSeq: null, toSeq: null, tsFrom: 1, tsTo: 1, cause: '' }
  const [instrument] = (example('instruments', 1) as { instruments: InstrumentChange['instrument'][] }).instruments
  const change = { action: 'enter', instrument, tsRecv: 1 }
  expectSameForm(example('trade-bust'), bust)
  expect(Object.keys(example('gap') as Gap)).toEqual(Object.keys(gap))
  expectSameForm(example('instrument'), change)
})

it('the documented error codes are those of the program, in its words', () => {
  expect(tableOf('Error codes').map(([code, meaning]) => [code, meaning])).toEqual(
    Object.entries(ERROR_CODES).map(([code, meaning]) => [code, meaning.replaceAll('`', '')]),
  )
})

it('the documented limits are the defaults', () => {
  const documented = tableOf('Limits').map(([name = '', value]) => [name, Number(value)] as const)
  expect(Object.fromEntries(documented)).toEqual(DEFAULT_LIMITS)
})
