/** The zod schemas of instruments: as people write them, and as the simulator holds them. */

import { TapedeckError, type ScaledPrice, type ScaledSize } from '@tapedeck/protocol'
import { instrumentSchema } from '@tapedeck/protocol/schemas'
import { z } from 'zod'
import { objectSchema, strictObject } from '../forms/field-schema.ts'
import { ENTRY_FIELDS } from './entry-fields.ts'
import { buildInstrument, type InstrumentEntry } from './entry.ts'
import { NUMBER_PARAMETERS } from './parameters.ts'
import { checkSimulated, SEASONS, type SimulatedInstrument, type SimulationParameters } from './simulated-instrument.ts'

/** What the fields of a simulated instrument are called where people write them. */
const KEYS: Readonly<Record<string, string>> = { referencePrice: 'price', typicalSize: 'size', spread: 'halfSpread' }

/** An instrument that can be built. */
export const entrySchema: z.ZodType<InstrumentEntry> = objectSchema(ENTRY_FIELDS)
  .refine(({ halfSpread, eta }) => halfSpread === undefined || eta === undefined, {
    error: 'takes the place of eta: leave out one of the two',
    path: ['halfSpread'],
    abort: true,
  })
  .superRefine((value, context) => {
    const entry = value as unknown as InstrumentEntry
    tellOf(
      context,
      (field) => [KEYS[field] ?? field],
      () => buildInstrument(entry, entry.id ?? 1),
    )
  }) as unknown as z.ZodType<InstrumentEntry>

const scaledPrice = z.int().transform((n) => n as ScaledPrice)
const scaledSize = z.int().transform((n) => n as ScaledSize)

const parametersSchema = strictObject({
  referencePrice: scaledPrice,
  ...Object.fromEntries(Object.keys(NUMBER_PARAMETERS).map((name) => [name, z.number()])),
  spread: z.discriminatedUnion('kind', [
    strictObject({ kind: z.literal('half'), ticks: z.number() }),
    strictObject({ kind: z.literal('zone'), eta: z.number() }),
  ]),
  typicalSize: scaledSize,
  restingSize: scaledSize,
  season: z.enum(SEASONS),
  factor: z.string().nullable(),
}) as unknown as z.ZodType<SimulationParameters>

/** An instrument as the simulator holds it. */
export const simulatedSchema: z.ZodType<SimulatedInstrument> = strictObject({
  instrument: instrumentSchema,
  parameters: parametersSchema,
}).superRefine((value, context) =>
  tellOf(
    context,
    (field) => [field in value.parameters ? 'parameters' : 'instrument', field],
    () => checkSimulated(value),
  ),
)

/** What making an instrument throws becomes an issue at the field that it names. */
function tellOf(
  context: z.core.$RefinementCtx,
  pathOf: (field: string) => readonly string[],
  make: () => unknown,
): void {
  try {
    make()
  } catch (thrown) {
    if (!(thrown instanceof TapedeckError)) throw thrown
    const { field, rule } = thrown.details
    const known = typeof field === 'string' && typeof rule === 'string'
    context.addIssue({
      code: 'custom',
      path: known ? [...pathOf(field)] : [],
      message: known ? rule : thrown.message,
    })
  }
}
