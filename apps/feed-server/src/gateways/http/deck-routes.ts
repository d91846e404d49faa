/** Decks over HTTP: what is open, and for whoever has the right opening, controlling and closing. Decks opened here are shared. */

import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { DeckStatus } from '@tapedeck/protocol'
import {
  deckCloseRequestSchema,
  deckControlRequestSchema,
  deckOpenRequestSchema,
  parseRequest,
} from '@tapedeck/protocol/schemas'
import { REST, type Decks } from '../../decks/decks.ts'
import type { Rights } from '../../decks/rights.ts'
import { bearerOf } from '../../security/authentication.ts'

const bodySchema = z.record(z.string(), z.unknown())

export function addDeckRoutes(app: FastifyInstance, decks: Decks, rights: Rights): void {
  app.get('/api/decks', (request) => ({
    decks: decks
      .seenBy(REST, request.grant.allows)
      .all()
      .map((deck) => deck.status()),
  }))
  app.get<{ Params: { deck: string } }>('/api/decks/:deck', ({ params, grant }) =>
    decks.seenBy(REST, grant.allows).find(params.deck).status(),
  )
  app.post('/api/decks', async (request, reply): Promise<DeckStatus> => {
    checkToken(request, rights)
    const status = await decks.open(REST, parseRequest(deckOpenRequestSchema, request.body))
    reply.code(201).header('location', `/api/decks/${status.deck}`)
    return status
  })
  app.post<{ Params: { deck: string } }>('/api/decks/:deck/control', (request): Promise<DeckStatus> => {
    checkToken(request, rights)
    const action = parseRequest(bodySchema, request.body)
    return decks.control(REST, parseRequest(deckControlRequestSchema, { ...action, deck: request.params.deck }))
  })
  app.delete<{ Params: { deck: string } }>('/api/decks/:deck', async (request, reply) => {
    checkToken(request, rights)
    await decks.close(REST, parseRequest(deckCloseRequestSchema, { deck: request.params.deck }).deck)
    return reply.code(204).send()
  })
}

/** Throws `UNAUTHORIZED` unless the request carries what it needs. */
export function checkToken(request: FastifyRequest, rights: Rights): void {
  rights.check(bearerOf(request.headers.authorization).token, request.grant)
}
