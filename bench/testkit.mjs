// @ts-check
/**
 * `npm run bench:testkit`: ten minutes of 30 symbols, played through a real server to a client that checks every message, by the SDK and by a stock
 * Socket.IO client; and how long a feed takes to start. The last line is one of JSON.
 */

import { orSay } from '../scripts/child.mjs'
import { ensureBuilt, ensureInstalled } from '../scripts/ensure.mjs'

const ROUNDS = 5
const STARTS = 20

await orSay(async () => {
  await ensureInstalled()
  await ensureBuilt()
  const { replayFeed } = await import('@tapedeck/testkit')
  const { connectTapedeck } = await import('@tapedeck/client')
  const { DEFAULT_INSTRUMENTS } = await import('@tapedeck/simulator')
  const { io } = await import('socket.io-client')
  const symbols = DEFAULT_INSTRUMENTS.slice(0, 30).map(({ instrument }) => instrument.symbol)
  const tape = /** @type {const} */ ({ scenario: null, symbols, seed: 7, for: '10m', historyBars: 1 })
  const channels = /** @type {const} */ (['quote', 'trade'])
  /** @type {Record<'sdk' | 'stock', number[]>} */
  const times = { sdk: [], stock: [] }
  let events = 0
  let checked = 0
  for (let round = 0; round < ROUNDS; round++) {
    for (const kind of /** @type {const} */ (['sdk', 'stock'])) {
      const feed = await replayFeed(tape)
      const check = createCheck()
      const client = kind === 'sdk' ? connectTapedeck(feed.url) : undefined
      const socket = kind === 'sdk' ? undefined : io(feed.url, { transports: ['websocket'] })
      if (client !== undefined) {
        const hear = { quote: check.hear('quote'), trade: check.hear('trade') }
        await client.subscribe({ symbols, channels }, hear).ready
      }
      if (socket !== undefined) {
        for (const name of channels) socket.on(name, check.hear(name))
        await socket.emitWithAck('subscribe', { symbols, channels })
      }
      const before = performance.now()
      await feed.drain()
      times[kind].push(performance.now() - before)
      const wrong = check.wrong(feed.market, symbols)
      if (wrong !== undefined) throw new Error(`${kind}: ${wrong}`)
      events = feed.events
      checked = check.count()
      client?.close()
      socket?.close()
      await feed.close()
    }
  }
  /** @type {number[]} */
  const starts = []
  const small = /** @type {const} */ ({ events: [{ at: '1s', type: 'quote', symbol: 'BTC-USD', bid: 1, ask: 2 }] })
  for (let count = 0; count < STARTS; count++) {
    const before = performance.now()
    const feed = await replayFeed(small)
    starts.push(performance.now() - before)
    await feed.close()
  }
  const figures = {
    events,
    messages_checked: checked,
    sdk_ms: Math.round(median(times.sdk)),
    stock_ms: Math.round(median(times.stock)),
    start_ms: Math.round(median(starts) * 10) / 10,
    first_start_ms: Math.round((starts[0] ?? NaN) * 10) / 10,
  }
  process.stdout.write(`${events} events, ${checked} messages checked; wanted: SDK < 1000 ms, start < 60 ms\n`)
  process.stdout.write(`${JSON.stringify(figures)}\n`)
})

/** Every number of every symbol and channel comes once and in order, and the last is that of the market. */
function createCheck() {
  /** @type {Map<string, { seq: number }>} */
  const latest = new Map()
  let count = 0
  /** @type {string | undefined} */
  let complaint
  return {
    count: () => count,
    /** @param {'quote' | 'trade'} name */
    hear: (name) => (/** @type {any} */ event) => {
      const key = `${name}/${event.symbol}`
      const before = latest.get(key)
      if (event.seq !== (before?.seq ?? 0) + 1) complaint ??= `${key}: ${event.seq} came after ${before?.seq}`
      latest.set(key, event)
      count++
    },
    /** @param {import('@tapedeck/testkit').FeedMarket} market @param {readonly string[]} symbols */
    wrong(market, symbols) {
      for (const symbol of symbols) {
        const [quote, trade] = [market.quote(symbol), market.trades(symbol).at(-1)]
        if (JSON.stringify(latest.get(`quote/${symbol}`)) !== JSON.stringify(quote))
          complaint ??= `the last quote of ${symbol} is another`
        if (latest.get(`trade/${symbol}`)?.seq !== trade?.seq) complaint ??= `the last trade of ${symbol} is another`
      }
      return complaint
    },
  }
}

/** @param {readonly number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN
}
