import type { Channel, DeckStatus } from '@tapedeck/protocol'
import { afterEach, describe, expect, it } from 'vitest'
import type { ClientEventData, ClientOptions, ConnectionState, TapedeckClient } from './client-types.ts'
import { connectTapedeck } from './client.ts'
import { createHeard } from './heard.fixture.ts'
import { deckAt, openScriptedFeed, quoteAt, tradeAt, type ScriptedFeed } from './scripted-feed.fixture.ts'

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})

async function feedOf(port = 0): Promise<ScriptedFeed> {
  const feed = await openScriptedFeed(port)
  open.push(feed)
  return feed
}
function connect(feed: Pick<ScriptedFeed, 'url'>, options: ClientOptions = {}): TapedeckClient {
  const client = connectTapedeck(feed.url, { reconnectDelayMs: 1, ...options })
  open.push(client)
  return client
}
/** The next event of a name that a test looks for. */
function next<Name extends keyof ClientEventData>(
  client: TapedeckClient,
  name: Name,
  matches: (event: ClientEventData[Name]) => boolean = () => true,
): Promise<ClientEventData[Name]> {
  return new Promise((resolve) => {
    const stop = client.on(name, ((event: ClientEventData[Name]) => {
      if (!matches(event)) return
      stop()
      resolve(event)
    }) as Parameters<typeof client.on<Name>>[1])
  })
}
const refusal = (code: string): Error => expect.objectContaining({ name: 'TapedeckError', code }) as Error
const quotes = (...symbols: string[]): { symbols: string[]; channels: Channel[] } => ({ symbols, channels: ['quote'] })

describe('a subscription', () => {
  it('hears its snapshot, then what is newer', async () => {
    const feed = await feedOf()
    const client = connect(feed)
    const heard = createHeard()
    await client.subscribe({ symbols: ['BTC-USD'], channels: ['quote', 'trade'] }, heard.listener).ready
    feed.io.emit('quote', quoteAt('BTC-USD', 6))
    feed.io.emit('trade', tradeAt('BTC-USD', 6))
    feed.io.emit('trade-bust', { ...tradeAt('BTC-USD', 6), seq: 7 })
    await heard.until(5)
    expect(heard.lines).toEqual([
      'snapshot quote BTC-USD 5 of take 1',
      'snapshot trade BTC-USD 5 of take 1',
      'quote BTC-USD 6',
      'trade BTC-USD 6',
      'tradeBust BTC-USD 7',
    ])
  })

  it('hears every channel by its own name', async () => {
    const feed = await feedOf()
    const client = connect(feed)
    const heard = createHeard()
    await client.subscribe({ symbols: ['AAPL'], channels: ['stats', 'status', 'bar:1m'] }, heard.listener).ready
    const head = { symbol: 'AAPL', seq: 6, ts: 0, tsRecv: 0 }
    const prices = {
      open: 1,
      high: 1,
      low: 1,
      close: 1,
      last: 1,
      lastSize: 1,
      prevClose: 1,
      change: 0,
      changePercent: 0,
    }
    const sums = { volume: 1, notional: '1', vwap: 1, tradeCount: 1 }
    feed.io.emit('stats', { ...head, ...prices, ...sums, tsDayOpen: 0 })
    feed.io.emit('status', { ...head, status: 'halted', reason: '' })
    const bar = {
      ...prices,
      ...sums,
      symbol: 'AAPL',
      seq: 6,
      tsOpen: 0,
      tsClose: 60_000_000,
      closed: false,
      corrected: false,
    }
    feed.io.emit('bar', { ...bar, interval: '5m' })
    feed.io.emit('bar', { ...bar, interval: '1m' })
    await heard.until(6)
    expect(heard.lines.slice(3)).toEqual(['stats AAPL 6', 'status AAPL 6', 'bar AAPL 6'])
  })

  it('misses nothing that the server sends in the same turn as its answer', async () => {
    const feed = await feedOf()
    feed.script.subscribed = () => [6, 7, 8].forEach((seq) => feed.io.emit('quote', quoteAt('BTC-USD', seq)))
    const heard = createHeard()
    connect(feed).subscribe(quotes('BTC-USD'), heard.listener)
    await heard.until(4)
    expect(heard.lines.slice(1)).toEqual(['quote BTC-USD 6', 'quote BTC-USD 7', 'quote BTC-USD 8'])
  })

  it('does not hear again what its snapshot holds, nor anything twice', async () => {
    const feed = await feedOf()
    const client = connect(feed)
    const heard = createHeard()
    await client.subscribe(quotes('BTC-USD'), heard.listener).ready
    for (const seq of [4, 5, 6, 6, 5, 9, 8]) feed.io.emit('quote', quoteAt('BTC-USD', seq))
    await client.instruments()
    expect(heard.lines.slice(1)).toEqual(['quote BTC-USD 6', 'quote BTC-USD 9'])
  })

  it('hears nothing of other symbols, channels and decks', async () => {
    const feed = await feedOf()
    const client = connect(feed)
    const heard = createHeard()
    await client.subscribe(quotes('BTC-USD'), heard.listener).ready
    feed.io.emit('quote', quoteAt('ETH-USD', 6))
    feed.io.emit('trade', tradeAt('BTC-USD', 6))
    feed.io.emit('quote', { ...quoteAt('BTC-USD', 6), deck: 'replay' })
    await client.instruments()
    expect(heard.lines).toEqual(['snapshot quote BTC-USD 5 of take 1'])
  })

  it('that asks for nothing is ready at once', async () => {
    const client = connect({ url: 'http://127.0.0.1:1' })
    await expect(client.subscribe({ symbols: [], channels: ['quote'] }, {}).ready).resolves.toBeUndefined()
  })

  it('does not stop others by throwing', async () => {
    const feed = await feedOf()
    const client = connect(feed)
    const heard = createHeard()
    const surfaced = new Promise((resolve) => process.once('unhandledRejection', resolve))
    const broken = client.subscribe(quotes('BTC-USD'), {
      snapshot: () => {
        throw new Error('a listener with a bug')
      },
    })
    client.subscribe(quotes('BTC-USD'), heard.listener)
    await heard.until(1)
    await broken.ready
    expect(await surfaced).toMatchObject({ message: 'a listener with a bug' })
  })
})

describe('subscriptions of one client', () => {
  it('that are made in the same moment travel in one request', async () => {
    const feed = await feedOf()
    const client = connect(feed)
    await next(client, 'state', (state) => state === 'connected')
    await Promise.all(['BTC-USD', 'AAPL', 'EUR-USD'].map((symbol) => client.subscribe(quotes(symbol), {}).ready))
    expect(feed.askedFor('subscribe')).toEqual([{ ...quotes('BTC-USD', 'AAPL', 'EUR-USD'), deck: 'live' }])
  })

  it('share a join, and each has a snapshot of its own', async () => {
    const feed = await feedOf()
    const client = connect(feed)
    const [first, second] = [createHeard(), createHeard()]
    await client.subscribe(quotes('BTC-USD'), first.listener).ready
    feed.io.emit('quote', quoteAt('BTC-USD', 6))
    await first.until(2)
    feed.script.seq = 6
    await client.subscribe(quotes('BTC-USD'), second.listener).ready
    feed.io.emit('quote', quoteAt('BTC-USD', 7))
    await Promise.all([first.until(3), second.until(2)])
    expect(first.lines).toEqual(['snapshot quote BTC-USD 5 of take 1', 'quote BTC-USD 6', 'quote BTC-USD 7'])
    expect(second.lines).toEqual(['snapshot quote BTC-USD 6 of take 1', 'quote BTC-USD 7'])
  })

  it('all hear a snapshot that is ahead of what they have heard', async () => {
    const feed = await feedOf()
    const client = connect(feed)
    const [first, second] = [createHeard(), createHeard()]
    await client.subscribe(quotes('BTC-USD'), first.listener).ready
    feed.script.seq = 9
    await client.subscribe(quotes('BTC-USD'), second.listener).ready
    expect(first.lines).toEqual(['snapshot quote BTC-USD 5 of take 1', 'snapshot quote BTC-USD 9 of take 1'])
  })

  it('leave a symbol with the last that holds it', async () => {
    const feed = await feedOf()
    const client = connect(feed)
    const heard = createHeard()
    const first = client.subscribe({ symbols: ['BTC-USD', 'AAPL'], channels: ['quote', 'trade'] }, {})
    const second = client.subscribe(quotes('BTC-USD'), heard.listener)
    await Promise.all([first.ready, second.ready])
    first.unsubscribe()
    await feed.until('unsubscribe', 2)
    expect(feed.askedFor('unsubscribe')).toEqual([
      { symbols: ['BTC-USD'], channels: ['trade'], deck: 'live' },
      { symbols: ['AAPL'], channels: ['quote', 'trade'], deck: 'live' },
    ])
    feed.io.emit('quote', quoteAt('BTC-USD', 6))
    await heard.until(2)
    second.unsubscribe()
    second.unsubscribe()
    await feed.until('unsubscribe', 3)
    feed.io.emit('quote', quoteAt('BTC-USD', 7))
    await client.instruments()
    expect(feed.askedFor('unsubscribe').slice(2)).toEqual([{ ...quotes('BTC-USD'), deck: 'live' }])
    expect(heard.lines).toHaveLength(2)
  })

  it('that hand a symbol over do not leave it in between', async () => {
    const feed = await feedOf()
    const client = connect(feed)
    const first = client.subscribe(quotes('BTC-USD'), {})
    await first.ready
    first.unsubscribe()
    const second = client.subscribe(quotes('BTC-USD'), {})
    await second.ready
    second.unsubscribe()
    await feed.until('unsubscribe', 1)
    expect(feed.asked.map(({ name }) => name)).toEqual(['subscribe', 'subscribe', 'unsubscribe'])
  })

  it('can be left before they are joined', async () => {
    const feed = await feedOf()
    const client = connect(feed)
    const heard = createHeard()
    const early = client.subscribe(quotes('BTC-USD'), heard.listener)
    early.unsubscribe()
    await expect(early.ready).rejects.toEqual(refusal('CLOSED'))
    await client.subscribe(quotes('AAPL'), {}).ready
    expect(feed.askedFor('subscribe')).toEqual([{ ...quotes('AAPL'), deck: 'live' }])
    expect(heard.lines).toEqual([])
  })
})

describe('a refused symbol', () => {
  it('ends the subscription that asked for it, and no other', async () => {
    const feed = await feedOf()
    feed.script.known = new Set(['BTC-USD', 'AAPL'])
    const client = connect(feed)
    const [good, bad] = [createHeard(), createHeard()]
    const joined = client.subscribe(quotes('BTC-USD', 'AAPL'), good.listener)
    const refused = client.subscribe(quotes('BTC-USD', 'NOPE'), bad.listener)
    await expect(refused.ready).rejects.toEqual(refusal('UNKNOWN_SYMBOL'))
    await joined.ready
    feed.io.emit('quote', quoteAt('BTC-USD', 6))
    await good.until(3)
    expect(bad.lines).toEqual(['refused UNKNOWN_SYMBOL'])
  })

  it('among several is told each by itself', async () => {
    const feed = await feedOf()
    feed.script.known = new Set(['BTC-USD'])
    const heard = createHeard()
    const subscription = connect(feed).subscribe(quotes('X1', 'BTC-USD', 'X2'), heard.listener)
    await expect(subscription.ready).rejects.toEqual(refusal('BAD_SUBSCRIPTION'))
    expect(heard.lines).toEqual(['refused UNKNOWN_SYMBOL', 'refused UNKNOWN_SYMBOL'])
  })

  it('after a reconnection leaves the rest of its subscription joined', async () => {
    const feed = await feedOf()
    const client = connect(feed)
    const heard = createHeard()
    await client.subscribe(quotes('BTC-USD', 'AAPL'), heard.listener).ready
    feed.script.known = new Set(['AAPL'])
    feed.cut()
    await heard.until(4)
    expect(heard.lines.slice(2)).toEqual(['refused UNKNOWN_SYMBOL', 'snapshot quote AAPL 5 of take 1'])
  })

  it('that cannot be a symbol never reaches the server', async () => {
    const feed = await feedOf()
    const client = connect(feed)
    const heard = createHeard()
    await expect(client.subscribe(quotes('BTC-USD', '../x'), heard.listener).ready).rejects.toEqual(
      refusal('UNKNOWN_SYMBOL'),
    )
    const channels = ['candles'] as unknown as Channel[]
    await expect(client.subscribe({ symbols: ['A'], channels }, {}).ready).rejects.toEqual(refusal('UNKNOWN_CHANNEL'))
    await client.instruments()
    expect(feed.askedFor('subscribe')).toEqual([])
    expect(heard.lines).toEqual(['refused UNKNOWN_SYMBOL'])
  })

  it('has gone meanwhile: the others are left nevertheless', async () => {
    const feed = await feedOf()
    const client = connect(feed)
    const subscription = client.subscribe(quotes('BTC-USD', 'GONE'), {})
    await subscription.ready
    feed.io.sockets.sockets.forEach((socket) => {
      socket.removeAllListeners('unsubscribe')
      socket.on('unsubscribe', (request, acknowledge) => {
        const problem = { code: 'UNKNOWN_SYMBOL', message: 'gone', symbol: 'GONE' } as const
        if (request.symbols.includes('GONE'))
          acknowledge({ ok: false, error: { ...problem, details: { problems: [problem] } } })
        else acknowledge({ ok: true, removed: 1 })
      })
    })
    subscription.unsubscribe()
    await feed.until('unsubscribe', 2)
    expect(feed.askedFor('unsubscribe')[1]).toEqual({ ...quotes('BTC-USD'), deck: 'live' })
  })
})

describe('a refused request', () => {
  it('is asked again for each subscription, so that a limit stops only those beyond it', async () => {
    const feed = await feedOf()
    const limit = { ok: false, error: { code: 'LIMIT_SUBSCRIPTIONS', message: 'only one' } } as const
    feed.script.subscribe = ({ symbols }) => (symbols.length > 1 || symbols.includes('AAPL') ? limit : undefined)
    const client = connect(feed)
    const [first, second] = [client.subscribe(quotes('BTC-USD'), {}), client.subscribe(quotes('AAPL'), {})]
    await first.ready
    await expect(second.ready).rejects.toEqual(refusal('LIMIT_SUBSCRIPTIONS'))
  })

  it.each(['LIMIT_RATE', 'NOT_READY'] as const)('with %s is tried again after a pause', async (code) => {
    const feed = await feedOf()
    const times: number[] = []
    feed.script.subscribe = () =>
      times.push(performance.now()) > 1 ? undefined : { ok: false, error: { code, message: 'later' } }
    await connect(feed, { reconnectDelayMs: 40 }).subscribe(quotes('BTC-USD'), {}).ready
    const [first = 0, second = 0, ...others] = times
    // half of it at the least; timers may be a millisecond early
    expect(second - first).toBeGreaterThan(18)
    expect(others).toEqual([])
  })
})

describe('after a lost connection', () => {
  it.each([
    ['a broken line', (feed: ScriptedFeed) => feed.cut()],
    ['a dismissal by the server', (feed: ScriptedFeed) => feed.io.disconnectSockets()],
  ])('everything is joined again in one request, and begins with fresh snapshots: %s', async (_case, lose) => {
    const feed = await feedOf()
    const client = connect(feed)
    const states: ConnectionState[] = []
    client.on('state', (state) => states.push(state))
    const [first, second] = [createHeard(), createHeard()]
    await client.subscribe(quotes('BTC-USD'), first.listener).ready
    await client.subscribe(quotes('AAPL'), second.listener).ready
    // a server that was started anew counts from the beginning
    feed.script.epoch = 'epoch-2'
    feed.script.seq = 2
    lose(feed)
    await Promise.all([first.until(2), second.until(2)])
    feed.io.emit('quote', quoteAt('BTC-USD', 3))
    await first.until(3)
    expect(states).toEqual(['connected', 'reconnecting', 'connected'])
    expect(feed.askedFor('subscribe')[2]).toEqual({ ...quotes('BTC-USD', 'AAPL'), deck: 'live' })
    expect(first.lines.slice(1)).toEqual(['snapshot quote BTC-USD 2 of take 1', 'quote BTC-USD 3'])
  })

  it('a server that was restarted is found again', async () => {
    const feed = await openScriptedFeed()
    const port = Number(feed.url.split(':').at(-1))
    const client = connect(feed)
    const heard = createHeard()
    await client.subscribe(quotes('BTC-USD'), heard.listener).ready
    await feed.close()
    await feedOf(port)
    await heard.until(2)
    expect(client.state).toBe('connected')
  })

  it('what was left meanwhile is not joined again', async () => {
    const feed = await feedOf()
    const client = connect(feed)
    const kept = createHeard()
    const left = client.subscribe(quotes('AAPL'), {})
    await Promise.all([left.ready, client.subscribe(quotes('BTC-USD'), kept.listener).ready])
    const lost = next(client, 'state', (state) => state === 'reconnecting')
    feed.cut()
    await lost
    left.unsubscribe()
    await kept.until(2)
    await client.instruments()
    expect(feed.askedFor('subscribe').at(-1)).toEqual({ ...quotes('BTC-USD'), deck: 'live' })
    expect(feed.askedFor('unsubscribe')).toEqual([])
  })
})

describe('the deck', () => {
  it('is told and kept, where it is ours', async () => {
    const feed = await feedOf()
    const client = connect(feed, { deck: 'replay' })
    const heard: DeckStatus[] = []
    client.on('deck', (status) => heard.push(status))
    await client.instruments()
    expect(client.deck).toBeUndefined()
    feed.io.emit('deck', deckAt(1))
    feed.io.emit('deck', deckAt(1, 'replay'))
    await client.instruments()
    expect(heard).toEqual([deckAt(1, 'replay')])
    expect(client.deck).toEqual(deckAt(1, 'replay'))
    expect(feed.askedFor('instruments')[0]).toEqual({ deck: 'replay' })
  })

  it('that begins another take is joined anew, since its numbers start again', async () => {
    const feed = await feedOf()
    const client = connect(feed)
    const heard = createHeard()
    feed.io.on('connection', (socket) => socket.emit('deck', deckAt(1)))
    await client.subscribe(quotes('BTC-USD'), heard.listener).ready
    Object.assign(feed.script, { take: 2, seq: 1 })
    feed.io.emit('deck', deckAt(2))
    // numbered anew, and sent before the snapshot that it would follow
    feed.io.emit('quote', quoteAt('BTC-USD', 1))
    await heard.until(2)
    feed.io.emit('quote', quoteAt('BTC-USD', 2))
    await heard.until(3)
    expect(heard.lines.slice(1)).toEqual(['snapshot quote BTC-USD 1 of take 2', 'quote BTC-USD 2'])
  })

  it('tells notices, gaps and changes of instruments until nobody listens', async () => {
    const feed = await feedOf()
    const client = connect(feed)
    const notices: string[] = []
    const stop = client.on('notice', (notice) => notices.push(notice.code))
    const gap = next(client, 'gap')
    await client.instruments()
    feed.io.emit('notice', { code: 'LIMIT_RATE', message: 'slower' })
    feed.io.emit('gap', { symbol: null, fromSeq: null, toSeq: null, tsFrom: 1, tsTo: 2, cause: 'clock-jump' })
    expect(await gap).toMatchObject({ cause: 'clock-jump' })
    stop()
    feed.io.emit('notice', { code: 'LIMIT_RATE', message: 'slower' })
    await client.instruments()
    expect(notices).toEqual(['LIMIT_RATE'])
  })
})

describe('a request', () => {
  it('waits for the connection and tells the round trip of an answer', async () => {
    const feed = await feedOf()
    const client = connect(feed)
    expect([client.state, client.clock]).toEqual(['connecting', undefined])
    expect(await client.instruments()).toEqual([])
    expect(client.state).toBe('connected')
    await client.instruments()
    expect(client.clock?.roundTripMs).toBeGreaterThan(0)
  })

  it('is refused with the code of the server', async () => {
    const feed = await feedOf()
    feed.io.on('connection', (socket) => {
      socket.on('history', (request, acknowledge) => {
        acknowledge({ ok: false, error: { code: 'UNKNOWN_INTERVAL', message: 'no 7m', details: { ...request } } })
      })
    })
    await expect(connect(feed).history({ symbol: 'AAPL', interval: '1m' })).rejects.toMatchObject({
      code: 'UNKNOWN_INTERVAL',
      details: { symbol: 'AAPL', interval: '1m', deck: 'live' },
    })
  })

  it('that is answered in another form is an error as well', async () => {
    const feed = await feedOf()
    feed.io.on('connection', (socket) => {
      socket.on('history', (_request, acknowledge) => (acknowledge as (answer: unknown) => void)('what?'))
    })
    await expect(connect(feed).history({ symbol: 'AAPL', interval: '1m' })).rejects.toEqual(refusal('INTERNAL'))
  })

  it('without an answer ends with TIMEOUT', async () => {
    const feed = await feedOf()
    const client = connect(feed, { timeoutMs: 50 })
    await client.instruments()
    const asked = client.history({ symbol: 'AAPL', interval: '1m' })
    await expect(asked).rejects.toEqual(refusal('TIMEOUT'))
    await expect(asked).rejects.toThrow(`${feed.url} did not answer history within 50 ms`)
  })

  it('whose connection is lost ends with DISCONNECTED', async () => {
    const feed = await feedOf()
    const client = connect(feed)
    await client.instruments()
    const asked = client.history({ symbol: 'AAPL', interval: '1m' })
    await feed.until('history', 1)
    feed.cut()
    await expect(asked).rejects.toEqual(refusal('DISCONNECTED'))
  })

  it('to a server that is not there ends with DISCONNECTED', async () => {
    const client = connect({ url: 'http://127.0.0.1:1' }, { timeoutMs: 50 })
    await expect(client.instruments()).rejects.toThrow('could not be made within 50 ms')
  })
})

describe('a closed client', () => {
  it('rejects what waits and what comes, and hears nothing more', async () => {
    const feed = await feedOf()
    const client = connect(feed)
    const states: ConnectionState[] = []
    client.on('state', (state) => states.push(state))
    const heard = createHeard()
    const joined = client.subscribe(quotes('BTC-USD'), heard.listener)
    await joined.ready
    feed.script.subscribe = () => null
    const waiting = client.subscribe(quotes('AAPL'), {})
    const asked = client.history({ symbol: 'AAPL', interval: '1m' })
    await feed.until('subscribe', 2)
    client.close()
    client[Symbol.dispose]()
    await expect(asked).rejects.toEqual(refusal('CLOSED'))
    await expect(waiting.ready).rejects.toEqual(refusal('CLOSED'))
    await expect(client.instruments()).rejects.toEqual(refusal('CLOSED'))
    await expect(client.subscribe(quotes('BTC-USD'), {}).ready).rejects.toEqual(refusal('CLOSED'))
    joined.unsubscribe()
    expect(states).toEqual(['connected', 'closed'])
    expect(heard.lines).toHaveLength(1)
  })
})

describe('an option', () => {
  it.each([
    { timeoutMs: 0 },
    { timeoutMs: Number.NaN },
    { reconnectDelayMs: -1 },
    { reconnectDelayMs: 2 ** 31 },
    { deck: '' },
  ])('may not be %j', (options) => {
    expect(() => connectTapedeck('http://127.0.0.1:1', options)).toThrow(refusal('BAD_OPTION'))
  })

  it('url is needed where there is no page', () => {
    expect(() => connectTapedeck()).toThrow('outside of a page a url is needed')
  })
})
