/** Every request, answer and event by its name: what documents of the protocol are made of. */

import { z } from 'zod'
import { CLIENT_EVENTS, type ClientEvent, type ServerToClientEvents } from '../messages.ts'
import { ANSWER_SCHEMAS, refusedSchema } from './answers.ts'
import * as deckEvents from './deck-events.ts'
import * as deckRequests from './deck-requests.ts'
import * as marketEvents from './market-events.ts'
import * as requests from './requests.ts'
import { recoverySchema, resetSchema, snapshotSchema } from './snapshots.ts'

/** The request of each event that a client sends. */
export const REQUEST_SCHEMAS: Readonly<Record<ClientEvent, z.ZodType>> = {
  subscribe: requests.subscribeRequestSchema,
  unsubscribe: requests.unsubscribeRequestSchema,
  history: requests.historyRequestSchema,
  instruments: requests.instrumentsRequestSchema,
  clock: deckRequests.emptyRequestSchema,
  authenticate: requests.authenticateRequestSchema,
  'deck:open': deckRequests.deckOpenRequestSchema,
  'deck:control': deckRequests.deckControlRequestSchema,
  'deck:close': deckRequests.deckCloseRequestSchema,
  recordings: deckRequests.emptyRequestSchema,
  'recording:start': deckRequests.recordingStartRequestSchema,
  'recording:stop': deckRequests.recordingRequestSchema,
  'recording:change': deckRequests.recordingChangeRequestSchema,
  'recording:delete': deckRequests.recordingRequestSchema,
}

/** Events with data; `barrier` has none. */
type DataEvent = Exclude<keyof ServerToClientEvents, 'barrier'>

/** The data of each event that a server sends. */
export const EVENT_SCHEMAS: { readonly [Event in DataEvent]: z.ZodType<Parameters<ServerToClientEvents[Event]>[0]> } = {
  quote: marketEvents.quoteSchema,
  trade: marketEvents.tradeSchema,
  'trade-bust': marketEvents.tradeBustSchema,
  stats: marketEvents.statsSchema,
  status: marketEvents.statusSchema,
  bar: marketEvents.barSchema,
  book: marketEvents.bookSchema,
  instrument: deckEvents.instrumentChangeSchema,
  gap: deckEvents.gapSchema,
  notice: deckEvents.errorBodySchema,
  deck: deckEvents.deckStatusSchema,
  reset: resetSchema,
  recording: deckEvents.recordingSchema,
}

/** Schemas of several messages, and parts of them. */
const SHARED_NAMES = {
  Quote: marketEvents.quoteSchema,
  Trade: marketEvents.tradeSchema,
  TradeBust: marketEvents.tradeBustSchema,
  Stats: marketEvents.statsSchema,
  Status: marketEvents.statusSchema,
  Bar: marketEvents.barSchema,
  Book: marketEvents.bookSchema,
  Instrument: deckEvents.instrumentInfoSchema,
  InstrumentChange: deckEvents.instrumentChangeSchema,
  Gap: deckEvents.gapSchema,
  DeckStatus: deckEvents.deckStatusSchema,
  Recording: deckEvents.recordingSchema,
  ScenarioInfo: deckEvents.scenarioInfoSchema,
  TapeActivity: deckEvents.tapeActivitySchema,
  Snapshot: snapshotSchema,
  Recovery: recoverySchema,
  Reset: resetSchema,
  Error: deckEvents.errorBodySchema,
  Refused: refusedSchema,
  EmptyRequest: deckRequests.emptyRequestSchema,
  DeckAction: deckRequests.deckActionSchema,
  RecordingChange: deckRequests.recordingChangeSchema,
  RecordingRequest: deckRequests.recordingRequestSchema,
  RecordingAnswer: ANSWER_SCHEMAS['recording:start'],
} as const

/** The schemas that documents name and refer to; `deck:open` has `DeckOpenRequest` and `DeckOpenAnswer`. */
export function createSchemaNames(): z.core.$ZodRegistry<{ id: string }> {
  const names = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(SHARED_NAMES)) names.add(schema, { id })
  for (const event of CLIENT_EVENTS) {
    const name = event.replace(/(?:^|:)./g, (start) => start.slice(-1).toUpperCase())
    if (!names.has(REQUEST_SCHEMAS[event])) names.add(REQUEST_SCHEMAS[event], { id: `${name}Request` })
    if (!names.has(ANSWER_SCHEMAS[event])) names.add(ANSWER_SCHEMAS[event], { id: `${name}Answer` })
  }
  return names
}
