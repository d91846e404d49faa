/** The messages of the protocol as zod schemas: what enters is parsed by them, what leaves is described. Kept apart, so that the page and the SDK do not carry zod. */

export { ANSWER_SCHEMAS, barsSchema, instrumentsSchema, recordingsSchema, refusedSchema } from './schemas/answers.ts'
export { createSchemaNames, EVENT_SCHEMAS, REQUEST_SCHEMAS } from './schemas/contract.ts'
export {
  deckStatusSchema,
  errorBodySchema,
  recordingSchema,
  scenarioInfoSchema,
  tapeActivitySchema,
} from './schemas/deck-events.ts'
export { instrumentSchema, parseInstrument } from './schemas/instrument.ts'
export { quoteSchema } from './schemas/market-events.ts'
export {
  deckActionSchema,
  deckCloseRequestSchema,
  deckControlRequestSchema,
  deckOpenRequestSchema,
  emptyRequestSchema,
  recordingChangeRequestSchema,
  recordingChangeSchema,
  recordingRequestSchema,
  recordingStartRequestSchema,
} from './schemas/deck-requests.ts'
export { parseAs, parseRequest } from './schemas/parse.ts'
export { epoch as epochSchema, symbol as symbolSchema, take as takeSchema } from './schemas/parts.ts'
export {
  authenticateRequestSchema,
  historyRequestSchema,
  instrumentsRequestSchema,
  subscribeRequestSchema,
  unsubscribeRequestSchema,
  type HistoryInput,
  type SelectionInput,
} from './schemas/requests.ts'
