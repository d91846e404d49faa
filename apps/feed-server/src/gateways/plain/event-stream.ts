/** Server-sent events at `/sse?symbols=&channels=`: for whoever has an EventSource, or curl. */

import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { CHANNELS, type Limits, type Snapshot } from '@tapedeck/protocol'
import { parseRequest } from '@tapedeck/protocol/schemas'
import type { Place } from '../../decks/following.ts'
import type { Outlet } from '../../fan-out/follower.ts'
import type { Batch } from '../../fan-out/item.ts'
import type { Admission } from '../../security/admission.ts'
import type { Authentication } from '../../security/authentication.ts'
import { Session } from '../../security/session.ts'
import { every } from '../../transport-timers.ts'
import { described } from '../http/api-docs/operation.ts'
import type { PlainClients, Subscribed } from './plain-clients.ts'

const LONGEST_LIST = 33_000
export const streamQuerySchema: z.ZodType<{ symbols: string; channels: string; deck?: string | undefined }> =
  z.strictObject({
    symbols: z
      .string()
      .min(1)
      .max(LONGEST_LIST)
      .describe('Symbols, with commas between them')
      .meta({ examples: ['BTC-USD,AAPL'] }),
    channels: z
      .string()
      .min(1)
      .max(1_000)
      .describe(`Channels, with commas between them: ${CHANNELS.join(', ')}`)
      .meta({ examples: ['quote,trade'] }),
    deck: z.string().min(1).max(64).describe('Name of a deck; default `live`').optional(),
  })
const STREAM = described({
  tag: 'market',
  summary: 'Subscribes, and streams the events; `Last-Event-ID` says where an earlier stream ended',
  query: streamQuerySchema,
  answer: {
    mediaType: 'text/event-stream',
    description: '`subscribed` with the snapshots, then events by their names',
  },
  errors: [
    'UNKNOWN_SYMBOL',
    'UNKNOWN_CHANNEL',
    'BAD_SUBSCRIPTION',
    'UNKNOWN_DECK',
    'LIMIT_SUBSCRIPTIONS',
    'LIMIT_CONNECTIONS',
    'NOT_ENTITLED',
  ],
})
/** A comment now and then keeps proxies from closing a quiet stream. */
const COMMENT_MS = 15_000
/** Bytes that may wait to be written before a tape that folds nothing waits as well. */
const MOST_WAITING_BYTES = 262_144
/** What EventSource waits before it connects again, in milliseconds. */
const RETRY_MS = 2_000

export interface EventStreamOptions {
  readonly clients: PlainClients
  readonly admission: Admission
  readonly authentication: Authentication
  readonly limits: Pick<Limits, 'maxQueuedBytes'>
}

export function addEventStream(app: FastifyInstance, options: EventStreamOptions): void {
  const { clients, admission, authentication, limits } = options
  app.get('/sse', STREAM, (request, reply) => {
    admission.checkRoom(request.raw)
    const { symbols, channels, deck } = parseRequest(streamQuerySchema, request.query)
    const response = reply.raw
    const outlet: EventStreamOutlet = new EventStreamOutlet(response, () => idText(client.place))
    const { grant } = request
    const tell = (event: string, data: object): void => {
      response.write(eventText(event, data) + idText(client.place))
    }
    const client = clients.open('sse', outlet, tell, grant.allows)
    let subscribed: Subscribed
    try {
      const asked = { symbols: symbols.split(','), channels: channels.split(','), deck }
      subscribed = client.subscribe(asked, placeOf(request.headers['last-event-id']))
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
    const missed = subscribed.snapshots.flatMap(({ recovery }) =>
      recovery?.state === 'recovered' ? recovery.missed : [],
    )
    response.write(
      `retry: ${RETRY_MS}\n\n${eventText('subscribed', { ...subscribed, snapshots: subscribed.snapshots.map(told) })}`,
    )
    // as the events that they are, each heard by who listens to it
    for (const { event, data } of missed) response.write(eventText(event, data))
    response.write(idText(client.place))
    outlet.open()
    const leave = admission.enter(request.raw)
    const expiring = (notice: object): void => tell('notice', notice)
    const expired = (notice: object): void => {
      tell('notice', notice)
      response.end()
    }
    const session = new Session(authentication, { expiring, expired }, grant)
    const stop = every(COMMENT_MS, () => {
      // what is said beside the data waits for nobody
      if (response.writableLength > limits.maxQueuedBytes) response.destroy()
      else response.write(': still here\n\n')
    })
    response.on('close', () => {
      stop()
      leave()
      session.end()
      clients.close(client)
    })
  })
}

/** The list of what was missed is not told twice. */
function told(snapshot: Snapshot): Snapshot {
  return snapshot.recovery?.state === 'recovered'
    ? { ...snapshot, recovery: { state: 'recovered', missed: [] } }
    : snapshot
}

/** An id alone is remembered by EventSource, and is no event (WHATWG HTML, section 9.2.6). */
function idText(place: Place | undefined): string {
  return place === undefined ? '' : `id: ${place.take}.${place.completeCount}.${place.epoch}\n\n`
}

/** What such an id says; undefined for any other, and where there is none. */
function placeOf(id: string | readonly string[] | undefined): Place | undefined {
  const found = typeof id === 'string' ? /^(\d{1,9})\.(\d{1,15})\.(.{1,64})$/.exec(id) : null
  const [, take, completeCount, epoch] = found ?? []
  if (take === undefined || completeCount === undefined || epoch === undefined) return undefined
  return { take: Number(take), completeCount: Number(completeCount), epoch }
}

function eventText(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}

class EventStreamOutlet implements Outlet {
  readonly holdsAnchors = false
  readonly #response: ServerResponse
  readonly #id: () => string
  #isOpen = false

  /** `id` follows whatever is sent. */
  constructor(response: ServerResponse, id: () => string) {
    this.#response = response
    this.#id = id
  }

  open(): void {
    this.#isOpen = true
  }

  /** HTTP has no pong: 'written' is all that can be known. */
  get isReady(): boolean {
    return this.#isOpen && this.#response.writableLength === 0
  }

  get isFull(): boolean {
    return this.#response.writableLength > MOST_WAITING_BYTES
  }

  /** Written is all that can be known. */
  handled(): Promise<void> {
    const response = this.#response
    if (response.writableLength === 0 || response.destroyed) return Promise.resolve()
    return new Promise((resolve) => {
      const done = (): void => {
        response.off('drain', done).off('close', done)
        resolve()
      }
      response.on('drain', done).on('close', done)
    })
  }

  send({ items }: Batch): void {
    if (this.#response.writableEnded) return
    this.#response.write(`${items.map((item) => item.text('sse')).join('')}${this.#id()}`)
  }
}
