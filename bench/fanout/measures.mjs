// @ts-check
/** Measures of bench/fanout.mjs beside its workloads, each by its word: one client on an idle server, a client that stalls, a crowd that is idle, and ways to be told. */

import { say } from '../../scripts/child.mjs'
import { heard, pause, startClients, startServer } from './processes.mjs'
import { symbolsOf } from './quotes.mjs'
import { transports } from './transports.mjs'

/** @type {Record<string, () => Promise<unknown>>} */
export const MEASURES = { 'idle-client': idleClient, stalled, crowd, transports }

/** From publication to arrival, with one client and one symbol. */
async function idleClient() {
  const { p50, p99 } = await withServer('tapedeck', 1, async (port) => {
    const clients = startClients()
    try {
      await connect(clients, 'batch', port, [symbolsOf(1)])
      await pause(1_000)
      return await counted(clients, 10_000, true)
    } finally {
      clients.kill()
    }
  })
  say(`one client on an idle server: p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`)
  return { p50_ms: p50, p99_ms: p99 }
}

const STALL_MS = 12_000

/** One client of 500 stops reading: what the others notice, what it costs, and what it sees when it wakes. */
async function stalled() {
  /** @type {Record<string, unknown>} */
  const figures = {}
  for (const kind of /** @type {const} */ (['batch', 'socket.io'])) {
    figures[kind] = await withServer('tapedeck', 20, async (port, server) => {
      const [others, one] = [startClients(), startClients()]
      try {
        const list = symbolsOf(20)
        await connect(
          others,
          kind,
          port,
          Array.from({ length: 499 }, () => list),
        )
        await connect(one, kind, port, [list])
        await pause(3_000)
        const before = await counted(others, 8_000)
        const memoryBefore = await memoryOf(server)
        one.send({ do: 'stall' })
        const during = await counted(others, STALL_MS)
        const memory = (await memoryOf(server)) - memoryBefore
        const woken = heard(one)
        one.send({ do: 'wake' })
        const { ms, age } = await Promise.race([woken, pause(8_000).then(() => ({ ms: Infinity, age: Infinity }))])
        say(
          `one of 500 stalls for ${STALL_MS / 1_000} s (${kind}): p99 of the others ${before.p99.toFixed(1)} -> ${during.p99.toFixed(1)} ms, ` +
            `${(memory / 1e6).toFixed(1)} MB; awake, it has something fresh after ${ms.toFixed(0)} ms`,
        )
        return {
          p99_before_ms: before.p99,
          p99_during_ms: during.p99,
          memory_mb: memory / 1e6,
          fresh_after_ms: ms,
          age_ms: age,
        }
      } finally {
        others.kill()
        one.kill()
      }
    })
  }
  return figures
}

const CROWD = 10_000
const CROWD_PROCESSES = 2

/** Ten thousand clients with 20 symbols each on a market that stands: how long they take to come, and their memory. */
async function crowd() {
  return withServer(
    'tapedeck',
    20,
    async (port, server) => {
      const processes = Array.from({ length: CROWD_PROCESSES }, () => startClients())
      try {
        const before = await memoryOf(server)
        const list = symbolsOf(20)
        const startedAt = performance.now()
        await Promise.all(
          processes.map((clients) =>
            connect(
              clients,
              'batch',
              port,
              Array.from({ length: CROWD / CROWD_PROCESSES }, () => list),
            ),
          ),
        )
        const seconds = (performance.now() - startedAt) / 1_000
        await pause(3_000)
        const bytes = ((await memoryOf(server)) - before) / CROWD
        say(
          `${CROWD} idle clients: connected and subscribed in ${seconds.toFixed(1)} s, ${(bytes / 1e3).toFixed(1)} kB each`,
        )
        return { connected_s: seconds, kb_per_client: bytes / 1e3 }
      } finally {
        for (const clients of processes) clients.kill()
      }
    },
    'still',
  )
}

/** @template T @param {string} kind @param {number} symbols @param {(port: number, server: import('node:child_process').ChildProcess) => Promise<T>} measure @param {string} mode @returns {Promise<T>} */
async function withServer(kind, symbols, measure, mode = 'aligned') {
  const server = startServer(kind, mode, symbols)
  try {
    const { port } = await heard(server)
    return await measure(port, server)
  } finally {
    server.kill()
  }
}

/** @param {import('node:child_process').ChildProcess} clients @param {string} kind @param {number} port @param {readonly (readonly string[])[]} lists */
async function connect(clients, kind, port, lists) {
  const connected = heard(clients)
  clients.send({ do: 'connect', plan: { kind, port, clients: lists.map((list) => [...list]) } })
  await connected
}

/** What arrives at clients for a while. @param {import('node:child_process').ChildProcess} clients @param {number} milliseconds @param {boolean} [each] whether every update is timed @returns {Promise<{ p50: number, p99: number }>} */
async function counted(clients, milliseconds, each = false) {
  clients.send({ do: 'begin', each })
  await pause(milliseconds)
  const answer = heard(clients)
  clients.send({ do: 'end' })
  return answer
}

/** @param {import('node:child_process').ChildProcess} server @returns {Promise<number>} */
async function memoryOf(server) {
  const answer = heard(server)
  server.send({ do: 'end' })
  return (await answer).memory
}
