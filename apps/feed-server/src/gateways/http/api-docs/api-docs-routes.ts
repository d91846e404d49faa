/** `/openapi.json`, `/asyncapi.json`, and `/docs`, the page that is made of both. */

import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Limits } from '@tapedeck/protocol'
import { asyncApiOf, servedAt } from './asyncapi.ts'
import { openApiOf } from './openapi.ts'
import { described, type Route } from './operation.ts'
import { pageOf } from './page.ts'

const OPENAPI = described({
  tag: 'server',
  isPublic: true,
  summary: 'This document',
  answer: z.looseObject({ openapi: z.literal('3.1.0') }),
})
const ASYNCAPI = described({
  tag: 'server',
  isPublic: true,
  summary: 'The sockets and streams as an AsyncAPI document',
  answer: z.looseObject({ asyncapi: z.literal('3.0.0') }),
})
const PAGE = described({
  tag: 'server',
  isPublic: true,
  summary: 'Both documents for people',
  answer: { mediaType: 'text/html', description: 'A page' },
})
const STYLE = described({
  tag: 'server',
  isPublic: true,
  summary: 'How that page looks',
  answer: { mediaType: 'text/css', description: 'A style sheet' },
})

/** Adds them last: `routes` are all routes of the server, these among them. */
export function addApiDocs(app: FastifyInstance, routes: readonly Route[], limits: Limits): void {
  const style = readFileSync(new URL('../../../../assets/docs.css', import.meta.url), 'utf8')
  // made at the first question, when every route is there
  const openApi = once(() => openApiOf(routes))
  const asyncApi = once(() => asyncApiOf(limits))
  const page = once(() => pageOf(openApi(), asyncApi()))
  app.get('/openapi.json', OPENAPI, () => openApi())
  app.get('/asyncapi.json', ASYNCAPI, ({ host }) => servedAt(host, asyncApi()))
  app.get('/docs', PAGE, (_request, reply) => reply.type('text/html; charset=utf-8').send(page()))
  app.get('/docs/style.css', STYLE, (_request, reply) => reply.type('text/css; charset=utf-8').send(style))
}

function once<Made>(make: () => Made): () => Made {
  let made: { readonly it: Made } | undefined
  return () => (made ??= { it: make() }).it
}
