/** The HTTP server: who may ask, what every answer carries, and how errors look. Its routes stand in files of their own. */

import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { TapedeckError, toErrorBody, type ErrorCode, type Limits } from '@tapedeck/protocol'
import type { AccessRules } from '../../access.ts'
import type { Log } from '../../log.ts'
import type { Admission } from '../../security/admission.ts'
import { bearerOf, type Authentication } from '../../security/authentication.ts'
import type { ClientAddresses } from '../../security/client-address.ts'
import { OPEN, type Grant } from '../../security/grant.ts'
import { after } from '../../transport-timers.ts'

export interface HttpGatewayOptions {
  readonly limits: Limits
  readonly access: AccessRules
  readonly addresses: ClientAddresses
  readonly admission: Admission
  readonly authentication: Authentication
  readonly log: Log
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What whoever asks may see and do. */
    grant: Grant
  }
}

/** HTTP status of each refusal; what is not listed is the caller's mistake, 400. */
const HTTP_STATUS: Partial<Record<ErrorCode, number>> = {
  UNKNOWN_SYMBOL: 404,
  UNKNOWN_DECK: 404,
  UNKNOWN_RECORDING: 404,
  RECORDING_BUSY: 409,
  DECK_NOT_YOURS: 403,
  UNAUTHORIZED: 401,
  UNAUTHENTICATED: 401,
  TOKEN_EXPIRED: 401,
  NOT_ENTITLED: 403,
  TAPE_TOO_LARGE: 413,
  LIMIT_RATE: 429,
  LIMIT_DECKS: 429,
  LIMIT_RECORDINGS: 429,
  NOT_FOUND: 404,
  FORBIDDEN_ORIGIN: 403,
  FORBIDDEN_HOST: 403,
  LIMIT_CONNECTIONS: 503,
  NOT_READY: 503,
  INTERNAL: 500,
}

/** The HTTP status that a refusal is answered with. */
export function statusOf(code: ErrorCode): number {
  return HTTP_STATUS[code] ?? 400
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
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The page uses none of what browsers ask permission for. */
const PERMISSIONS_POLICY =
  'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()'
/** Of the page and its files. */
export const PAGE_PATHS: readonly string[] = ['/', '/*']
const METHODS = 'GET, POST, PATCH, DELETE'
/** Connections besides those that are counted as clients: pages that load, requests. */
const SPARE_CONNECTIONS = 1_000
/** The content type of a tape that is uploaded. */
export const UPLOAD_TYPE = 'application/octet-stream'
/** How long a body may take that is no upload. */
const BODY_MS = 15_000

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
    // an upload may take its time; what is no upload has BODY_MS, and heads have ten seconds
    requestTimeout: 600_000,
    connectionTimeout: 0,
    // a proxy keeps its connections, and would lose a request on one that is closed in that moment
    keepAliveTimeout: options.addresses.hasProxy ? 72_000 : 5_000,
    maxRequestsPerSocket: 1_000,
    forceCloseConnections: true,
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 5_000, maxHeaderSize: 16_384 },
  })
  app.server.maxHeadersCount = 50
  // beyond it connections are closed unanswered
  app.server.maxConnections = limits.maxConnections + SPARE_CONNECTIONS

  app.decorateRequest('grant')
  app.addHook('onRequest', async (request, reply) => {
    const { origin, authorization } = request.headers
    void reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': PERMISSIONS_POLICY,
      'content-security-policy': CONTENT_SECURITY_POLICY,
    })
    const foreign = origin !== undefined && options.access.allowOrigins.includes(origin)
    // a cache keeps the answer to each origin apart from that to another
    void reply.headers({ vary: 'Origin', 'cross-origin-resource-policy': foreign ? 'cross-origin' : 'same-origin' })
    if (foreign) void reply.header('access-control-allow-origin', origin)
    if (options.addresses.isSecure(request.raw)) void reply.header('strict-transport-security', 'max-age=31536000')
    options.admission.checkRequest(request.raw, request.url)
    // a browser asks first whether it may send a header
    if (foreign && request.method === 'OPTIONS') {
      return reply
        .headers({
          'access-control-allow-headers': 'authorization, content-type',
          'access-control-allow-methods': METHODS,
        })
        .code(204)
        .send()
    }
    endSlowBody(request)
    request.grant = isPublic(request) ? OPEN : await options.authentication.authenticate(bearerOf(authorization))
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
    if (error.code === 'UNAUTHENTICATED' || error.code === 'TOKEN_EXPIRED')
      void reply.header('www-authenticate', 'Bearer')
    const { scope, retryAfterSeconds } = error.details ?? {}
    if (typeof retryAfterSeconds === 'number') void reply.header('retry-after', retryAfterSeconds)
    const status = scope === 'address' ? 429 : HTTP_STATUS[error.code]
    return reply.code(status ?? (own < 500 ? own : 400)).send({ error })
  })
  app.setNotFoundHandler((request) => {
    throw new TapedeckError(
      'NOT_FOUND',
      `nothing is at ${request.method} ${request.url.slice(0, 100)}; the page is at /`,
    )
  })
  return app
}

/** What needs no JWT: what says so of itself, and the page, which holds nothing of the market. What is not there at all is told as that. */
function isPublic({ routeOptions }: FastifyRequest): boolean {
  const { url, config } = routeOptions
  return url === undefined || PAGE_PATHS.includes(url) || config.operation?.isPublic === true
}

/** Closes the connection of a request that is no upload and takes too long to come. */
function endSlowBody({ raw, headers }: FastifyRequest): void {
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
  if (!hasBody || headers['content-type'] === UPLOAD_TYPE) return
  const cancel = after(BODY_MS, () => {
    // as Node answers a head that takes too long
    const { socket } = raw
    socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n', () => socket.destroy())
  })
  raw.once('end', cancel).once('close', cancel)
}
