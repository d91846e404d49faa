/** Server-sent events at `/sse?symbols=&channels=`: for whoever has an EventSource, or curl. */

import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { TapedeckError, type Limits } from '@tapedeck/protocol'
import { parseRequest } from '@tapedeck/protocol/schemas'
import type { Outlet } from '../../fan-out/follower.ts'
import type { Batch } from '../../fan-out/item.ts'
import { every } from '../../transport-timers.ts'
import type { PlainClients } from './plain-clients.ts'

const LONGEST_LIST = 33_000
const querySchema = z.strictObject({
  symbols: z.string().min(1).max(LONGEST_LIST),
  channels: z.string().min(1).max(1_000),
  deck: z.string().min(1).max(64).optional(),
})
/** A comment now and then keeps proxies from closing a quiet stream. */
const COMMENT_MS = 15_000
/** What EventSource waits before it connects again, in milliseconds. */
const RETRY_MS = 2_000

export function addEventStream(app: FastifyInstance, clients: PlainClients, limits: Limits): void {
  app.get('/sse', (request, reply) => {
    if (clients.count >= limits.maxConnections) {
      throw new TapedeckError('LIMIT_CONNECTIONS', `the server holds its ${limits.maxConnections} connections`)
    }
    const { symbols, channels, deck } = parseRequest(querySchema, request.query)
    const response = reply.raw
    const outlet = new EventStreamOutlet(response)
    const client = clients.open('sse', outlet, (event, data) => {
      response.write(eventText(event, data))
    })
    let subscribed: object
    try {
      subscribed = client.subscribe({ symbols: symbols.split(','), channels: channels.split(','), deck })
    } catch (thrown) {
      clients.close(client)
      throw thrown
    }
    reply.hijack()
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) response.setHeader(name, value)
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    response.write(`retry: ${RETRY_MS}\n\n${eventText('subscribed', subscribed)}`)
    outlet.open()
    const stop = every(COMMENT_MS, () => response.write(': still here\n\n'))
    response.on('close', () => {
      stop()
      clients.close(client)
    })
  })
}

function eventText(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}

class EventStreamOutlet implements Outlet {
  readonly holdsAnchors = false
  readonly #response: ServerResponse
  #isOpen = false

  constructor(response: ServerResponse) {
    this.#response = response
  }

  open(): void {
    this.#isOpen = true
  }

  /** HTTP has no pong: 'written' is all that can be known. */
  get isReady(): boolean {
    return this.#isOpen && this.#response.writableLength === 0
  }

  get isFull(): boolean {
    return this.#response.writableNeedDrain
  }

  /** Written is all that can be known. */
  handled(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#response.writableLength === 0 || this.#response.destroyed) resolve()
      this.#response.once('drain', resolve).once('close', resolve)
    })
  }

  send({ items }: Batch): void {
    if (!this.#response.writableEnded) this.#response.write(items.map((item) => item.text('sse')).join(''))
  }
}
