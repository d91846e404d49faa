/** The doors without Socket.IO: a bare WebSocket and server-sent events hear what a stock client hears. */

import type { DeckStatus, Quote, Snapshot, Trade } from '@tapedeck/protocol'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { START, useServers } from '../../served.fixture.ts'
import type { FeedServer } from '../../start-feed-server.ts'
import { yieldToTransport } from '../../transport-timers.ts'

const { serve, connect } = useServers()
const open: { close(): unknown }[] = []
afterEach(() => {
  for (const each of open.splice(0)) each.close()
})

interface Message {
  readonly op?: string
  readonly id?: unknown
  readonly event?: string
  readonly data?: unknown
  readonly error?: { readonly code: string }
  readonly snapshots?: readonly Snapshot[]
}

/** A bare WebSocket that keeps what it hears. */
class Plain {
  readonly heard: Message[] = []
  readonly socket: WebSocket
  readonly #waiting = new Set<() => void>()

  constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('message', (data: Buffer) => {
      this.heard.push(JSON.parse(data.toString()) as Message)
      this.#waiting.forEach((check) => check())
    })
  }

  static async connect(server: FeedServer, headers: Record<string, string> = {}): Promise<Plain> {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`, { headers })
    open.push(socket)
    const plain = new Plain(socket)
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    return plain
  }

  of<Data>(event: string): Data[] {
    return this.heard.filter((each) => each.event === event).map(({ data }) => data as Data)
  }

  async ask(message: unknown): Promise<Message> {
    const before = this.heard.filter(({ op }) => op !== undefined).length
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message))
    await this.until(() => this.heard.filter(({ op }) => op !== undefined).length > before)
    return this.heard.filter(({ op }) => op !== undefined)[before] ?? {}
  }

  until(isThere: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!isThere()) return
        this.#waiting.delete(check)
        resolve()
      }
      this.#waiting.add(check)
      check()
    })
  }
}

describe('a bare WebSocket', () => {
  it('hears what a Socket.IO client hears, from its snapshot on', async () => {
    const server = await serve()
    const plain = await Plain.connect(server)
    const stock = await connect(server)
    const selection = { symbols: ['BTC-USD', 'AAPL'], channels: ['quote', 'trade', 'bar:1s', 'book:5'] }
    const answer = await plain.ask({ op: 'subscribe', id: 7, ...selection })
    const other = (await stock.ask('subscribe', selection)) as { snapshots: Snapshot[] }
    expect(answer).toMatchObject({ op: 'subscribed', id: 7, deck: 'live', take: 1 })
    expect(answer.snapshots).toEqual(other.snapshots)
    await server.advance('3s')
    await stock.ask('instruments', {})
    await plain.ask({ op: 'unsubscribe', symbols: ['AAPL'], channels: ['quote'] })
    for (const event of ['quote', 'trade', 'bar', 'book']) expect(plain.of(event)).toEqual(stock.all(event))
    expect(plain.of<Quote>('quote').length).toBeGreaterThan(10)
    const before = plain.of<Quote>('quote').length
    await server.advance('2s')
    await plain.ask({ op: 'subscribe', symbols: ['BTC-USD'], channels: ['stats'] })
    const later = plain.of<Quote>('quote').slice(before)
    expect(later.length).toBeGreaterThan(0)
    expect(later.every(({ symbol }) => symbol === 'BTC-USD')).toBe(true)
    expect(plain.of<DeckStatus>('deck').length).toBeGreaterThan(3)
  })

  it('is told what is wrong, and lives', async () => {
    const server = await serve({ limits: { maxSubscriptionsPerClient: 2 } })
    const plain = await Plain.connect(server)
    const refused = async (message: unknown): Promise<string | undefined> => (await plain.ask(message)).error?.code
    expect(await refused('no JSON')).toBe('BAD_MESSAGE')
    expect(await refused({ op: 'jump' })).toBe('BAD_MESSAGE')
    expect(await refused({ op: 'subscribe', symbols: 'BTC-USD', channels: ['quote'] })).toBe('BAD_MESSAGE')
    expect(await refused({ op: 'subscribe', symbols: ['NOPE'], channels: ['quote'] })).toBe('UNKNOWN_SYMBOL')
    expect(await refused({ op: 'subscribe', symbols: ['AAPL'], channels: ['quote'], deck: 'x' })).toBe('UNKNOWN_DECK')
    expect(await refused({ op: 'unsubscribe', symbols: ['AAPL'], channels: ['quote'] })).toBe('NOT_SUBSCRIBED')
    const three = { symbols: ['AAPL'], channels: ['quote', 'trade', 'stats'] }
    expect(await plain.ask({ op: 'subscribe', id: 'a', ...three })).toMatchObject({
      op: 'error',
      id: 'a',
      error: { code: 'LIMIT_SUBSCRIPTIONS' },
    })
    expect(await plain.ask({ op: 'subscribe', symbols: ['AAPL'], channels: ['quote'] })).toMatchObject({
      op: 'subscribed',
    })
  })

  it('of another origin is not let in, nor one too many', async () => {
    const server = await serve({ limits: { maxConnections: 1 } })
    await expect(Plain.connect(server, { origin: 'https://evil.example' })).rejects.toThrow('403')
    await Plain.connect(server)
    await expect(Plain.connect(server)).rejects.toThrow('503')
  })

  it('on a deck that is moved gets fresh snapshots', async () => {
    const server = await serve()
    const driver = await connect(server)
    const { deck } = (await driver.ask('deck:open', { scenario: 'burst-x10', shared: true, speed: 100 })) as {
      deck: string
    }
    const plain = await Plain.connect(server)
    const answer = await plain.ask({ op: 'subscribe', deck, symbols: ['BTC-USD'], channels: ['trade'] })
    expect(answer).toMatchObject({ deck })
    await plain.until(() => plain.of('trade').length > 0)
    expect(plain.of<Trade & { deck: string }>('trade').every((trade) => trade.deck === deck)).toBe(true)
  })
})

interface SentEvent {
  /** Empty for what only remembers an id. */
  readonly name: string
  readonly data?: unknown
  readonly id?: string
}

/** What of a stream of events has come. */
async function readEvents(
  url: string,
  isEnough: (events: readonly SentEvent[]) => boolean,
  meanwhile: () => Promise<void>,
  headers: Record<string, string> = {},
): Promise<SentEvent[]> {
  const stop = new AbortController()
  const response = await fetch(url, { signal: stop.signal, headers })
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const events: SentEvent[] = []
  let rest = ''
  const done = meanwhile()
  const decoder = new TextDecoder()
  for await (const chunk of response.body ?? []) {
    const texts = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n\n')
    rest = texts.pop() ?? ''
    for (const text of texts) {
      const [, name = '', data = 'null'] = /^event: (.*)\ndata: (.*)$/m.exec(text) ?? []
      const [, id] = /^id: (.*)$/.exec(text) ?? []
      if (name !== '') events.push({ name, data: JSON.parse(data) as unknown })
      else if (id !== undefined) events.push({ name, id })
    }
    if (isEnough(events)) break
  }
  await done
  stop.abort()
  return events
}

describe('server-sent events', () => {
  it('begin with snapshots and go on with what is newer', async () => {
    const server = await serve()
    const events = await readEvents(
      `${server.url}/sse?symbols=BTC-USD,AAPL&channels=quote,trade`,
      (heard) => heard.filter(({ name }) => name === 'quote').length >= 20,
      () => server.advance('5s'),
    )
    expect(events[0]).toMatchObject({ name: 'subscribed', data: { deck: 'live', epoch: server.deck.header.epoch } })
    const quotes = events.filter(({ name }) => name === 'quote').map(({ data }) => data as Quote)
    for (const symbol of ['BTC-USD', 'AAPL']) {
      const seqs = quotes.filter((quote) => quote.symbol === symbol).map(({ seq }) => seq)
      expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b))
    }
    expect(quotes.every(({ tsRecv }) => tsRecv >= START)).toBe(true)
  })

  it('of what is not there are refused before they begin', async () => {
    const server = await serve()
    const response = await fetch(`${server.url}/sse?symbols=NOPE&channels=quote`)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ error: { code: 'UNKNOWN_SYMBOL' } })
    expect((await fetch(`${server.url}/sse?symbols=AAPL`)).status).toBe(400)
  })

  it('go on where they were cut off, with what was missed, or say how much is gone', async () => {
    const server = await serve()
    const url = `${server.url}/sse?symbols=BTC-USD,AAPL&channels=quote,trade`
    const first = await readEvents(
      url,
      (heard) => heard.filter(({ name }) => name === 'trade').length >= 5,
      () => server.advance('10s'),
    )
    const last = first.findLastIndex((event) => event.id !== undefined)
    const id = first[last]?.id ?? ''
    const heard = first
      .slice(0, last)
      .filter(({ name }) => name === 'trade')
      .map(({ data }) => data as Trade)
    await server.advance('20s')
    const again = await readEvents(
      url,
      (events) => events.some((event) => event.id !== undefined),
      () => Promise.resolve(),
      { 'last-event-id': id },
    )
    const { market } = server.deck
    const missed = again.filter(({ name }) => name === 'trade').map(({ data }) => data as Trade)
    for (const symbol of ['BTC-USD', 'AAPL']) {
      const all = [...heard, ...missed].filter((trade) => trade.symbol === symbol).map(({ seq }) => seq)
      expect(all).toEqual(all.map((_, index) => (all[0] ?? 0) + index))
      expect(all.at(-1)).toBe(market.seqOf(market.instrumentOf(symbol)?.id ?? 0, 'trade'))
    }
    const recoveries = (events: readonly SentEvent[]): unknown =>
      (events[0]?.data as { snapshots: Snapshot[] }).snapshots
        .filter(({ channel }) => channel === 'trade')
        .map(({ recovery }) => recovery)
    expect(recoveries(again)).toEqual([
      { state: 'recovered', missed: [] },
      { state: 'recovered', missed: [] },
    ])
    const other = (lastId: string): Promise<SentEvent[]> =>
      readEvents(
        url,
        () => true,
        () => Promise.resolve(),
        { 'last-event-id': lastId },
      )
    expect(recoveries(await other(id.replace('1.', '7.')))).toEqual([{ state: 'reset' }, { state: 'reset' }])
    expect(recoveries(await other('what is this'))).toEqual([undefined, undefined])
    await server.startScenario('burst-x100')
    await server.advance('4m')
    expect(recoveries(await other(id))).toEqual([
      { state: 'snapshot', lost: expect.any(Number) as number },
      { state: 'snapshot', lost: expect.any(Number) as number },
    ])
  })
})

describe('quotes that are waited for', () => {
  it('come when one of them is newer, at once where it is already, and as they are when the time is over', async () => {
    const server = await serve()
    await server.advance('2s')
    interface Answer {
      readonly cursor: string
      readonly quotes: readonly Quote[]
    }
    const ask = async (query: string): Promise<Answer> => {
      const response = await fetch(`${server.url}/api/quotes?symbols=BTC-USD,AAPL${query}`)
      expect(response.status).toBe(200)
      return (await response.json()) as Answer
    }
    const { cursor, quotes } = await ask('')
    expect((await ask(`&wait=30&cursor=1.0.other`)).quotes).toEqual(quotes)
    // the time is over
    expect((await ask(`&wait=0.01&cursor=${encodeURIComponent(cursor)}`)).cursor).toBe(cursor)
    const waiting = ask(`&wait=30&cursor=${encodeURIComponent(cursor)}`)
    let answer: Answer | undefined
    void waiting.then((came) => (answer = came))
    while (answer === undefined) {
      await server.advance('100ms')
      await yieldToTransport()
    }
    expect(answer.cursor).not.toBe(cursor)
    expect((await fetch(`${server.url}/api/quotes?symbols=BTC-USD&wait=99`)).status).toBe(400)
  })

  it('are let go with whoever asked', async () => {
    const server = await serve({ limits: { maxConnections: 1 } })
    const url = `${server.url}/api/quotes?symbols=AAPL`
    const { cursor } = (await (await fetch(url)).json()) as { cursor: string }
    const waiting = `${url}&wait=30&cursor=${encodeURIComponent(cursor)}`
    const gone = new AbortController()
    const first = fetch(waiting, { signal: gone.signal })
    first.catch(() => undefined)
    let refused = 0
    while (refused !== 503) refused = (await fetch(`${url}&wait=0.001&cursor=${encodeURIComponent(cursor)}`)).status
    gone.abort()
    while (refused !== 200) refused = (await fetch(`${url}&wait=0.001&cursor=${encodeURIComponent(cursor)}`)).status
  })
})
