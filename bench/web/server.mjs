// @ts-check
/** The market of bench/web.mjs, in a process of its own: 500 symbols, each with some 20 quotes a second, books and trades besides. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startFeedServer } from '@tapedeck/feed-server'

const SYMBOLS = 500
/** Measured on the simulator: with these a symbol of this class makes some 20 quotes a second. */
const PACE = { tradesPerSecond: 4, ordersPerTrade: 27 }
const TICKS = [0.001, 0.01, 0.0001]

const folder = await mkdtemp(join(tmpdir(), 'tapedeck-bench-web-'))
const file = join(folder, 'market.json')
const instruments = Array.from({ length: SYMBOLS }, (_, index) => ({
  symbol: `S${String(index).padStart(3, '0')}-USD`,
  name: `Coin ${index}`,
  class: 'crypto',
  price: 5 + ((index * 37) % 400),
  tickSize: TICKS[index % TICKS.length],
  size: 1 + (index % 50),
  dailyVolatility: 0.02 + (index % 7) / 100,
  ...PACE,
}))
await writeFile(file, JSON.stringify({ instruments }))

const server = await startFeedServer({ port: 0, instruments: file, seed: 11 })
await rm(folder, { recursive: true })
process.send?.({ url: server.url })
process.on('message', () => process.send?.({ cpu: process.cpuUsage() }))
process.once('disconnect', () => void server.close().then(() => process.exit()))
