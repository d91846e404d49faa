/**
 * Lines that are cut, slow and late: whatever happens on the way, every client ends with what the server has, has heard nothing twice, and knows of every hole.
 * A few clients for seconds here; 500 for a minute by `npm run test:network`.
 */

import { connectTapedeck, type TapedeckClient } from '@tapedeck/client'
import { expect, it } from 'vitest'
import { openBadLine } from './bad-line.fixture.ts'
import { startFeedServer } from './start-feed-server.ts'
import { after, every, transportNowMs } from './transport-timers.ts'

const CLIENTS = Number(process.env['NETWORK_CLIENTS'] ?? 40)
const SECONDS = Number(process.env['NETWORK_SECONDS'] ?? 5)
const IS_LONG = process.env['NETWORK_CLIENTS'] !== undefined
/** A connection is cut about so often. */
const CUT_SECONDS = 3
const LOOK_MS = 100
/** Two that are quoted some times a second: all of this, server, lines and clients, is one process. */
const SYMBOLS = ['EUR-USD', 'AAPL']
const MOST_CATCH_UP_MS = 1_000

class Watcher {
  readonly client: TapedeckClient
  readonly quotes = new Map<string, number>()
  readonly trades = new Map<string, number>()
  /** Holes of trades that nobody spoke of, and updates that came twice or backwards. */
  readonly faults: string[] = []
  declared = 0
  /** Milliseconds from a connection after a cut to the last snapshot. */
  readonly catchUps: number[] = []
  #connectedAt = 0
  #missing = new Set<string>()
  #isAgain = false

  constructor(url: string) {
    this.client = connectTapedeck(url, { reconnectDelayMs: 100 })
    this.client.on('state', (state) => {
      if (state !== 'connected') return
      this.#connectedAt = transportNowMs()
      this.#missing = new Set(SYMBOLS)
    })
    this.client.on('notice', ({ code, details }) => {
      if (code !== 'UPDATES_LOST') return
      for (const { channel, symbol, toSeq } of details?.['lost'] as {
        channel: string
        symbol: string
        toSeq: number
      }[]) {
        this.declared++
        if (channel === 'trade') this.trades.set(symbol, toSeq)
      }
    })
    this.client.subscribe(
      { symbols: SYMBOLS, channels: ['quote', 'trade'] },
      {
        snapshot: ({ channel, symbol, seq, recovery }) => {
          if (channel === 'trade') {
            const last = this.trades.get(symbol)
            // without a word of what is lost, nothing may be
            if (recovery?.state === 'snapshot') this.declared++
            else if (last !== undefined && last !== seq)
              this.faults.push(`${symbol}: trade ${last}, then a snapshot of ${seq}`)
            this.trades.set(symbol, seq)
            return
          }
          this.quotes.set(symbol, seq)
          if (!this.#missing.delete(symbol) || this.#missing.size > 0) return
          if (this.#isAgain) this.catchUps.push(transportNowMs() - this.#connectedAt)
          this.#isAgain = true
        },
        quote: ({ symbol, seq }) => {
          const last = this.quotes.get(symbol) ?? 0
          if (seq <= last) this.faults.push(`${symbol}: quote ${seq} after ${last}`)
          this.quotes.set(symbol, seq)
        },
        trade: ({ symbol, seq }) => {
          const last = this.trades.get(symbol) ?? 0
          if (seq !== last + 1) this.faults.push(`${symbol}: trade ${seq} after ${last}`)
          this.trades.set(symbol, seq)
        },
      },
    )
  }
}

/** Resolves when a client has an answer, which comes behind everything that was sent before it. What was asked without a connection is sent before its subscriptions are. */
async function isBack(client: TapedeckClient): Promise<void> {
  for (let answers = 0; answers < 2;) {
    answers += (await client.instruments().catch(() => undefined)) === undefined ? 0 : 1
  }
}

it('clients behind them end with what the server has, and miss nothing unsaid', async () => {
  // all of them come from one address, again and again
  const limits = { maxConnectionsPerAddress: 5_000, maxHandshakesPerSecondPerAddress: 5_000 }
  const server = await startFeedServer({
    port: 0,
    pageFolder: null,
    seed: 7,
    symbols: SYMBOLS,
    historyBars: 50,
    limits,
  })
  const lines = await Promise.all([
    openBadLine(server.port),
    openBadLine(server.port, { delayMs: 40 }),
    openBadLine(server.port, { bytesPerSecond: 20_000 }),
  ])
  const watchers = Array.from({ length: CLIENTS }, (_, index) => new Watcher(lines[index % lines.length]?.url ?? ''))
  try {
    let turn = 0
    const stop = every(LOOK_MS, () => {
      for (const line of lines) line.cut(() => ++turn % ((CUT_SECONDS * 1_000) / LOOK_MS) === 0)
    })
    await new Promise<void>((resolve) => after(SECONDS * 1_000, resolve))
    // on a machine that is busy it takes longer until enough of them came back
    const enough = (CLIENTS * SECONDS) / CUT_SECONDS / 2
    while (watchers.reduce((sum, { catchUps }) => sum + catchUps.length, 0) < enough) {
      await new Promise<void>((resolve) => after(LOOK_MS, resolve))
    }
    stop()
    await Promise.all(watchers.map(({ client }) => isBack(client)))
    server.deck.pause()
    await server.handled()
    const { market } = server.deck
    const faults = watchers.flatMap((watcher) => watcher.faults)
    expect(faults).toEqual([])
    for (const { quotes, trades } of watchers) {
      for (const symbol of SYMBOLS) {
        const id = market.instrumentOf(symbol)?.id ?? 0
        expect(quotes.get(symbol)).toBe(market.quote(id)?.seq)
        expect(trades.get(symbol)).toBe(market.seqOf(id, 'trade'))
      }
    }
    const catchUps = watchers.flatMap((watcher) => watcher.catchUps).sort((a, b) => a - b)
    const at = (share: number): number => catchUps[Math.floor(catchUps.length * share)] ?? NaN
    const declared = watchers.reduce((sum, watcher) => sum + watcher.declared, 0)
    console.info(
      JSON.stringify({
        clients: CLIENTS,
        seconds: SECONDS,
        connected_again: catchUps.length,
        catch_up_p50_ms: Math.round(at(0.5)),
        catch_up_p99_ms: Math.round(at(0.99)),
        declared_holes: declared,
      }),
    )
    // a figure of the machine as well, and so of the long run alone
    if (IS_LONG) expect(at(0.99)).toBeLessThan(MOST_CATCH_UP_MS)
  } finally {
    for (const { client } of watchers) client.close()
    await Promise.all(lines.map((line) => line.close()))
    await server.close()
  }
}, 180_000)
