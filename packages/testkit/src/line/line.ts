/**
 * The line between a feed and its clients, a proxy on a port of its own, and what can be wrong with lines: it is cut, refuses, holds what it is given,
 * goes quiet without a word, or lets little through.
 */

import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { TapedeckError } from '@tapedeck/protocol'
import { LineConnection } from './connection.ts'
import type { Pace } from './way.ts'

/** What is wrong with a line; each stands until `mend`, or until it is said otherwise. */
export interface Line {
  /** Ends every connection at once, as a pulled plug would. New ones are taken. */
  cut(): void
  /** Refuses new connections; those that there are stay. */
  refuse(): void
  /** Milliseconds, of the machine's time, that everything takes on its way to the clients. 0 ends it. Throws `BAD_OPTION`. */
  delay(ms: number): void
  /** Bytes a second, more than 0, that each connection lets through to its client. `Infinity` ends it. Throws `BAD_OPTION`. */
  slow(bytesPerSecond: number): void
  /** Holds everything, both ways, of old connections and new ones; `mend` lets it go on. Time passes without waiting for clients meanwhile. */
  freeze(): void
  /**
   * The connections that there are go quiet for good, and their clients are not told: what a lost route looks like from there. The server takes them for gone. New ones
   * are taken.
   */
  halfOpen(): void
  /** Nothing is wrong any more. Connections that are half open stay so. */
  mend(): void
  /** Connections that carry something. */
  readonly connections: number
}

/** What a timer can wait, in milliseconds. */
const LONGEST_MS = 2_147_483_647
const UNHINDERED: Pace = { delayMs: 0, bytesPerSecond: Infinity }

export class ProxyLine implements Line {
  readonly #connections = new Set<LineConnection>()
  #server: Server | undefined
  #target: number | undefined
  #isRefusing = false
  #isFrozen = false
  #pace = UNHINDERED

  /** Opens it on a free port of loopback; answers the port. */
  open(): Promise<number> {
    const server = createServer((incoming) => this.#take(incoming))
    this.#server = server
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
    })
  }

  /** The port of the server behind it; undefined while there is none, and nobody is let through. */
  leadTo(port: number | undefined): void {
    this.#target = port
  }

  get connections(): number {
    return [...this.#connections].filter(({ isDead }) => !isDead).length
  }

  /** Whether clients can be waited for: none would answer over a line that holds everything. */
  get carries(): boolean {
    return !this.#isFrozen
  }

  cut(): void {
    for (const connection of [...this.#connections]) connection.end()
  }

  refuse(): void {
    this.#isRefusing = true
  }

  delay(ms: number): void {
    if (!(ms >= 0 && ms <= LONGEST_MS)) {
      const rule = `give milliseconds from 0 to ${LONGEST_MS}`
      throw new TapedeckError('BAD_OPTION', `delay(${ms}) is no time that a line can take: ${rule}`, { ms })
    }
    this.#become({ ...this.#pace, delayMs: ms })
  }

  slow(bytesPerSecond: number): void {
    if (!(bytesPerSecond > 0)) {
      const rule = 'give bytes a second, more than 0; freeze() lets nothing through'
      throw new TapedeckError('BAD_OPTION', `slow(${bytesPerSecond}) is no speed of a line: ${rule}`, {
        bytesPerSecond,
      })
    }
    this.#become({ ...this.#pace, bytesPerSecond })
  }

  freeze(): void {
    this.#isFrozen = true
    for (const connection of this.#connections) connection.hold()
  }

  halfOpen(): void {
    for (const connection of this.#connections) connection.die()
  }

  mend(): void {
    this.#isRefusing = false
    this.#become(UNHINDERED)
    if (!this.#isFrozen) return
    this.#isFrozen = false
    for (const connection of [...this.#connections]) connection.letGo()
  }

  /** The server behind it is gone. Clients of a line that holds everything hear of it when it is mended. */
  loseServer(): void {
    for (const connection of [...this.#connections]) connection.loseServer()
  }

  close(): Promise<void> {
    this.cut()
    const server = this.#server
    return server === undefined ? Promise.resolve() : new Promise((resolve) => server.close(() => resolve()))
  }

  #become(pace: Pace): void {
    this.#pace = pace
    for (const connection of this.#connections) connection.pace = pace
  }

  #take(client: Socket): void {
    if (this.#isRefusing || this.#target === undefined) {
      client.destroy()
      return
    }
    const connection = new LineConnection(client, connect(this.#target, '127.0.0.1'), this.#pace, () => {
      this.#connections.delete(connection)
    })
    this.#connections.add(connection)
    if (this.#isFrozen) connection.hold()
  }
}
