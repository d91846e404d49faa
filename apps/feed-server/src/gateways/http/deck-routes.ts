/** Decks over HTTP: what is open, and for whoever has the right opening, controlling and closing. Decks opened here are shared. */

import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { DeckStatus, ScenarioInfo } from '@tapedeck/protocol'
import {
  deckActionSchema,
  deckCloseRequestSchema,
  deckOpenRequestSchema,
  deckStatusSchema,
  parseRequest,
  scenarioInfoSchema,
} from '@tapedeck/protocol/schemas'
import { SCENARIOS, takesSymbols } from '@tapedeck/simulator'
import { REST, type Decks } from '../../decks/decks.ts'
import type { Rights } from '../../decks/rights.ts'
import { bearerOf } from '../../security/authentication.ts'
import { described } from './api-docs/operation.ts'

const LIST = described({
  tag: 'decks',
  summary: 'What is open and can be seen by everybody',
  answer: z.object({ decks: z.array(deckStatusSchema) }),
})
const STATUS = described({
  tag: 'decks',
  summary: 'What a deck is doing',
  answer: deckStatusSchema,
  errors: ['UNKNOWN_DECK'],
})
const SCENARIO_LIST = described({
  tag: 'decks',
  summary: 'The catalogue of scenarios that a deck can be opened on',
  answer: z.object({ scenarios: z.array(scenarioInfoSchema) }),
})
const OPEN = described({
  tag: 'decks',
  summary: 'Opens a deck; it is shared, and `rest` drives it',
  body: [deckOpenRequestSchema],
  status: 201,
  answer: deckStatusSchema,
  errors: ['UNKNOWN_RECORDING', 'UNKNOWN_SCENARIO', 'DECK_NOT_SEEKABLE', 'LIMIT_DECKS', 'BAD_OPTION', 'BAD_SEEK'],
  needsRights: true,
})
const CONTROL = described({
  tag: 'decks',
  summary: 'Plays, pauses, steps, moves a deck',
  body: [deckActionSchema],
  answer: deckStatusSchema,
  errors: ['UNKNOWN_DECK', 'DECK_NOT_YOURS', 'DECK_NOT_SEEKABLE', 'BAD_SEEK', 'BAD_OPTION'],
  needsRights: true,
})
const CLOSE = described({
  tag: 'decks',
  summary: 'Closes a deck',
  status: 204,
  errors: ['UNKNOWN_DECK', 'DECK_NOT_YOURS'],
  needsRights: true,
})

export function addDeckRoutes(app: FastifyInstance, decks: Decks, rights: Rights): void {
  app.get('/api/decks', LIST, (request) => ({
    decks: decks
      .seenBy(REST, request.grant.allows)
      .all()
      .map((deck) => deck.status()),
  }))
  app.get('/api/scenarios', SCENARIO_LIST, (): { readonly scenarios: readonly ScenarioInfo[] } => ({
    scenarios: SCENARIOS.map((each) => ({ name: each.name, title: each.title, takesSymbols: takesSymbols(each) })),
  }))
  app.get<{ Params: { deck: string } }>('/api/decks/:deck', STATUS, ({ params, grant }) =>
    decks.seenBy(REST, grant.allows).find(params.deck).status(),
  )
  app.post('/api/decks', OPEN, async (request, reply): Promise<DeckStatus> => {
    checkToken(request, rights)
    const status = await decks.open(REST, parseRequest(deckOpenRequestSchema, request.body))
    reply.code(201).header('location', `/api/decks/${status.deck}`)
    return status
  })
  app.post<{ Params: { deck: string } }>('/api/decks/:deck/control', CONTROL, (request): Promise<DeckStatus> => {
    checkToken(request, rights)
    return decks.control(REST, { deck: request.params.deck, ...parseRequest(deckActionSchema, request.body) })
  })
  app.delete<{ Params: { deck: string } }>('/api/decks/:deck', CLOSE, async (request, reply) => {
    checkToken(request, rights)
    await decks.close(REST, parseRequest(deckCloseRequestSchema, { deck: request.params.deck }).deck)
    return reply.code(204).send()
  })
}

/** Throws `UNAUTHORIZED` unless the request carries what it needs. */
export function checkToken(request: FastifyRequest, rights: Rights): void {
  rights.check(bearerOf(request.headers.authorization).token, request.grant)
}
