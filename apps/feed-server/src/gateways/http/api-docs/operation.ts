/** What a route of HTTP says of itself, and the list of all routes: the OpenAPI document is made of them. */

import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import type { ErrorCode } from '@tapedeck/protocol'
import { PAGE_PATHS, UPLOAD_TYPE } from '../gateway.ts'

/** What routes are about, in the order in which they are told. */
export const TAGS = {
  market: 'Quotes, bars and instruments',
  decks: 'Decks, and what they play',
  recordings: 'The library of recordings',
  server: 'The server itself',
} as const

/** What travels that is not JSON. */
export interface Content {
  readonly mediaType: string
  readonly description: string
}

export interface Operation {
  readonly tag: keyof typeof TAGS
  /** One sentence. */
  readonly summary: string
  readonly query?: z.ZodType
  /** What a request carries; several forms are told apart by their media type. */
  readonly body?: readonly (z.ZodType | Content)[]
  /** Default 200. */
  readonly status?: 200 | 201 | 204
  /** Undefined where nothing but the status is answered. */
  readonly answer?: z.ZodType | Content
  /** When there is nothing to answer, and the status is 204. */
  readonly nothing?: string
  /** Refusals, besides those that every route has. */
  readonly errors?: readonly ErrorCode[]
  /** Whether it needs no JWT where others do, because it tells nothing of the market. */
  readonly isPublic?: true
  /** Whether it changes something, and so needs the rights. */
  readonly needsRights?: true
}

export interface Route {
  readonly method: string
  /** As Fastify takes it: `/api/decks/:deck`. */
  readonly path: string
  /** Undefined where nobody has described it; a test finds that. */
  readonly operation: Operation | undefined
}

declare module 'fastify' {
  interface FastifyContextConfig {
    operation?: Operation
  }
}

/** A tape as it travels. */
export const TAPE_CONTENT: Content = { mediaType: UPLOAD_TYPE, description: 'A tape in the binary form' }

/** Options of a route that is described. */
export function described(operation: Operation): { readonly config: { readonly operation: Operation } } {
  return { config: { operation } }
}

/** The list of the routes that are added from now on. It grows with them. */
export function collectRoutes(app: FastifyInstance): readonly Route[] {
  const routes: Route[] = []
  app.addHook('onRoute', ({ method, url, config }) => {
    for (const each of [method].flat()) {
      // the page and its files are no part of the interface
      if (each === 'HEAD' || PAGE_PATHS.includes(url)) continue
      routes.push({ method: each, path: url, operation: config?.operation })
    }
  })
  return routes
}
