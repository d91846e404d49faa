/** The HTTP face: instruments, quotes, bars, decks, health, and the page. */

import { existsSync } from 'node:fs'
import fastifyStatic from '@fastify/static'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { z } from 'zod'
import { instrumentInfoOf, quoteOf, TapedeckError, toErrorBody, type ErrorCode, type Limits } from '@tapedeck/protocol'
import { parseRequest } from '@tapedeck/protocol/schemas'
import { checkAccess, type AccessRules } from '../../access.ts'
import { readBars } from '../../bars.ts'
import type { Log } from '../../log.ts'
import { checkSelection, findDeck, type Decks } from '../../subscriptions.ts'

export interface HttpGatewayOptions {
  readonly decks: Decks
  readonly limits: Limits
  readonly access: AccessRules
  /** False until everything that a client may ask for is there. */
  readonly isReady: () => boolean
  /** Folder of the built page, or null to serve none. */
  readonly pageFolder: string | null
  readonly log: Log
}

/** Symbols that one quotes request may name. */
const MOST_QUOTES = 500

const deck = z.string().min(1).max(64).optional()
const wholeNumber = z
  .string()
  .regex(/^\d{1,16}$/, 'must be a whole number')
  .transform(Number)
const deckQuerySchema = z.strictObject({ deck })
const quotesQuerySchema = z.strictObject({
  symbols: z
    .string()
    .min(1)
    .max(MOST_QUOTES * 33),
  deck,
})
const barsQuerySchema = z.strictObject({
  symbol: z.string().min(1).max(32),
  interval: z.string().min(1).max(8),
  from: wholeNumber.optional(),
  to: wholeNumber.optional(),
  limit: wholeNumber.pipe(z.number().min(1)).optional(),
  deck,
})

/** HTTP status of each refusal; what is not listed is the caller's mistake, 400. */
const HTTP_STATUS: Partial<Record<ErrorCode, number>> = {
  UNKNOWN_SYMBOL: 404,
  UNKNOWN_DECK: 404,
  NOT_FOUND: 404,
  FORBIDDEN_ORIGIN: 403,
  FORBIDDEN_HOST: 403,
  LIMIT_CONNECTIONS: 503,
  NOT_READY: 503,
  INTERNAL: 500,
}

/** Everything comes from this server. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // the chart library adds one style element, for its attribution mark; the hash is of its text
  "style-src 'self' 'sha256-3pRED1tOXas1FXFoPb9TGCjmYe9XQsmO9OV23khV2nY='",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Creates the HTTP server; the caller makes it listen. */
export async function createHttpGateway(options: HttpGatewayOptions): Promise<FastifyInstance> {
  const { decks, limits } = options
  const app = fastify({
    logger: false,
    // what is refused before there is a route: a broken URL
    frameworkErrors: (thrown, _request, reply: FastifyReply) => {
      void reply.code(400).send({ error: { code: 'BAD_MESSAGE', message: thrown.message } })
    },
    bodyLimit: limits.maxMessageBytes,
    requestTimeout: 15_000,
    connectionTimeout: 0,
    forceCloseConnections: true,
    http: { headersTimeout: 10_000, maxHeaderSize: 16_384 },
  })
  app.server.maxHeadersCount = 50

  app.addHook('onRequest', async (request, reply) => {
    checkAccess(request, options.access)
    const { origin } = request.headers
    void reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'content-security-policy': CONTENT_SECURITY_POLICY,
    })
    const foreign = origin !== undefined && options.access.allowOrigins.includes(origin)
    void reply.header('cross-origin-resource-policy', foreign ? 'cross-origin' : 'same-origin')
    if (foreign) void reply.headers({ 'access-control-allow-origin': origin, vary: 'Origin' })
    if (!options.isReady() && request.url !== '/healthz') {
      throw new TapedeckError('NOT_READY', 'the server is starting; come back in a second')
    }
  })
  app.setErrorHandler((thrown, request, reply) => {
    // what Fastify itself refuses (a body too large, a broken URL) carries a 4xx of its own
    const own =
      thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number'
        ? thrown.statusCode
        : 500
    const error =
      own < 500 && !(thrown instanceof TapedeckError)
        ? { code: 'BAD_MESSAGE' as const, message: (thrown as Error).message }
        : toErrorBody(thrown)
    if (error.code === 'INTERNAL') options.log.error('a request failed', { url: request.url, thrown })
    return reply.code(HTTP_STATUS[error.code] ?? (own < 500 ? own : 400)).send({ error })
  })
  app.setNotFoundHandler((request) => {
    throw new TapedeckError(
      'NOT_FOUND',
      `nothing is at ${request.method} ${request.url.slice(0, 100)}; the page is at /`,
    )
  })

  app.get('/api/instruments', (request) => {
    const found = findDeck(decks, parseRequest(deckQuerySchema, request.query).deck)
    return {
      epoch: found.header.epoch,
      take: found.take,
      instruments: found.market.instruments().map(instrumentInfoOf),
    }
  })
  app.get('/api/quotes', (request) => {
    const asked = parseRequest(quotesQuerySchema, request.query)
    const symbols = asked.symbols.split(',')
    const selection = checkSelection(decks, { symbols, channels: ['quote'], deck: asked.deck })
    const { market, header, take } = selection.deck
    const quotes = selection.instruments.map((instrument) => {
      const quote = market.quote(instrument.id)
      return quote === undefined ? { symbol: instrument.symbol, seq: 0 } : quoteOf(quote, instrument)
    })
    return { epoch: header.epoch, take, quotes }
  })
  app.get('/api/bars', (request) => {
    const { epoch, take, seq, bars, hasMore } = readBars(decks, limits, parseRequest(barsQuerySchema, request.query))
    return { epoch, take, seq, bars, hasMore }
  })
  app.get('/api/decks', () => ({ decks: [...decks.values()].map((open) => open.status()) }))
  app.get('/healthz', () => ({ ok: true }))
  app.get('/readyz', () => ({ ok: true, decks: [...decks.keys()] }))

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
  return app
}
