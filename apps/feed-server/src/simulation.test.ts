/** Scenarios, instruments of one's own and calendars, by name, by file and at run time, through real sockets. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { micros, type InstrumentChange, type Quote, type Status, type Trade } from '@tapedeck/protocol'
import { createSimulator, marketOf } from '@tapedeck/simulator'
import { createDigest } from '@tapedeck/tape'
import { openTapeFile } from '@tapedeck/tape/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseCommandLine } from './command-line.ts'
import { START, useServers } from './served.fixture.ts'
import { startFeedServer } from './start-feed-server.ts'

const { serve, connect } = useServers()
let folder = ''
const file = async (name: string, content: string): Promise<string> => {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapedeck-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a scenario', () => {
  it('that the server starts with reaches clients', async () => {
    const server = await serve({ scenarios: ['news-halt:AAPL'] })
    const client = await connect(server)
    await client.ask('subscribe', { symbols: ['AAPL'], channels: ['status', 'trade'] })
    await server.advance('100s')
    expect(client.all<Status>('status').map(({ status }) => status)).toEqual([
      'trading',
      'halted',
      'auction',
      'trading',
    ])
    expect(client.all<Trade>('trade').some(({ condition }) => condition === 'auction')).toBe(true)
    expect(server.deck.header.simulation?.scenario).toBe('news-halt')
  })

  it('can start while the market runs, and what it lists can be subscribed to', async () => {
    const server = await serve()
    const client = await connect(server)
    await server.advance('5s')
    await server.startScenario('rename:AAPL')
    await server.advance('30s')
    const changes = client.all<InstrumentChange>('instrument')
    expect(changes.map(({ action }) => action)).toEqual(['end', 'enter'])
    const symbol = changes[1]?.instrument.symbol ?? ''
    await client.ask('subscribe', { symbols: [symbol], channels: ['quote'] })
    await server.advance('5s')
    const quotes = client.all<Quote>('quote')
    expect(quotes.length).toBeGreaterThan(0)
    expect(quotes.every((quote) => quote.symbol === symbol && (quote.bid ?? 0) < (quote.ask ?? 0))).toBe(true)
  })

  it('of a file works, and what is wrong with it names file, place, value and range before anything starts', async () => {
    const step = { kind: 'price-jump', at: '1s', symbols: ['AAPL'], change: 0.1 }
    const good = await file('good.json', JSON.stringify({ name: 'jump', steps: [step] }))
    const server = await serve({ scenarios: [good] })
    await server.advance('2s')
    const bad = [
      [{ name: 'jump', steps: [{ ...step, change: 70 }] }, /bad\.json.*steps\[0\]\.change is 70.*from .* to /],
      [{ name: 'jump', steps: [{ ...step, chnge: 1 }] }, /bad\.json.*steps\[0\].*chnge.*change/],
      [{ name: 'jump', steps: [{ ...step, symbols: ['APPL'] }] }, /bad\.json.*APPL.*AAPL/],
      [
        { name: 'twice', steps: ['5s', '8s'].map((at) => ({ kind: 'halt', at, for: '10s', symbols: ['AAPL'] })) },
        /bad\.json.*steps\[1\].*AAPL/,
      ],
    ] as const
    for (const [content, message] of bad) {
      const path = await file('bad.json', JSON.stringify(content))
      await expect(serve({ scenarios: [path] })).rejects.toThrow(message)
      await expect(server.startScenario(path)).rejects.toMatchObject({ code: 'BAD_SCENARIO' })
    }
    await expect(serve({ scenarios: [await file('no.json', '{')] })).rejects.toMatchObject({ code: 'BAD_CONFIG' })
    await expect(serve({ scenarios: [join(folder, 'none.json')] })).rejects.toMatchObject({ code: 'CONFIG_NOT_FOUND' })
    await expect(serve({ scenarios: ['flash-crsh'] })).rejects.toThrow(/flash-crash/)
  })

  it('with a start and a calendar of its own sets both, and two that disagree are refused', async () => {
    const server = await startFeedServer({
      port: 0,
      pageFolder: null,
      clock: 'virtual',
      scenarios: ['weekend'],
      historyBars: 1,
    })
    try {
      expect(new Date(server.deck.header.start / 1000).getUTCDay()).toBe(5)
      await server.advance('2m')
      const euro = server.deck.market.instrumentOf('EUR-USD')
      expect(server.deck.market.status(euro?.id ?? 0)?.status).toBe('closed')
    } finally {
      await server.close()
    }
    const both = startFeedServer({ port: 0, pageFolder: null, clock: 'virtual', scenarios: ['weekend', 'holiday'] })
    await expect(both).rejects.toThrow(/weekend and holiday ask for another start each: give --start/)
  })

  it('cannot start in a recording', async () => {
    const tape = join(folder, 'short.tape.jsonl')
    const recording = await serve({ record: tape })
    await recording.advance('1s')
    await recording.close()
    const replay = await startFeedServer({ port: 0, pageFolder: null, replay: tape })
    await expect(replay.startScenario('halt')).rejects.toThrow(/simulated markets only/)
    await replay.close()
  })
})

it('a recording is made again from its own header and markers', async () => {
  const tape = join(folder, 'run.tape.jsonl')
  const server = await serve({ record: tape, scenarios: ['fat-finger:AAPL'], calendar: 'real' })
  await server.advance('5s')
  await server.startScenario('burst-x10:BTC-USD', micros(START + 7_000_000))
  await server.advance('20s')
  const summary = await server.close()

  await using source = await openTapeFile(tape)
  const { simulation, start, instruments } = source.header
  const events = []
  while (await source.fill()) {
    for (let event = source.next(); event !== undefined; event = source.next()) events.push(event)
  }
  const markers = events.filter((event) => event.type === 'marker')
  expect(markers).toHaveLength(2)
  const market = marketOf(simulation?.market ?? null, instruments)
  const again = createSimulator({ seed: simulation?.seed ?? 0, start, ...market, markers })
  expect(again.epoch).toBe(source.header.epoch)
  const digest = createDigest()
  for (const event of again.events()) {
    digest.add(event)
    if (digest.events === events.length) break
  }
  expect(digest.hex()).toBe(summary?.digest)
})

describe('instruments of a file', () => {
  const own = { symbol: 'ACME', class: 'us-equity', price: 48.5, tickSize: 0.01, size: 100 }

  it('are served in place of the built-in ones', async () => {
    const path = await file('own.json', JSON.stringify({ instruments: [own] }))
    const options = parseCommandLine(['--instruments', path, '--calendar', 'real'])
    const server = await serve({ ...options, port: 0, seed: 1, start: START, symbols: undefined })
    expect(server.deck.market.instruments()).toMatchObject([{ symbol: 'ACME', calendar: 'us-equity', tickSize: 1 }])
  })

  it.each([
    [
      { instruments: [{ ...own, dailyVolatilty: 0.1 }] },
      /own\.json.*instruments\[0\].*dailyVolatilty.*dailyVolatility/,
    ],
    [{ instruments: [{ ...own, tradesPerSecond: 5000 }] }, /own\.json.*tradesPerSecond is 5000.*to 1,?000/],
    [{ instruments: [{ ...own, calendar: 'us-equty' }] }, /us-equty/],
    [{ instruments: [own, own] }, /ACME/],
  ])('that are not valid name file, place, value and range: %j', async (content, message) => {
    const path = await file('own.json', JSON.stringify(content))
    await expect(serve({ instruments: path, symbols: undefined })).rejects.toThrow(message)
  })
})
