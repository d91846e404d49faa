import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bar, DeckStatus, Quote, SubscribeAnswer } from '@tapedeck/protocol'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { main } from './main.ts'
import { startFeedServer } from './start-feed-server.ts'
import { connectStock } from './stock-client.fixture.ts'

const simulated = {
  port: 0,
  pageFolder: null,
  seed: 3,
  start: 1_767_623_400_000_000,
  symbols: ['BTC-USD', 'USD-JPY'],
  historyBars: 20,
} as const
let folder = ''
let tape = ''
let digest = ''
let events = 0
/** What a client saw live, to compare with what it sees in replay. */
const live = { quotes: [] as Quote[], bars: [] as Bar[], history: undefined as unknown }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapedeck-'))
  tape = join(folder, 'recorded.tape.jsonl')
  const server = await startFeedServer({ ...simulated, clock: 'virtual', record: tape })
  const client = await connectStock(server.url)
  await client.ask('subscribe', { symbols: ['BTC-USD', 'USD-JPY'], channels: ['quote', 'bar:5s'] })
  await server.advance('15s')
  live.history = await client.ask('history', { symbol: 'USD-JPY', interval: '5s' })
  live.quotes.push(...client.all<Quote>('quote'))
  live.bars.push(...client.all<Bar>('bar'))
  client.close()
  await server.advance('5s')
  const summary = await server.close()
  digest = summary?.digest ?? ''
  events = summary?.events ?? 0
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('a recording says how many events it holds, and their digest', async () => {
  expect(events).toBeGreaterThan(100)
  expect(digest).toMatch(/^[0-9a-f]{64}$/)
  const lines = (await readFile(tape, 'utf8')).trimEnd().split('\n')
  expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ type: 'end', events, digest })
})

it.each([
  [50, 1],
  [1_000, 1],
  [1_000, 3],
  ['max', 0],
  ['max', 1],
] as const)('played at speed %s with %i clients, the tape has the digest that was recorded', async (speed, clients) => {
  const server = await startFeedServer({ port: 0, pageFolder: null, replay: tape, speed })
  const connected = await Promise.all(Array.from({ length: clients }, () => connectStock(server.url)))
  for (const client of connected)
    await client.ask('subscribe', { symbols: ['BTC-USD'], channels: ['quote', 'trade', 'bar:1s'] })
  await server.deck.ended
  expect(server.deck.status()).toMatchObject({ state: 'ended', digest, events })
  connected.forEach((client) => client.close())
  await server.close()
})

it('a replay on a virtual clock shows a client exactly what the live market showed', async () => {
  await using server = await startFeedServer({ port: 0, pageFolder: null, replay: tape, clock: 'virtual' })
  const client = await connectStock(server.url)
  await client.ask('subscribe', { symbols: ['BTC-USD', 'USD-JPY'], channels: ['quote', 'bar:5s'] })
  await server.advance('15s')
  const { take: _take, ...history } = (await client.ask('history', { symbol: 'USD-JPY', interval: '5s' })) as {
    take: number
  }
  const { take: _liveTake, ...liveHistory } = live.history as { take: number }
  expect(history).toEqual(liveHistory)
  expect(client.all('quote')).toEqual(live.quotes)
  expect(client.all('bar')).toEqual(live.bars)
  client.close()
})

it('a recording waits for its first subscriber, whose snapshot is its beginning', async () => {
  await using server = await startFeedServer({ port: 0, pageFolder: null, replay: tape, speed: 1 })
  const client = await connectStock(server.url)
  await client.ask('instruments', {})
  expect(client.all<DeckStatus>('deck')).toMatchObject([
    { state: 'waiting', position: simulated.start, events: 0, source: { kind: 'file' } },
  ])
  const answer = (await client.ask('subscribe', { symbols: ['BTC-USD'], channels: ['quote', 'bar:1d'] })) as Extract<
    SubscribeAnswer,
    { ok: true }
  >
  expect(answer.snapshots[0]).toMatchObject({ channel: 'quote', seq: 0, data: null })
  // the day so far comes from the bars behind the header
  expect(answer.snapshots[1]?.data).toMatchObject({ closed: false })
  await client.until('quote', 1)
  // paced by the machine's clock, quotes may be folded, but each is one that was live
  const [first] = client.all<Quote>('quote')
  expect(first).toEqual(live.quotes.find((quote) => quote.symbol === 'BTC-USD' && quote.seq === first?.seq))
  client.close()
})

it('a recording is not overwritten unless that is asked for', async () => {
  await expect(startFeedServer({ ...simulated, clock: 'virtual', record: tape })).rejects.toMatchObject({
    code: 'TAPE_WRITE_FAILED',
  })
})

it('a recording is not recorded over itself', async () => {
  const options = { port: 0, pageFolder: null, replay: tape, record: tape, overwrite: true }
  await expect(startFeedServer(options)).rejects.toMatchObject({ code: 'BAD_OPTION' })
  expect((await readFile(tape, 'utf8')).trimEnd().split('\n').at(-1)).toContain(digest)
})

it('a start that fails leaves no recording behind and replaces none', async () => {
  await using server = await startFeedServer({ ...simulated, clock: 'virtual' })
  const taken = { ...simulated, port: server.port, nextPort: false, overwrite: true }
  await expect(startFeedServer({ ...taken, record: tape })).rejects.toMatchObject({ code: 'BAD_OPTION' })
  expect((await readFile(tape, 'utf8')).trimEnd().split('\n').at(-1)).toContain(digest)
})

it('a tape that lost its end is played as far as it goes, and that is said', async () => {
  const whole = await readFile(tape)
  const path = join(folder, 'torn.tape.jsonl')
  await writeFile(path, whole.subarray(0, whole.length - 500))
  const said: string[] = []
  const log = { info: (message: string) => said.push(message), error: (message: string) => said.push(message) }
  await using server = await startFeedServer({ port: 0, pageFolder: null, replay: path, speed: 'max', log })
  await server.deck.ended
  expect(server.deck.status().events).toBeLessThan(events)
  expect(said.join()).toMatch(/torn: its last \d+ bytes/)
})

it.runIf(existsSync('/dev/full'))(
  'a recording for which there is no room is refused, and nothing is left listening',
  async () => {
    const free = await startFeedServer({ ...simulated, clock: 'virtual' })
    await free.close()
    const { port } = free
    const options = { ...simulated, clock: 'virtual', port, record: '/dev/full', overwrite: true } as const
    await expect(startFeedServer(options)).rejects.toMatchObject({ code: 'TAPE_WRITE_FAILED' })
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow()
  },
)

it.each([
  ['a missing file', undefined, 'TAPE_NOT_FOUND'],
  ['an empty file', '', 'TAPE_FOREIGN'],
  ['a foreign file', 'timestamp,bid,ask\n1,2,3\n', 'TAPE_FOREIGN'],
  ['a tape of a later version', '{"tapedeck":99}\n', 'TAPE_VERSION'],
])('%s is refused before anything starts', async (_what, content, code) => {
  const path = join(folder, `bad-${code}-${content?.length ?? 'none'}`)
  if (content !== undefined) await writeFile(path, content)
  await expect(startFeedServer({ port: 0, pageFolder: null, replay: path })).rejects.toMatchObject({ code })
})

it('a tape that goes bad in the middle ends the deck, and clients are told', async () => {
  const lines = (await readFile(tape, 'utf8')).split('\n')
  const path = join(folder, 'spoilt.tape.jsonl')
  await writeFile(path, [...lines.slice(0, -20), '{"type":"quote","symbol":"NOPE"}', ...lines.slice(-20)].join('\n'))
  await using server = await startFeedServer({ port: 0, pageFolder: null, replay: path, speed: 1_000 })
  const client = await connectStock(server.url)
  await client.ask('subscribe', { symbols: ['BTC-USD'], channels: ['quote'] })
  await client.until('notice', 1)
  expect(client.all('notice')).toMatchObject([{ code: 'TAPE_CORRUPT' }])
  // what was not played to its end has no digest
  expect(server.deck.status()).toMatchObject({ state: 'ended', digest: null })
  expect(await client.ask('instruments', {})).toMatchObject({ ok: true })
  client.close()
})

it('the program plays a recording to its end and leaves', async () => {
  expect(await main(['--replay', tape, '--speed', 'max', '--exit-at-end', '--port', '0'])).toBe(0)
  expect(await main(['--replay', join(folder, 'nothing')])).toBe(1)
})
