/**
 * The line between a feed and its clients, a proxy on a port of its own, and what can be wrong with lines: it is cut, refuses, holds what it is given,
 * goes quiet without a word, or lets little through.
 */

import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { Transform, type TransformCallback } from 'node:stream'
import { after } from '../transport-timers.ts'

/** What is wrong with a line; each stands until `mend`, or until it is said otherwise. */
export interface Line {
  /** Ends every connection at once, as a pulled plug would. New ones are taken. */
  cut(): void
  /** Refuses new connections; those that there are stay. */
  refuse(): void
  /** Milliseconds, of the machine's time, that everything takes on its way to the clients. 0 ends it. */
  delay(ms: number): void
  /** Bytes a second that each connection lets through to its client. `Infinity` ends it. */
  slow(bytesPerSecond: number): void
  /** Holds everything, both ways, of old connections and new ones; `mend` lets it go on. Time passes without waiting for clients meanwhile. */
  freeze(): void
  /** The connections that there are go quiet for good, and neither side is told: what a lost route looks like. New ones are taken. */
  halfOpen(): void
  /** Nothing is wrong any more. Connections that are half open stay so. */
  mend(): void
  /** Connections that carry something. */
  readonly connections: number
}

interface Pair {
  readonly incoming: Socket
  readonly outgoing: Socket
  readonly slow: Slow
  isDead: boolean
}

export class ProxyLine implements Line {
  readonly #pairs = new Set<Pair>()
  #server: Server | undefined
  #target = 0
  #isRefusing = false
  #isFrozen = false
  #delayMs = 0
  #bytesPerSecond = Infinity

  /** Opens it on a free port of loopback; answers the port. */
  open(): Promise<number> {
    const server = createServer((incoming) => this.#take(incoming))
    this.#server = server
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
    })
  }

  /** The port of the server behind it. */
  leadTo(port: number): void {
    this.#target = port
  }

  get connections(): number {
    return [...this.#pairs].filter(({ isDead }) => !isDead).length
  }

  /** Whether clients can be waited for: they would never answer over a line that holds everything. */
  get carries(): boolean {
    return !this.#isFrozen && [...this.#pairs].every(({ isDead }) => !isDead)
  }

  cut(): void {
    for (const { incoming, outgoing } of [...this.#pairs]) {
      incoming.destroy()
      outgoing.destroy()
    }
  }

  refuse(): void {
    this.#isRefusing = true
  }

  delay(ms: number): void {
    this.#delayMs = ms
    for (const { slow } of this.#pairs) slow.delayMs = ms
  }

  slow(bytesPerSecond: number): void {
    this.#bytesPerSecond = bytesPerSecond
    for (const { slow } of this.#pairs) slow.bytesPerSecond = bytesPerSecond
  }

  freeze(): void {
    this.#isFrozen = true
    for (const pair of this.#pairs) hold(pair)
  }

  halfOpen(): void {
    for (const pair of this.#pairs) {
      pair.isDead = true
      hold(pair)
    }
  }

  mend(): void {
    this.#isRefusing = false
    this.delay(0)
    this.slow(Infinity)
    if (!this.#isFrozen) return
    this.#isFrozen = false
    for (const pair of this.#pairs) if (!pair.isDead) letGo(pair)
  }

  /** Ends those that are half open: a server that stops would wait for them. */
  endDead(): void {
    for (const { incoming, outgoing, isDead } of this.#pairs) {
      if (!isDead) continue
      incoming.destroy()
      outgoing.destroy()
    }
  }

  close(): Promise<void> {
    this.cut()
    const server = this.#server
    return server === undefined ? Promise.resolve() : new Promise((resolve) => server.close(() => resolve()))
  }

  #take(incoming: Socket): void {
    if (this.#isRefusing) {
      incoming.destroy()
      return
    }
    const outgoing = connect(this.#target, '127.0.0.1')
    const slow = new Slow(this.#delayMs, this.#bytesPerSecond)
    const pair: Pair = { incoming, outgoing, slow, isDead: false }
    this.#pairs.add(pair)
    const end = (): void => {
      incoming.destroy()
      outgoing.destroy()
      this.#pairs.delete(pair)
    }
    for (const socket of [incoming, outgoing]) {
      socket.setNoDelay(true)
      // one that is half open is not told that the other side is gone
      socket.on('close', () => {
        if (!pair.isDead) end()
      })
      // a cut is no error of anybody's
      socket.on('error', () => undefined)
    }
    letGo(pair)
    if (this.#isFrozen) hold(pair)
  }
}

function letGo({ incoming, outgoing, slow }: Pair): void {
  incoming.pipe(outgoing)
  outgoing.pipe(slow).pipe(incoming)
}

function hold({ incoming, outgoing, slow }: Pair): void {
  incoming.unpipe()
  outgoing.unpipe()
  slow.unpipe()
  for (const socket of [incoming, outgoing]) socket.pause()
}

/** Hands on what it gets after the delay, and as long after it as the bytes take. */
class Slow extends Transform {
  delayMs: number
  bytesPerSecond: number

  constructor(delayMs: number, bytesPerSecond: number) {
    // little is kept on the way, so that who sends feels how slow it is
    super({ highWaterMark: 16_384 })
    this.delayMs = delayMs
    this.bytesPerSecond = bytesPerSecond
  }

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    const ms = this.delayMs + (chunk.length / this.bytesPerSecond) * 1_000
    if (ms === 0) done(null, chunk)
    else after(ms, () => done(null, chunk))
  }
}
