/**
 * The form of what clients ask. Names are plain text here: whether a symbol, channel, interval or deck exists is for the
 * server to say, with a code of its own.
 */

import { z } from 'zod'
import type { AuthenticateRequest } from '../authenticate.ts'
import type { InstrumentsRequest, Resume } from '../messages.ts'

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
const timestamp = z.int().min(0)
const selection = z.strictObject({
  symbols: z.array(name).min(1).max(MOST_SYMBOLS),
  channels: z.array(name).min(1).max(MOST_CHANNELS),
  deck: name.optional(),
})

export const subscribeRequestSchema: z.ZodType<SelectionInput> = selection.extend({
  resume: z
    .strictObject({
      epoch: name,
      take: z.int().min(1),
      seqs: z.record(z.string().max(LONGEST_NAME), z.int().min(0)),
    })
    .optional(),
  maxRate: z.number().min(0.01).max(1_000).optional(),
})
export const unsubscribeRequestSchema: z.ZodType<SelectionInput> = selection
export const historyRequestSchema: z.ZodType<HistoryInput> = z.strictObject({
  symbol: name,
  interval: name,
  from: timestamp.optional(),
  to: timestamp.optional(),
  limit: z.int().min(1).optional(),
  deck: name.optional(),
})
export const instrumentsRequestSchema: z.ZodType<InstrumentsRequest> = z.strictObject({ deck: name.optional() })
export const authenticateRequestSchema: z.ZodType<AuthenticateRequest> = z.strictObject({
  jwt: z.string().min(1).max(LONGEST_JWT),
})
