// @ts-check
/**
 * `npm run bench:fanout`: what a delivered update costs. Servers and clients are processes of their own; updates are counted where they arrive, CPU is
 * what the system says of the server. `-- --quick` runs workloads A and C, aligned. The last line is one of JSON.
 */

import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { orSay, say } from '../scripts/child.mjs'
import { ensureBuilt, ensureInstalled } from '../scripts/ensure.mjs'
import { symbolsOf } from './fanout/quotes.mjs'

/** Clients, symbols of each, and symbols that there are. */
const WORKLOADS = /** @type {Record<string, { clients: number, each: number, of: number }>} */ ({
  A: { clients: 500, each: 20, of: 20 },
  B: { clients: 2_000, each: 10, of: 50 },
  C: { clients: 1_000, each: 100, of: 100 },
  D: { clients: 2_000, each: 1, of: 50 },
  E: { clients: 100, each: 100, of: 100 },
  F: { clients: 50, each: 20, of: 20 },
})
/** Ours twice: to clients that read batches, as the SDK does, and to stock Socket.IO clients. */
const SERVERS = ['tapedeck-sdk', 'tapedeck', 'socket.io', 'ws', 'floor']
const WARM_UP_MS = 2_000
const MEASURE_MS = 6_000
const PATIENCE_MS = 30_000

const asked = process.argv.slice(2)
const isQuick = asked.includes('--quick')
const only = asked.filter((each) => each in WORKLOADS)
await orSay(async () => {
  await ensureInstalled()
  await ensureBuilt()
  /** @type {Record<string, Record<string, number>>} */
  const figures = {}
  const names = only.length > 0 ? only : isQuick ? ['A', 'C'] : Object.keys(WORKLOADS)
  for (const name of names) {
    for (const mode of isQuick ? ['aligned'] : ['aligned', 'spread']) {
      for (const server of SERVERS) {
        const found = await measure(name, mode, server)
        if (found === undefined) {
          say(
            `${name} ${mode.padEnd(8)} ${server.padEnd(12)} did not keep up: its clients were not connected within ${PATIENCE_MS / 1_000} s`,
          )
          continue
        }
        figures[`${name}-${mode}-${server}`] = found
        say(
          `${name} ${mode.padEnd(8)} ${server.padEnd(12)} ${found.cpu_us_per_update?.toFixed(2).padStart(7)} us CPU an update, ${found.bytes_per_update?.toFixed(1)} bytes, ` +
            `p50 ${found.p50_ms?.toFixed(1)} ms, p99 ${found.p99_ms?.toFixed(1)} ms, ${Math.round(found.updates_per_s ?? 0).toLocaleString('en')} updates/s, ${((found.core_share ?? 0) * 100).toFixed(0)} % of a core`,
        )
      }
    }
  }
  process.stdout.write(`${JSON.stringify(figures)}\n`)
})

/** @param {string} name @param {string} mode @param {string} kind @returns {Promise<Record<string, number> | undefined>} */
async function measure(name, mode, kind) {
  const workload = WORKLOADS[name]
  if (workload === undefined) throw new Error(`there is no workload ${name}`)
  const symbols = symbolsOf(workload.of)
  const server = fork(file('fanout/server.mjs'), [kind.replace('-sdk', ''), mode, String(workload.of)])
  const clients = fork(file('fanout/clients.mjs'))
  try {
    const { port } = await heard(server)
    const lists = Array.from({ length: workload.clients }, (_, client) =>
      Array.from({ length: workload.each }, (__, place) => symbols[(client * 7 + place) % workload.of] ?? '').sort(),
    )
    const dialect =
      kind === 'tapedeck-sdk' ? 'batch' : kind === 'tapedeck' || kind === 'socket.io' ? 'socket.io' : 'bare'
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

/** @param {string} name */
function file(name) {
  return fileURLToPath(new URL(name, import.meta.url))
}

/** The next thing that a process says. @param {import('node:child_process').ChildProcess} child @returns {Promise<any>} */
function heard(child) {
  return new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code) => reject(new Error(`a process of the benchmark ended with ${code}`)))
  })
}

/** @param {number} milliseconds */
function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
