/** What HTTP answers about the market, the server's health, and the page. */

import { existsSync } from 'node:fs'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { DEFAULT_HISTORY_BARS, INTERVALS, type Limits } from '@tapedeck/protocol'
import { barsSchema, epochSchema, instrumentsSchema, parseRequest, symbolSchema } from '@tapedeck/protocol/schemas'
import { readBars } from '../../bars.ts'
import { REST, type Decks, type VisibleDecks } from '../../decks/decks.ts'
import { noData } from '../../decks/open-deck-source.ts'
import { findInstrument, instrumentsOf } from '../../subscriptions.ts'
import type { BarHistory, KeptBar } from '../../tables/bar-history.ts'
import { described } from './api-docs/operation.ts'

export interface RouteOptions {
  readonly decks: Decks
  readonly limits: Limits
  /** Bars that were kept across restarts; null where none are. */
  readonly keptBars: () => BarHistory | null
  /** Folder of the built page, or null to serve none. */
  readonly pageFolder: string | null
}

/** A week of minutes: the longest bar. */
const MOST_MINUTES = 10_080

const deck = z.string().min(1).max(64).describe('Name of a deck; default `live`').optional()
const wholeNumber = z
  .string()
  .refine((text) => /^\d{1,16}$/.test(text), 'must be a whole number')
  .transform(Number)
  // documents tell what the text says
  .meta({ type: 'integer' })
const symbol = z
  .string()
  .min(1)
  .max(32)
  .meta({ examples: ['BTC-USD'] })
const from = wholeNumber.describe('Bars that open at or after it; microseconds since the Unix epoch, UTC').optional()
const to = wholeNumber.describe('Bars that open before it; microseconds since the Unix epoch, UTC').optional()
const limit = wholeNumber
  .pipe(z.number().min(1))
  .describe(`The newest so many of these; default ${DEFAULT_HISTORY_BARS}`)
  .optional()
const deckQuerySchema = z.strictObject({ deck })
const barsQuerySchema = z.strictObject({
  symbol,
  interval: z
    .string()
    .min(1)
    .max(8)
    .meta({ enum: INTERVALS, examples: ['1m'] }),
  from,
  to,
  limit,
  deck,
})
const keptBarsQuerySchema = z.strictObject({
  symbol,
  minutes: wholeNumber
    .pipe(z.number().min(1).max(MOST_MINUTES))
    .describe(`Length of a bar, 1 to ${MOST_MINUTES}; default 1`)
    .optional(),
  from,
  to,
  limit,
})

const INSTRUMENTS = described({
  tag: 'market',
  summary: 'The instrument table',
  query: deckQuerySchema,
  answer: instrumentsSchema,
  errors: ['UNKNOWN_DECK'],
})
const BARS = described({
  tag: 'market',
  summary: 'Bars of one symbol and interval, oldest first; the last may be running',
  query: barsQuerySchema,
  answer: barsSchema,
  errors: ['UNKNOWN_SYMBOL', 'UNKNOWN_INTERVAL', 'UNKNOWN_DECK', 'NOT_ENTITLED'],
})
const decimal = (example: string): z.ZodString =>
  z
    .string()
    .describe('Decimal text')
    .meta({ examples: [example] })
const count = (meaning: string, example: number): z.ZodInt =>
  z
    .int()
    .min(0)
    .describe(meaning)
    .meta({ examples: [example] })
const keptBarSchema: z.ZodType<KeptBar> = z.object({
  tsOpen: count('Start; microseconds since the Unix epoch, UTC', 1_767_623_460_000_000),
  open: decimal('98509.71'),
  high: decimal('98510'),
  low: decimal('98447.17'),
  close: decimal('98447.17'),
  volume: decimal('2.03062449'),
  tradeCount: count('Number of trades', 136),
  epoch: epochSchema.describe('Numbering that its last minute came from: another one is another run of the market'),
})
const KEPT_BARS = described({
  tag: 'market',
  summary: 'Bars of any number of minutes, kept across restarts',
  query: keptBarsQuerySchema,
  answer: z.object({
    symbol: symbolSchema,
    minutes: count('Length of a bar', 1),
    bars: z.array(keptBarSchema).describe('Oldest first'),
  }),
  errors: ['UNKNOWN_SYMBOL', 'TABLES_FAILED', 'BAD_OPTION', 'NOT_ENTITLED'],
})
const HEALTH = described({
  tag: 'server',
  summary: 'Whether the server runs',
  isPublic: true,
  answer: z.object({ ok: z.literal(true) }),
})
const READINESS = described({
  tag: 'server',
  summary: 'Whether it serves',
  isPublic: true,
  answer: z.object({
    ok: z.literal(true),
    decks: z
      .array(z.string())
      .describe('Names of the decks')
      .meta({ examples: [['live']] }),
  }),
})

/** Adds them to a server that does not listen yet. */
export async function addRoutes(app: FastifyInstance, options: RouteOptions): Promise<void> {
  const { limits } = options
  const seenBy = ({ grant }: FastifyRequest): VisibleDecks => options.decks.seenBy(REST, grant.allows)

  app.get('/api/instruments', INSTRUMENTS, (request) => {
    const decks = seenBy(request)
    const found = decks.find(parseRequest(deckQuerySchema, request.query).deck)
    return {
      epoch: found.header.epoch,
      take: found.take,
      instruments: instrumentsOf(decks, found),
    }
  })
  app.get('/api/bars', BARS, async (request) => {
    const asked = parseRequest(barsQuerySchema, request.query)
    const { epoch, take, seq, bars, hasMore } = await readBars(seenBy(request), limits, asked)
    return { epoch, take, seq, bars, hasMore }
  })
  app.get('/api/kept-bars', KEPT_BARS, async (request) => {
    const {
      symbol,
      minutes = 1,
      from = 0,
      to = Infinity,
      limit = DEFAULT_HISTORY_BARS,
    } = parseRequest(keptBarsQuerySchema, request.query)
    const kept = options.keptBars()
    if (kept === null) throw noData('history of bars')
    const decks = seenBy(request)
    findInstrument(decks, decks.find(), symbol)
    return {
      symbol,
      minutes,
      bars: await kept.read({ symbol, minutes, from, to, limit: Math.min(limit, limits.maxHistoryBars) }),
    }
  })
  app.get('/healthz', HEALTH, () => ({ ok: true }))
  app.get('/readyz', READINESS, (request) => ({
    ok: true,
    decks: seenBy(request)
      .all()
      .map(({ name }) => name),
  }))

  const { pageFolder } = options
  if (pageFolder !== null && existsSync(pageFolder)) {
    await app.register(fastifyStatic, {
      root: pageFolder,
      cacheControl: false,
      setHeaders(response, path) {
        // Vite puts a hash of the content into the names of assets
        response.setHeader(
          'cache-control',
          /[\\/]assets[\\/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
        )
      },
    })
  } else {
    app.get('/', (_request, reply) =>
      reply.type('text/plain').send('Tapedeck is running. The page is not built: npm run build\n'),
    )
  }
}
