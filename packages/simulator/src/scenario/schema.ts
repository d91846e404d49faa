/** Scenarios as people write them become what the simulator runs: checked, with every default filled in. */

import { micros } from '@tapedeck/protocol'
import { parseAs } from '@tapedeck/protocol/schemas'
import { z } from 'zod'
import { rangeOf, type Fields } from '../forms/field.ts'
import { listOf, objectSchema, strictObject } from '../forms/field-schema.ts'
import { hint } from '../forms/nearest.ts'
import { SYMBOL_FIELD } from '../instruments/entry-fields.ts'
import { entrySchema, simulatedSchema } from '../instruments/entry-schema.ts'
import { buildInstrument } from '../instruments/entry.ts'
import type { SimulatedInstrument } from '../instruments/simulated-instrument.ts'
import { FAULT_FIELDS } from './fault-fields.ts'
import { FAULT_HEAD_FIELDS, MOST_SYMBOLS, SCENARIO_FIELDS, STEP_HEAD_FIELDS } from './fields.ts'
import { STEP_FIELDS } from './step-fields.ts'
import type { ScenarioInput } from './input.ts'
import { parseInstant } from './instant.ts'
import type { ListStep, Scenario } from './scenario.ts'

/** The latest start: in the year 2096. */
const LATEST_START = 4e15

/**
 * The scenario that a value means: a {@link ScenarioInput}, or a scenario that was parsed before, which stays as it is. Throws
 * `BAD_SCENARIO`, which names the file where one is given, the place in it, what stands there and what may.
 */
export function parseScenario(value: unknown, file?: string): Scenario {
  return parseAs('BAD_SCENARIO', 'the scenario', scenarioSchema, value, file)
}

const SYMBOLS_RULE = `must be ${rangeOf(STEP_HEAD_FIELDS.symbols)}`
const symbolText = z.string({ error: 'must be a symbol' }).refine((text) => SYMBOL_FIELD.pattern?.test(text) ?? true, {
  error: `must be a symbol: ${SYMBOL_FIELD.form ?? ''}`,
})
const symbolList = z
  .array(symbolText, { error: SYMBOLS_RULE })
  .refine(({ length }) => length >= 1 && length <= MOST_SYMBOLS, { error: SYMBOLS_RULE, abort: true })
  .refine((symbols) => new Set(symbols).size === symbols.length, { error: 'must name no symbol twice', abort: true })
const symbols = z.unknown().transform((value, context): unknown => {
  if (value === 'all') return value
  const parsed = symbolList.safeParse(value)
  for (const { path, message } of parsed.error?.issues ?? []) {
    context.addIssue({ code: 'custom', path: [...path], message, continue: false })
  }
  return parsed.data
})

const stepSchemas = Object.entries(STEP_FIELDS).map(([kind, { fields }]) => {
  const schema = itemSchema(kind, { at: STEP_HEAD_FIELDS.at, ...fields })
  if (kind !== 'rename') return schema
  return schema.refine((step) => Array.isArray(step.symbols) && step.symbols.length === 1, {
    error: 'must name one symbol: each instrument has a new symbol of its own',
    path: ['symbols'],
  })
})
const faultSchemas = Object.entries(FAULT_FIELDS).map(([kind, { fields }]) =>
  itemSchema(kind, { at: FAULT_HEAD_FIELDS.at, for: FAULT_HEAD_FIELDS.for, ...fields }),
)

function itemSchema(kind: string, fields: Fields): z.ZodObject {
  return objectSchema(fields, { kind: z.literal(kind), symbols })
}

// a tape gives what enters it the next free id
const listedEntry = entrySchema.transform((entry) => buildInstrument(entry, 1))

/** Written by people, or as the simulator holds it. */
const listedInstrument = z.unknown().transform((value, context): SimulatedInstrument => {
  const isSimulated = typeof value === 'object' && value !== null && 'parameters' in value
  const parsed = (isSimulated ? simulatedSchema : listedEntry).safeParse(value)
  if (parsed.success) return parsed.data
  for (const { path, message } of parsed.error.issues) context.addIssue({ code: 'custom', path: [...path], message })
  return z.NEVER
})

const listSchema = objectSchema(
  { at: STEP_HEAD_FIELDS.at },
  {
    kind: z.literal('list'),
    symbols: symbols.optional(),
    instrument: listedInstrument,
  },
).transform((value, context) => {
  const step = value as unknown as ListStep
  const { symbol } = step.instrument.instrument
  const given = value.symbols
  if (given !== undefined && !(Array.isArray(given) && given.length === 1 && given[0] === symbol)) {
    const message = `must name the symbol of the instrument, ${symbol}, or be left out`
    context.addIssue({ code: 'custom', path: ['symbols'], message })
  }
  return { ...step, symbols: [symbol] }
})

/** One of several kinds of object, each with its own keys. */
function oneOf(kinds: readonly string[], schemas: readonly z.ZodType[]): z.ZodType {
  return z.discriminatedUnion('kind', schemas as unknown as readonly [z.core.$ZodTypeDiscriminable], {
    error: (issue) => {
      if (typeof issue.input !== 'object' || issue.input === null) return 'must be an object'
      const { kind } = issue.input as { readonly kind?: unknown }
      const meant = hint(String(kind), kinds)
      return meant === '' ? `must be one of ${kinds.join(', ')}` : `no such kind${meant}`
    },
  })
}

/** The start of a tape: text, microseconds, or null. */
const start = z
  .union([z.string(), z.number(), z.null()], { error: `must be ${rangeOf(SCENARIO_FIELDS.start)}` })
  .transform((value, context) => {
    if (value === null) return null
    const at = typeof value === 'string' ? parseInstant(value) : value
    if (at !== undefined && Number.isInteger(at) && at >= 0 && at <= LATEST_START) return micros(at)
    context.addIssue(`must be ${rangeOf(SCENARIO_FIELDS.start)}`)
    return z.NEVER
  })

const scenarioSchema = strictObject({
  ...objectSchema(SCENARIO_FIELDS).shape,
  start: start.default(null),
  steps: listOf(SCENARIO_FIELDS.steps, oneOf([...Object.keys(STEP_FIELDS), 'list'], [...stepSchemas, listSchema])),
  faults: listOf(SCENARIO_FIELDS.faults, oneOf(Object.keys(FAULT_FIELDS), faultSchemas)),
}).transform((value) => {
  const {
    name,
    title,
    start: at,
    calendar,
    steps,
    faults,
  } = value as unknown as Omit<Scenario, 'title'> & ScenarioInput
  return { name, title: title ?? name, start: at, calendar, steps, faults }
}) as unknown as z.ZodType<Scenario>
