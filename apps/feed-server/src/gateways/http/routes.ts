/** What HTTP answers about the market, the server's health, and the page. */

import { existsSync } from 'node:fs'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { DEFAULT_HISTORY_BARS, type Limits } from '@tapedeck/protocol'
import { parseRequest } from '@tapedeck/protocol/schemas'
import { readBars } from '../../bars.ts'
import { REST, type Decks, type VisibleDecks } from '../../decks/decks.ts'
import { noData } from '../../decks/open-deck-source.ts'
import { findInstrument, instrumentsOf } from '../../subscriptions.ts'
import type { BarHistory } from '../../tables/bar-history.ts'

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

const deck = z.string().min(1).max(64).optional()
const wholeNumber = z
  .string()
  .regex(/^\d{1,16}$/, 'must be a whole number')
  .transform(Number)
const deckQuerySchema = z.strictObject({ deck })
const barsQuerySchema = z.strictObject({
  symbol: z.string().min(1).max(32),
  interval: z.string().min(1).max(8),
  from: wholeNumber.optional(),
  to: wholeNumber.optional(),
  limit: wholeNumber.pipe(z.number().min(1)).optional(),
  deck,
})

const keptBarsQuerySchema = z.strictObject({
  symbol: z.string().min(1).max(32),
  minutes: wholeNumber.pipe(z.number().min(1).max(MOST_MINUTES)).optional(),
  from: wholeNumber.optional(),
  to: wholeNumber.optional(),
  limit: wholeNumber.pipe(z.number().min(1)).optional(),
})

/** Adds them to a server that does not listen yet. */
export async function addRoutes(app: FastifyInstance, options: RouteOptions): Promise<void> {
  const { limits } = options
  const seenBy = ({ grant }: FastifyRequest): VisibleDecks => options.decks.seenBy(REST, grant.allows)

  app.get('/api/instruments', (request) => {
    const decks = seenBy(request)
    const found = decks.find(parseRequest(deckQuerySchema, request.query).deck)
    return {
      epoch: found.header.epoch,
      take: found.take,
      instruments: instrumentsOf(decks, found),
    }
  })
  app.get('/api/bars', async (request) => {
    const asked = parseRequest(barsQuerySchema, request.query)
    const { epoch, take, seq, bars, hasMore } = await readBars(seenBy(request), limits, asked)
    return { epoch, take, seq, bars, hasMore }
  })
  app.get('/api/kept-bars', async (request) => {
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
  app.get('/healthz', () => ({ ok: true }))
  app.get('/readyz', (request) => ({
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
