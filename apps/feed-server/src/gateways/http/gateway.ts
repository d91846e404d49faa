/** The HTTP server: who may ask, what every answer carries, and how errors look. Its routes stand in files of their own. */

import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { TapedeckError, toErrorBody, type ErrorCode, type Limits } from '@tapedeck/protocol'
import { checkAccess, type AccessRules } from '../../access.ts'
import type { Log } from '../../log.ts'

export interface HttpGatewayOptions {
  readonly limits: Limits
  readonly access: AccessRules
  /** False until everything that a client may ask for is there. */
  readonly isReady: () => boolean
  readonly log: Log
}

/** HTTP status of each refusal; what is not listed is the caller's mistake, 400. */
const HTTP_STATUS: Partial<Record<ErrorCode, number>> = {
  UNKNOWN_SYMBOL: 404,
  UNKNOWN_DECK: 404,
  UNKNOWN_RECORDING: 404,
  RECORDING_BUSY: 409,
  DECK_NOT_YOURS: 403,
  UNAUTHORIZED: 401,
  TAPE_TOO_LARGE: 413,
  LIMIT_DECKS: 429,
  LIMIT_RECORDINGS: 429,
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

/** Creates the HTTP server; the caller adds routes and makes it listen. */
export function createHttpGateway(options: HttpGatewayOptions): FastifyInstance {
  const { limits } = options
  const app = fastify({
    logger: false,
    // what is refused before there is a route: a broken URL
    frameworkErrors: (thrown, _request, reply: FastifyReply) => {
      void reply.code(400).send({ error: { code: 'BAD_MESSAGE', message: thrown.message } })
    },
    bodyLimit: limits.maxMessageBytes,
    // an upload may take its time; what is no upload is small, and heads have ten seconds
    requestTimeout: 600_000,
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
  return app
}
