/** State at the moment of joining, described: the snapshots of `subscribe` and `reset`. */

import { z } from 'zod'
import { INTERVALS, type BarChannel } from '../channels.ts'
import type { MissedUpdate, Recovery, Reset, Snapshot } from '../messages.ts'
import { exactly } from './exactly.ts'
import {
  barSchema,
  bookSchema,
  quoteSchema,
  statsSchema,
  statusSchema,
  tradeBustSchema,
  tradeSchema,
} from './market-events.ts'
import { count, epoch, symbol, take } from './parts.ts'

const missedUpdateSchema = exactly<MissedUpdate>()(
  z.discriminatedUnion('event', [
    z.object({ event: z.literal('trade'), data: tradeSchema }),
    z.object({ event: z.literal('trade-bust'), data: tradeBustSchema }),
    z.object({ event: z.literal('status'), data: statusSchema }),
  ]),
)

export const recoverySchema: z.ZodType<Recovery> = exactly<Recovery>()(
  z
    .discriminatedUnion('state', [
      z
        .object({ state: z.literal('recovered'), missed: z.array(missedUpdateSchema).describe('In order') })
        .describe('Everything that was missed is here'),
      z
        .object({ state: z.literal('snapshot'), lost: count.describe('Updates that are gone') })
        .describe('The state is right, and so many updates are gone'),
      z.object({ state: z.literal('reset') }).describe('The deck has another epoch or take: nothing continues'),
    ])
    .describe('What became of a subscription that was to be resumed'),
)

const common = {
  symbol,
  seq: count.describe('Every update that follows has a greater one').meta({ examples: [914] }),
  recovery: recoverySchema.exactOptional(),
  topic: count.describe('Place of the topic in batches, for clients that read them').exactOptional(),
} as const
const BAR_CHANNELS = INTERVALS.map((interval): BarChannel => `bar:${interval}`)

export const snapshotSchema: z.ZodType<Snapshot> = exactly<Snapshot>()(
  z
    .discriminatedUnion('channel', [
      z.object({ ...common, channel: z.literal('quote'), data: quoteSchema.nullable() }),
      z.object({
        ...common,
        channel: z.literal('trade'),
        data: z.array(tradeSchema).describe('The last ones, oldest first'),
      }),
      z.object({ ...common, channel: z.literal('stats'), data: statsSchema.nullable() }),
      z.object({ ...common, channel: z.literal('status'), data: statusSchema.nullable() }),
      z.object({ ...common, channel: z.literal(['book:5', 'book:10', 'book:20']), data: bookSchema.nullable() }),
      z.object({ ...common, channel: z.literal(BAR_CHANNELS), data: barSchema.nullable().describe('The running bar') }),
    ])
    .describe('State of one (symbol, channel) at the moment of joining; `data` is null where there is none yet'),
)

export const resetSchema: z.ZodType<Reset> = exactly<Reset>()(
  z
    .object({
      deck: z
        .string()
        .describe('The deck that stands at another place')
        .meta({ examples: ['deck-1'] }),
      epoch,
      take,
      snapshots: z.array(snapshotSchema).describe('Of everything that the client subscribes to on this deck'),
    })
    .describe('A deck stands at another place: nothing continues what was told before'),
)
