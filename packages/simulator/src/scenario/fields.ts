/** What may stand in a scenario and in all of its steps and faults: meaning, range and default, for the parser and for docs/scenarios.md. */

import type { DefaultedField, Field, ListField, RequiredField, SpanField } from '../forms/field.ts'
import type { DefaultedOf, OwnKey } from './input.ts'
import type { Scenario } from './scenario.ts'

/** The fields of a kind, beside those that all have; which of them have a default is said by the types of what people write. */
type OwnFields<Item extends { readonly kind: string }> = {
  readonly [Key in OwnKey<Item>]: Key extends DefaultedOf<Item> ? DefaultedField : RequiredField
}

/** A kind of step or fault. */
export interface Kind<Item extends { readonly kind: string }> {
  readonly meaning: string
  readonly fields: OwnFields<Item>
}

/** The longest time that anything takes or waits, and the shortest. */
export const LONGEST = '30d'
export const SHORTEST = '1ms'
/** Symbols that a step can name. */
export const MOST_SYMBOLS = 1_000
const MOST_ITEMS = 1_000

/** How long something lasts. */
export const DURATION: RequiredField & SpanField = {
  kind: 'span',
  min: SHORTEST,
  max: LONGEST,
  meaning: 'How long it lasts.',
}

/** What every step has. The documentation's view: the schema of symbols is its own. */
export const STEP_HEAD_FIELDS: Readonly<Record<'at' | 'symbols', Field>> = {
  at: {
    kind: 'span',
    min: '0s',
    max: LONGEST,
    default: '0s',
    meaning: 'When it begins, counted from the start of the scenario.',
  },
  symbols: {
    kind: 'text',
    most: MOST_SYMBOLS,
    form: `"all" or a list of 1 to ${MOST_SYMBOLS} symbols`,
    meaning: 'Whom it concerns.',
  },
}

/** What every fault has. */
export const FAULT_HEAD_FIELDS: Readonly<Record<'at' | 'symbols' | 'for', Field>> = {
  ...STEP_HEAD_FIELDS,
  for: DURATION,
}

const items = { kind: 'list', of: {}, least: 0, most: MOST_ITEMS, default: [] } as const

/** What a scenario as a whole has. */
export const SCENARIO_FIELDS: Readonly<Record<Exclude<keyof Scenario, 'steps' | 'faults'>, Field>> & {
  readonly steps: ListField
  readonly faults: ListField
} = {
  name: {
    kind: 'text',
    most: 64,
    pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/,
    form: 'lower-case words with hyphens between them, 64 characters at most',
    meaning: 'What it is called.',
  },
  title: { kind: 'text', most: 200, otherwise: 'the name', meaning: 'One sentence for people.' },
  start: {
    kind: 'text',
    most: 32,
    form: 'a UTC time such as 2026-03-08T06:59:00Z, whole microseconds since 1970',
    orNull: true,
    default: null,
    meaning: 'Where a market that is made for it starts; null where any start will do.',
  },
  calendar: {
    kind: 'choice',
    of: ['real'],
    orNull: true,
    default: null,
    meaning: '`real` where it needs trading sessions; null where any calendar will do.',
  },
  steps: { ...items, meaning: 'What happens, in any order.' },
  faults: { ...items, meaning: 'What goes wrong on the way, in any order.' },
}
