/**
 * The form of what clients ask. Names are plain text here: whether a symbol, channel, interval or deck exists is for the
 * server to say, with a code of its own.
 */

import { z } from 'zod'
import type { AuthenticateRequest } from '../authenticate.ts'
import { CHANNELS, INTERVALS } from '../channels.ts'
import { DEFAULT_HISTORY_BARS } from '../limits.ts'
import type { InstrumentsRequest, Resume } from '../messages.ts'
import { microseconds } from './parts.ts'

/** Which (symbol, channel) pairs are meant, before the names have been looked up. */
export interface SelectionInput {
  readonly symbols: readonly string[]
  readonly channels: readonly string[]
  readonly deck?: string | undefined
  readonly resume?: Resume | undefined
  readonly maxRate?: number | undefined
}

/** Which bars are asked for, before the names have been looked up. */
export interface HistoryInput {
  readonly symbol: string
  readonly interval: string
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly limit?: number | undefined
  readonly deck?: string | undefined
}

const LONGEST_NAME = 64
const MOST_SYMBOLS = 1_000
const MOST_CHANNELS = 64

/** No message is longer by default, nor are the headers of HTTP. */
const LONGEST_JWT = 16_384

const name = z.string().min(1).max(LONGEST_NAME)
const symbol = name.describe('Symbol, case-sensitive').meta({ examples: ['BTC-USD'] })
const deck = name.describe('Name of a deck; default `live`').optional()
const selection = z.strictObject({
  symbols: z
    .array(symbol)
    .min(1)
    .max(MOST_SYMBOLS)
    .describe('Of each every channel is meant')
    .meta({ examples: [['BTC-USD']] }),
  channels: z
    // which there are is told by documents alone
    .array(name.meta({ enum: CHANNELS }))
    .min(1)
    .max(MOST_CHANNELS)
    .describe('Of each every symbol is meant')
    .meta({ examples: [['quote', 'trade', 'bar:1m']] }),
  deck,
})

export const subscribeRequestSchema: z.ZodType<SelectionInput> = selection
  .extend({
    resume: z
      .strictObject({
        epoch: name.describe('As an answer gave it'),
        take: z.int().min(1).describe('As an answer gave it'),
        seqs: z
          .record(z.string().max(LONGEST_NAME), z.int().min(0))
          .describe('The last number that was heard, by `<channel>/<symbol>`'),
      })
      .describe('What the client had of `trade` and `status` before it lost its connection')
      .optional(),
    maxRate: z
      .number()
      .min(0.01)
      .max(1_000)
      .describe('Newest values a second of each at the most; default all')
      .optional(),
  })
  .describe('Joins every combination of symbols and channels. Atomic: one bad item refuses the whole')
export const unsubscribeRequestSchema: z.ZodType<SelectionInput> = selection.describe(
  'Leaves every combination of symbols and channels',
)
export const historyRequestSchema: z.ZodType<HistoryInput> = z
  .strictObject({
    symbol,
    interval: name.describe('Length of a bar').meta({ enum: INTERVALS, examples: ['1m'] }),
    from: microseconds('Bars that open at or after it', 1_767_623_400_000_000).min(0).optional(),
    to: microseconds('Bars that open before it', 1_767_623_460_000_000).min(0).optional(),
    limit: z.int().min(1).describe(`The newest so many of these; default ${DEFAULT_HISTORY_BARS}`).optional(),
    deck,
  })
  .describe('Bars of one symbol and interval')
export const instrumentsRequestSchema: z.ZodType<InstrumentsRequest> = z
  .strictObject({ deck })
  .describe('The instrument table')
export const authenticateRequestSchema: z.ZodType<AuthenticateRequest> = z
  .strictObject({
    jwt: z
      .string()
      .min(1)
      .max(LONGEST_JWT)
      .describe('In the place of the one that the connection has')
      .meta({ examples: ['eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE3Njc2MjM0MDB9.c2lnbmF0dXJl'] }),
  })
  .describe('Keeps the connection beyond the time of its JWT')
