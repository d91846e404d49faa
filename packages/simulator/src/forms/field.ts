/**
 * Fields of what people write in files: what each means, its range and its default. Said once, for the parser, for its error
 * texts and for the documentation.
 */

import { parseSpan } from '@tapedeck/protocol'

interface FieldHead {
  /** In words, for the documentation. */
  readonly meaning: string
  /** In words, where there is a default that is no plain value: `the symbol`. Makes the field optional. */
  readonly otherwise?: string
  /** Whether null may stand there. */
  readonly orNull?: true
}

export interface NumberField extends FieldHead {
  readonly kind: 'number'
  readonly min: number
  readonly max: number
  readonly whole?: true
  readonly default?: number | null
}

/** A span of time as text; its range too. */
export interface SpanField extends FieldHead {
  readonly kind: 'span'
  readonly min: string
  readonly max: string
  readonly default?: string | null
}

export interface TextField extends FieldHead {
  readonly kind: 'text'
  /** Characters, at least 1. */
  readonly most: number
  readonly pattern?: RegExp
  /** What the pattern asks for, in words. */
  readonly form?: string
  readonly default?: string | null
}

export interface ChoiceField extends FieldHead {
  readonly kind: 'choice'
  readonly of: readonly string[]
  readonly default?: string | null
}

export interface FlagField extends FieldHead {
  readonly kind: 'flag'
  readonly default?: boolean
}

/** Objects in a row. */
export interface ListField extends FieldHead {
  readonly kind: 'list'
  readonly of: Fields
  readonly least: number
  readonly most: number
  /** The span among the objects' fields that must increase from one to the next. */
  readonly increasing?: string
  readonly default?: readonly never[]
}

export type Field = NumberField | SpanField | TextField | ChoiceField | FlagField | ListField
export type Fields = Readonly<Record<string, Field>>

/** A field that may be left out, and one that may not. */
export type DefaultedField = Field & ({ readonly default: unknown } | { readonly otherwise: string })
export type RequiredField = Field & { readonly default?: never; readonly otherwise?: never }

/** What may stand in a field, in words: `from -0.99 to 10`, `one of buy, sell`. */
export function rangeOf(field: Field): string {
  const range = plainRangeOf(field)
  return field.orNull === true ? `${range}, or null` : range
}

function plainRangeOf(field: Field): string {
  switch (field.kind) {
    case 'number':
      return `${field.whole === true ? 'a whole number ' : ''}from ${field.min} to ${field.max}`
    case 'span':
      return `from ${field.min} to ${field.max}`
    case 'text':
      return field.form ?? `1 to ${field.most} characters`
    case 'choice':
      return `one of ${field.of.join(', ')}`
    case 'flag':
      return 'true or false'
    case 'list':
      return `a list of ${field.least} to ${field.most}`
  }
}

/** Whether a number is within the field's range. */
export function isWithin(field: NumberField, value: number): boolean {
  return value >= field.min && value <= field.max && (field.whole !== true || Number.isInteger(value))
}

/** Whether a span is within the field's range. */
export function isSpanWithin(field: SpanField, span: string): boolean {
  const micros = parseSpan(span)
  return micros >= parseSpan(field.min) && micros <= parseSpan(field.max)
}
