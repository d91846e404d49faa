/** What each request of a socket is answered, described. */

import { z } from 'zod'
import type { ClientEvent, ClientToServerEvents, Refused } from '../messages.ts'
import { deckStatusSchema, errorBodySchema, instrumentInfoSchema, recordingSchema } from './deck-events.ts'
import { exactly } from './exactly.ts'
import { barSchema } from './market-events.ts'
import { count, epoch, microseconds, take } from './parts.ts'
import { snapshotSchema } from './snapshots.ts'

/** The answer of a request that was not refused. */
type Granted<Event extends ClientEvent> = Exclude<Parameters<Parameters<ClientToServerEvents[Event]>[1]>[0], Refused>

const ok = z.literal(true)
const deck = z
  .string()
  .describe('The deck; every request takes this name')
  .meta({ examples: ['live'] })
const recordingAnswer = exactly<Granted<'recording:start'>>()(z.object({ ok, recording: recordingSchema }))
const bars = z.object({
  epoch,
  take,
  seq: count.describe('Live bars of a greater one follow these').meta({ examples: [179] }),
  bars: z.array(barSchema).describe('Oldest first; the last may be running'),
  hasMore: z
    .boolean()
    .describe('Whether there are bars before the first')
    .meta({ examples: [true] }),
})
const instruments = z.object({ epoch, take, instruments: z.array(instrumentInfoSchema) })
const recordings = z.object({ recordings: z.array(recordingSchema).describe('The newest first') })

// what HTTP answers, where its status says whether the request was refused
export const barsSchema: z.ZodType<Omit<Granted<'history'>, 'ok'>> = bars
export const instrumentsSchema: z.ZodType<Omit<Granted<'instruments'>, 'ok'>> = instruments
export const recordingsSchema: z.ZodType<Omit<Granted<'recordings'>, 'ok'>> = recordings

/** Of each request the answer that is no refusal. */
export const ANSWER_SCHEMAS: { readonly [Event in ClientEvent]: z.ZodType<Granted<Event>> } = {
  subscribe: exactly<Granted<'subscribe'>>()(
    z.object({
      ok,
      deck,
      epoch,
      take,
      snapshots: z.array(snapshotSchema).describe('One of each combination of symbols and channels'),
    }),
  ),
  unsubscribe: exactly<Granted<'unsubscribe'>>()(
    z.object({ ok, removed: count.describe('Combinations that were subscribed to').meta({ examples: [1] }) }),
  ),
  history: exactly<Granted<'history'>>()(z.object({ ok, ...bars.shape })),
  instruments: exactly<Granted<'instruments'>>()(z.object({ ok, ...instruments.shape })),
  clock: exactly<Granted<'clock'>>()(z.object({ ok, wall: microseconds("The server's clock", 1_767_623_475_000_000) })),
  authenticate: exactly<Granted<'authenticate'>>()(
    z.object({
      ok,
      expiresAt: microseconds(
        'When the JWT expires; null on a server that asks for none',
        1_767_627_000_000_000,
      ).nullable(),
      removed: count
        .describe('Subscriptions that were left, because the JWT does not cover them')
        .meta({ examples: [0] }),
    }),
  ),
  'deck:open': exactly<Granted<'deck:open'>>()(z.object({ ok, deck, status: deckStatusSchema })),
  'deck:control': exactly<Granted<'deck:control'>>()(z.object({ ok, status: deckStatusSchema })),
  'deck:close': exactly<Granted<'deck:close'>>()(z.object({ ok })),
  recordings: exactly<Granted<'recordings'>>()(z.object({ ok, ...recordings.shape })),
  'recording:start': recordingAnswer,
  'recording:stop': recordingAnswer,
  'recording:change': recordingAnswer,
  'recording:delete': recordingAnswer,
}

export const refusedSchema: z.ZodType<Refused> = exactly<Refused>()(
  z
    .object({ ok: z.literal(false), error: errorBodySchema })
    .describe('The request was refused; nothing of it took effect'),
)
