// @ts-check
/**
 * `npm run bench:fanout`: what a delivered update costs. Servers and clients are processes of their own; updates are counted where they arrive, CPU is
 * what the system says of the server. `-- --quick` runs workloads A and C, aligned; names of workloads and of measures run those alone. The last line is one of JSON.
 */

import { orSay, say } from '../scripts/child.mjs'
import { ensureBuilt, ensureInstalled } from '../scripts/ensure.mjs'
import { isInstalled } from './fanout/brokers.mjs'
import { MEASURES } from './fanout/measures.mjs'
import { heard, listOf, pause, startClients, startServer } from './fanout/processes.mjs'
import { symbolsOf } from './fanout/quotes.mjs'

/**
 * Clients, symbols of each, and symbols that there are. Where all have one list, it is run as well with lists of their own, each another choice of `ofOwn` symbols.
 * @typedef {{ clients: number, each: number, of: number, ofOwn?: number }} Workload
 * @type {Record<string, Workload>}
 */
const WORKLOADS = {
  A: { clients: 500, each: 20, of: 20, ofOwn: 40 },
  B: { clients: 2_000, each: 10, of: 50 },
  C: { clients: 1_000, each: 100, of: 100, ofOwn: 150 },
  D: { clients: 2_000, each: 1, of: 50 },
  E: { clients: 100, each: 100, of: 100, ofOwn: 150 },
  F: { clients: 50, each: 20, of: 20 },
}
/** What is compared, and how its clients speak. Ours twice: to clients that read batches, as the SDK does, and to stock ones. */
const SERVERS = /** @type {const} */ ({
  'tapedeck-sdk': 'batch',
  tapedeck: 'socket.io',
  'socket.io': 'socket.io',
  ws: 'bare',
  'floor-batch': 'bare-batch',
  floor: 'bare',
  'nats-server': 'nats',
  mosquitto: 'mqtt',
})
const [WARM_UP_MS, MEASURE_MS] = process.argv.includes('--quick') ? [1_500, 5_000] : [2_000, 6_000]
const PATIENCE_MS = 30_000

const asked = process.argv.slice(2)
const isQuick = asked.includes('--quick')
const only = asked.filter((each) => each in WORKLOADS)
const words = asked.filter((each) => each in MEASURES)
await orSay(async () => {
  await ensureInstalled()
  await ensureBuilt()
  /** @type {Record<string, unknown>} */
  const figures = {}
  const names = only.length > 0 ? only : words.length > 0 ? [] : isQuick ? ['A', 'C'] : Object.keys(WORKLOADS)
  const servers = Object.entries(SERVERS).filter(([server, dialect]) => {
    const isBroker = dialect === 'nats' || dialect === 'mqtt'
    if (isBroker && !isInstalled(server)) say(`${server} is not installed, and is left out`)
    return !isBroker || isInstalled(server)
  })
  for (const name of names) {
    const workload = /** @type {Workload} */ (WORKLOADS[name])
    for (const lists of workload.ofOwn === undefined || isQuick ? ['shared'] : ['shared', 'own']) {
      for (const mode of isQuick ? ['aligned'] : ['aligned', 'spread']) {
        for (const [server, dialect] of servers) {
          const found = await measure(workload, lists === 'own', mode, server, dialect)
          const title = `${name} ${lists.padEnd(6)} ${mode.padEnd(7)} ${server.padEnd(12)}`
          if (found === undefined) {
            say(`${title} did not keep up: its clients were not connected within ${PATIENCE_MS / 1_000} s`)
            continue
          }
          figures[`${name}-${lists}-${mode}-${server}`] = found
          say(
            `${title} ${found.cpu_us_per_update?.toFixed(2).padStart(7)} us CPU an update, ${found.bytes_per_update?.toFixed(1)} bytes, ` +
              `p50 ${found.p50_ms?.toFixed(1)} ms, p99 ${found.p99_ms?.toFixed(1)} ms, ${Math.round(found.updates_per_s ?? 0).toLocaleString('en')} updates/s, ${((found.core_share ?? 0) * 100).toFixed(0)} % of a core`,
          )
        }
      }
    }
  }
  for (const word of words.length > 0 || only.length > 0 || isQuick ? words : Object.keys(MEASURES)) {
    figures[word] = await MEASURES[word]?.()
  }
  process.stdout.write(`${JSON.stringify(figures)}\n`)
})

/** @param {Workload} workload @param {boolean} isOwn @param {string} mode @param {string} kind @param {string} dialect @returns {Promise<Record<string, number> | undefined>} */
async function measure(workload, isOwn, mode, kind, dialect) {
  const { clients: count, each } = workload
  const of = isOwn ? (workload.ofOwn ?? workload.of) : workload.of
  const symbols = symbolsOf(of)
  const server = startServer(kind.replace('-sdk', ''), mode, of)
  const clients = startClients()
  try {
    const { port } = await heard(server)
    const lists = Array.from({ length: count }, (_, client) => listOf(symbols, each, client))
    const connected = heard(clients)
    clients.send({ do: 'connect', plan: { kind: dialect, port, clients: lists } })
    if ((await Promise.race([connected, pause(PATIENCE_MS)])) === undefined) return undefined
    await pause(WARM_UP_MS)
    clients.send({ do: 'begin' })
    server.send({ do: 'begin' })
    await pause(MEASURE_MS)
    const [used, counted] = [heard(server), heard(clients)]
    server.send({ do: 'end' })
    clients.send({ do: 'end' })
    const { cpu, memory } = await used
    const { updates, bytes, p50, p99 } = await counted
    return {
      cpu_us_per_update: cpu / updates,
      bytes_per_update: bytes / updates,
      p50_ms: p50,
      p99_ms: p99,
      updates_per_s: updates / (MEASURE_MS / 1_000),
      core_share: cpu / (MEASURE_MS * 1_000),
      rss_mb: memory / 1e6,
    }
  } finally {
    server.kill()
    clients.kill()
  }
}
