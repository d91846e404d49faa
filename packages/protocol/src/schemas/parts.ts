/** Fields that many messages have, described once. */

import { z } from 'zod'
import { SYMBOL_PATTERN } from '../instrument.ts'

/** Whole microseconds. */
export function microseconds(meaning: string, example: number): z.ZodInt {
  return z
    .int()
    .describe(`${meaning}. Microseconds since the Unix epoch, UTC`)
    .meta({ examples: [example] })
}

export function price(meaning: string, example?: number): z.ZodNumber {
  return decimal(`${meaning} (in the currency of the instrument)`, example)
}

export function size(meaning: string, example?: number): z.ZodNumber {
  return decimal(meaning, example)
}

/** The double nearest to the venue's decimals. */
function decimal(meaning: string, example: number | undefined): z.ZodNumber {
  const described = z.number().describe(meaning)
  return example === undefined ? described : described.meta({ examples: [example] })
}

export const count: z.ZodInt = z.int().min(0)

export const symbol: z.ZodString = z
  .string()
  .regex(SYMBOL_PATTERN)
  .describe('Symbol of the instrument, case-sensitive')
  .meta({ examples: ['BTC-USD'] })

/** The deck that something comes from. */
export const deckOf: z.ZodExactOptional<z.ZodString> = z
  .string()
  .describe('The deck that it comes from; absent for `live`')
  .exactOptional()

export const epoch: z.ZodString = z
  .string()
  .describe('One unbroken numbering; derived from the tape')
  .meta({ examples: ['c23a68eb851bad3b'] })

export const take: z.ZodInt = z
  .int()
  .min(1)
  .describe("Grows with every break in a deck's time")
  .meta({ examples: [1] })

export const range: z.ZodObject<{ from: z.ZodInt; to: z.ZodInt }> = z.object({
  from: microseconds('Start', 1_767_623_400_000_000),
  to: microseconds('End', 1_767_623_460_000_000),
})
