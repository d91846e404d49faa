/** A proxy before a server that is what lines can be: it delays, it lets little through, and it cuts connections when it is told to. */

import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { Transform, type TransformCallback } from 'node:stream'
import { after } from './transport-timers.ts'

export interface BadLine {
  readonly url: string
  /** Ends all connections, or those that are picked, as a broken line would. */
  cut(pick?: () => boolean): void
  close(): Promise<void>
}

export interface LineOptions {
  /** Milliseconds on the way to the client. Default 0. */
  readonly delayMs?: number
  /** What a connection lets through to the client. Default: all. */
  readonly bytesPerSecond?: number
}

export async function openBadLine(
  port: number,
  { delayMs = 0, bytesPerSecond = Infinity }: LineOptions = {},
): Promise<BadLine> {
  const connections = new Set<() => void>()
  const server = createServer((incoming) => {
    const outgoing = connect(port, '127.0.0.1')
    const end = (): void => {
      incoming.destroy()
      outgoing.destroy()
      connections.delete(end)
    }
    connections.add(end)
    for (const socket of [incoming, outgoing]) {
      socket.on('close', end)
      // a cut is no error of anybody's
      socket.on('error', () => undefined)
    }
    incoming.pipe(outgoing)
    const slow: (Socket | Transform)[] =
      delayMs > 0 || bytesPerSecond < Infinity ? [new Slow(delayMs, bytesPerSecond)] : []
    for (const stream of slow) outgoing.pipe(stream).pipe(incoming)
    if (slow.length === 0) outgoing.pipe(incoming)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = (pick: () => boolean = () => true): void => {
    for (const end of [...connections]) if (pick()) end()
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    close() {
      cut()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** Hands on what it gets after the delay, and as long after it as the bytes take. */
class Slow extends Transform {
  readonly #delayMs: number
  readonly #bytesPerSecond: number

  constructor(delayMs: number, bytesPerSecond: number) {
    // little is kept on the way, so that who sends feels how slow it is
    super({ highWaterMark: 4_096 })
    this.#delayMs = delayMs
    this.#bytesPerSecond = bytesPerSecond
  }

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    after(this.#delayMs + (chunk.length / this.#bytesPerSecond) * 1_000, () => done(null, chunk))
  }
}
