/** `/api/quotes`: the newest quotes, at once or, with `wait`, as soon as one of them is newer than what the caller has. */

import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { quoteOf, type Quote } from '@tapedeck/protocol'
import { epochSchema, parseRequest, quoteSchema, symbolSchema, takeSchema } from '@tapedeck/protocol/schemas'
import { REST, type Decks, type VisibleDecks } from '../../decks/decks.ts'
import type { Outlet } from '../../fan-out/follower.ts'
import type { Admission } from '../../security/admission.ts'
import { checkSelection } from '../../subscriptions.ts'
import { after } from '../../transport-timers.ts'
import type { PlainClients } from '../plain/plain-clients.ts'
import { described } from './api-docs/operation.ts'

export interface QuoteRouteOptions {
  readonly decks: Decks
  readonly clients: PlainClients
  readonly admission: Admission
}

/** Symbols that one request may name. */
const MOST_QUOTES = 500
/** Proxies give up after a minute. */
const LONGEST_WAIT_SECONDS = 55

const querySchema = z.strictObject({
  symbols: z
    .string()
    .min(1)
    .max(MOST_QUOTES * 33)
    .describe('Symbols, with commas between them')
    .meta({ examples: ['BTC-USD,AAPL'] }),
  deck: z.string().min(1).max(64).describe('Name of a deck; default `live`').optional(),
  wait: z.coerce
    .number()
    .min(0)
    .max(LONGEST_WAIT_SECONDS)
    .describe('Seconds that the answer may take where nothing is newer than `cursor`; default 0')
    .optional(),
  cursor: z.string().min(1).max(128).describe('That of an earlier answer to the same question').optional(),
})

interface Quotes {
  readonly epoch: string
  readonly take: number
  readonly cursor: string
  readonly quotes: readonly (Quote | { readonly symbol: string; readonly seq: 0 })[]
}

const answerSchema: z.ZodType<Quotes> = z.object({
  epoch: epochSchema,
  take: takeSchema,
  cursor: z
    .string()
    .describe('Names this answer')
    .meta({ examples: ['1.1036.c23a68eb851bad3b'] }),
  quotes: z
    .array(z.union([quoteSchema, z.object({ symbol: symbolSchema, seq: z.literal(0) })]))
    .describe('In the order asked; of a symbol that has no quote yet, `symbol` and a `seq` of 0 alone'),
})
const QUOTES = described({
  tag: 'market',
  summary: 'The newest quotes, at once or, with `wait`, as soon as one of them is newer than what the caller has',
  query: querySchema,
  answer: answerSchema,
  errors: ['UNKNOWN_SYMBOL', 'UNKNOWN_DECK', 'BAD_SUBSCRIPTION', 'LIMIT_CONNECTIONS', 'NOT_ENTITLED'],
})

export function addQuoteRoute(app: FastifyInstance, options: QuoteRouteOptions): void {
  const { clients, admission } = options
  const read = (decks: VisibleDecks, symbols: readonly string[], name: string | undefined): Quotes => {
    const { deck, instruments } = checkSelection(decks, { symbols, channels: ['quote'], deck: name })
    const quotes = instruments.map((instrument) => {
      const quote = deck.market.quote(instrument.id)
      return quote === undefined ? ({ symbol: instrument.symbol, seq: 0 } as const) : quoteOf(quote, instrument)
    })
    // within a take numbers only grow, and so does their sum
    const sum = quotes.reduce((total, { seq }) => total + seq, 0)
    const { epoch } = deck.header
    return { epoch, take: deck.take, cursor: `${deck.take}.${sum}.${epoch}`, quotes }
  }

  app.get('/api/quotes', QUOTES, async (request, reply): Promise<Quotes> => {
    const { symbols: list, deck, wait = 0, cursor } = parseRequest(querySchema, request.query)
    const symbols = list.split(',')
    const decks = options.decks.seenBy(REST, request.grant.allows)
    const now = read(decks, symbols, deck)
    void reply.header('cache-control', 'no-store')
    if (wait === 0 || now.cursor !== cursor) return now
    admission.checkRoom(request.raw)
    await new Promise<void>((resolve) => {
      const outlet: Outlet = {
        isReady: true,
        isFull: false,
        holdsAnchors: false,
        // the deck is heard as well, and says nothing of quotes
        send({ items }) {
          if (items.some(({ name }) => name === 'quote')) end()
        },
        handled: () => Promise.resolve(),
      }
      const leave = admission.enter(request.raw)
      const client = clients.open('poll', outlet, () => end(), decks.allows)
      const end = (): void => {
        cancel()
        leave()
        clients.close(client)
        resolve()
      }
      const cancel = after(wait * 1_000, end)
      request.raw.once('close', end)
      client.subscribe({ symbols, channels: ['quote'], deck })
    })
    return read(decks, symbols, deck)
  })
}
