/** The form of an instrument as tapes and instrument files hold it: steps as scaled integers. */

import { z } from 'zod'
import { TapedeckError } from '../errors.ts'
import { ASSET_CLASSES, BAR_SOURCES, checkInstrument, type Instrument } from '../instrument.ts'
import { TIME_ZONES } from '../time-zone.ts'
import type { ScaledPrice, ScaledSize } from '../units.ts'
import { parseAs } from './parse.ts'

const scaledPrice = z.int().transform((n) => n as ScaledPrice)
const scaledSize = z.int().transform((n) => n as ScaledSize)

/** Types by zod, sense by {@link checkInstrument}. */
export const instrumentSchema: z.ZodType<Instrument> = z
  .strictObject({
    id: z.int(),
    symbol: z.string(),
    name: z.string(),
    venue: z.string(),
    assetClass: z.enum(ASSET_CLASSES),
    currency: z.string(),
    pricePrecision: z.int(),
    tickSize: scaledPrice,
    sizePrecision: z.int(),
    sizeIncrement: scaledSize,
    lotSize: scaledSize,
    barSource: z.enum(BAR_SOURCES),
    dayStart: z.strictObject({ time: z.string(), timeZone: z.enum(TIME_ZONES) }),
    calendar: z.string(),
    replaces: z.int().exactOptional(),
  })
  .superRefine((instrument, context) => {
    try {
      checkInstrument(instrument)
    } catch (thrown) {
      if (!(thrown instanceof TapedeckError)) throw thrown
      context.addIssue({ code: 'custom', path: [String(thrown.details.field)], message: thrown.message })
    }
  })

/** An instrument that was read from a file. Throws `BAD_INSTRUMENT`, with the `details` of `parseRequest`. */
export function parseInstrument(value: unknown): Instrument {
  return parseAs('BAD_INSTRUMENT', 'the instrument', instrumentSchema, value)
}
