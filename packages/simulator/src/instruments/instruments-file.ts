/** A file of instruments of a user's own, and of the calendars that they trade on. */

import { parseAs } from '@tapedeck/protocol/schemas'
import type { z } from 'zod'
import type { CalendarDefinition } from '../calendar/calendar.ts'
import { CALENDAR_NAMES } from '../calendar/calendars.ts'
import type { Field, ListField } from '../forms/field.ts'
import { listOf, objectSchema } from '../forms/field-schema.ts'
import { hint } from '../forms/nearest.ts'
import { calendarSchema } from './calendar-schema.ts'
import { DEFAULT_ENTRIES } from './default-instruments.ts'
import { entrySchema } from './entry-schema.ts'
import { buildInstrument, type InstrumentEntry } from './entry.ts'
import type { SimulatedInstrument } from './simulated-instrument.ts'

/** What a file of instruments holds. */
export interface InstrumentsFile {
  readonly instruments: readonly SimulatedInstrument[]
  /** Calendars besides the built-in ones. */
  readonly calendars: readonly CalendarDefinition[]
}

const MOST_INSTRUMENTS = 10_000
const MOST_CALENDARS = 100

/** The keys of the file. */
export const FILE_FIELDS: Readonly<Record<'default', Field>> & {
  readonly instruments: ListField
  readonly calendars: ListField
} = {
  instruments: {
    kind: 'list',
    of: {},
    least: 0,
    most: MOST_INSTRUMENTS,
    default: [],
    meaning: 'The instruments.',
  },
  calendars: {
    kind: 'list',
    of: {},
    least: 0,
    most: MOST_CALENDARS,
    default: [],
    meaning: 'Calendars that they can name besides the built-in ones.',
  },
  default: { kind: 'flag', default: false, meaning: 'Whether the thirty built-in instruments are in the market too.' },
}

interface FileForm {
  readonly default: boolean
  readonly instruments: readonly InstrumentEntry[]
  readonly calendars: readonly CalendarDefinition[]
}

/**
 * The instruments and calendars that a file's JSON means. Throws `BAD_CONFIG`, which names the file, the place in it, what
 * stands there and what may.
 */
export function parseInstrumentsFile(value: unknown, file: string): InstrumentsFile {
  const form = parseAs('BAD_CONFIG', 'the file', fileSchema, value, file)
  const builtIn = form.default ? DEFAULT_ENTRIES : []
  const taken = new Set([...builtIn, ...form.instruments].map(({ id }) => id))
  let lastId = 0
  const nextId = (): number => {
    do lastId++
    while (taken.has(lastId))
    return lastId
  }
  const instruments = [...builtIn, ...form.instruments].map((entry) => buildInstrument(entry, entry.id ?? nextId()))
  return { instruments, calendars: form.calendars }
}

const fileSchema = objectSchema(FILE_FIELDS)
  .extend({
    instruments: listOf(FILE_FIELDS.instruments, entrySchema),
    calendars: listOf(FILE_FIELDS.calendars, calendarSchema),
  })
  .superRefine((value, context) => {
    const form = value as unknown as FileForm
    if (form.instruments.length === 0 && !form.default) {
      context.addIssue({ code: 'custom', path: ['instruments'], message: 'must hold one, where "default" is not true' })
    }
    checkCalendarNames(form, context)
    checkUnique(form, 'symbol', context)
    checkUnique(form, 'id', context)
  }) as unknown as z.ZodType<FileForm>

function checkCalendarNames({ instruments, calendars }: FileForm, context: z.core.$RefinementCtx): void {
  const names = calendars.map(({ name }) => name)
  names.forEach((name, index) => {
    if (names.indexOf(name) === index) return
    context.addIssue({
      code: 'custom',
      path: ['calendars', index, 'name'],
      message: 'is also that of another calendar',
    })
  })
  const known = [...CALENDAR_NAMES, ...names]
  instruments.forEach(({ calendar }, index) => {
    if (calendar === undefined || known.includes(calendar)) return
    const message = `must be one of ${known.join(', ')}${hint(calendar, known)}`
    context.addIssue({ code: 'custom', path: ['instruments', index, 'calendar'], message })
  })
}

/** No two instruments have the same symbol, or the same id, built-in ones included. */
function checkUnique(form: FileForm, key: 'symbol' | 'id', context: z.core.$RefinementCtx): void {
  const owners = new Map<unknown, string>()
  if (form.default) for (const entry of DEFAULT_ENTRIES) owners.set(entry[key], `the built-in ${entry.symbol}`)
  form.instruments.forEach((entry, index) => {
    const own = entry[key]
    if (own === undefined) return
    const owner = owners.get(own)
    if (owner === undefined) owners.set(own, `instruments[${index}]`)
    else {
      const message = `is also that of ${owner}`
      context.addIssue({ code: 'custom', path: ['instruments', index, key], message })
    }
  })
}
