/** Everything that enters from outside, as zod schemas. Kept apart, so that the page and the SDK do not carry zod. */

export { instrumentSchema, parseInstrument } from './schemas/instrument.ts'
export {
  deckCloseRequestSchema,
  deckControlRequestSchema,
  deckOpenRequestSchema,
  emptyRequestSchema,
  recordingChangeRequestSchema,
  recordingRequestSchema,
  recordingStartRequestSchema,
} from './schemas/deck-requests.ts'
export { parseAs, parseRequest } from './schemas/parse.ts'
export {
  authenticateRequestSchema,
  historyRequestSchema,
  instrumentsRequestSchema,
  subscribeRequestSchema,
  unsubscribeRequestSchema,
  type HistoryInput,
  type SelectionInput,
} from './schemas/requests.ts'
