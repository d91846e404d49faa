// @ts-check
/** The brokers of bench/fanout.mjs, when they are installed: nats-server and mosquitto, each with a publisher of ours over TCP and clients over WebSocket. Their CPU is that of the broker alone. */

import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mqttLength } from './dialects.mjs'

/**
 * @typedef {object} Broker
 * @property {number} port of the clients
 * @property {() => { cpu: number, memory: number }} used microseconds so far, and bytes
 * @property {(quotes: readonly { symbol: string, json: string }[]) => void} publish
 */

/** @param {string} command */
export function isInstalled(command) {
  return spawnSync(command, ['-h']).error === undefined
}

/** @param {'nats-server' | 'mosquitto'} kind @returns {Promise<Broker>} */
export async function startBroker(kind) {
  const [port, inner] = [await freePort(), await freePort()]
  const path = join(mkdtempSync(join(tmpdir(), 'tapedeck-broker-')), 'broker.conf')
  writeFileSync(path, kind === 'mosquitto' ? mosquittoConfig(port, inner) : natsConfig(port, inner))
  const child = spawn(kind, ['-c', path], { stdio: 'ignore' })
  process.on('exit', () => child.kill())
  // a signal alone ends a process without its exit being heard
  process.on('SIGTERM', () => process.exit())
  const publisher = await reach(inner)
  if (kind === 'nats-server') {
    publisher.write('CONNECT {"verbose":false}\r\n')
    // it asks now and then whether we are there
    publisher.on('data', (data) => void (data.includes('PING\r\n') && publisher.write('PONG\r\n')))
  } else publisher.write(Buffer.from([0x10, 13, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 2, 0, 0, 0, 1, 0x70]))
  return {
    port,
    used: () => ({ cpu: cpuOf(child.pid ?? 0), memory: memoryOf(child.pid ?? 0) }),
    publish(quotes) {
      if (kind === 'nats-server') {
        publisher.write(quotes.map(({ symbol, json }) => `PUB ${symbol} ${json.length}\r\n${json}\r\n`).join(''))
        return
      }
      publisher.write(
        Buffer.concat(
          quotes.flatMap(({ symbol, json }) => [
            Buffer.of(0x30),
            mqttLength(2 + symbol.length + json.length),
            Buffer.from([0, symbol.length]),
            Buffer.from(symbol + json),
          ]),
        ),
      )
    },
  }
}

/** @param {number} port @param {number} inner */
function natsConfig(port, inner) {
  return `listen: "127.0.0.1:${inner}"\nwebsocket { listen: "127.0.0.1:${port}", no_tls: true }\nmax_connections: 20000\n`
}

/** @param {number} port @param {number} inner */
function mosquittoConfig(port, inner) {
  return `listener ${inner} 127.0.0.1\nlistener ${port} 127.0.0.1\nprotocol websockets\nallow_anonymous true\nset_tcp_nodelay true\nmax_queued_messages 100000\n`
}

/** User and system time, in microseconds; the system counts hundredths of a second. @param {number} pid */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10_000
}

/** @param {number} pid */
function memoryOf(pid) {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
      server.close(() => resolve(port))
    })
  })
}

/** Connects as soon as somebody listens. @param {number} port @returns {Promise<import('node:net').Socket>} */
function reach(port) {
  return new Promise((resolve) => {
    const attempt = () => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => resolve(socket))
      socket.once('error', () => setTimeout(attempt, 50))
    }
    attempt()
  })
}
