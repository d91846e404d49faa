// @ts-check
/** The processes of bench/fanout.mjs: servers and clients, started and listened to. */

import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** @param {string} kind @param {string} mode @param {number} symbols */
export function startServer(kind, mode, symbols) {
  return fork(file('server.mjs'), [kind, mode, String(symbols)])
}

export function startClients() {
  return fork(file('clients.mjs'))
}

/** What a client follows: another choice for each, where there is one. @param {readonly string[]} symbols @param {number} each @param {number} client */
export function listOf(symbols, each, client) {
  const chosen = [...symbols]
  let random = client + 1
  for (let place = 0; place < each; place++) {
    // a linear congruential generator is random enough for a choice
    random = (random * 1_664_525 + 1_013_904_223) % 2 ** 32
    const other = place + (random % (chosen.length - place))
    const here = chosen[place] ?? ''
    chosen[place] = chosen[other] ?? ''
    chosen[other] = here
  }
  return chosen.slice(0, each).sort()
}

/** The next thing that a process says. @param {import('node:child_process').ChildProcess} child @returns {Promise<any>} */
export function heard(child) {
  return new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code) => reject(new Error(`a process of the benchmark ended with ${code}`)))
  })
}

/** @param {number} milliseconds */
export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/** @param {string} name */
function file(name) {
  return fileURLToPath(new URL(name, import.meta.url))
}
