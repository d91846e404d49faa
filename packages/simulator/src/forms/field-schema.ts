/** From the fields of a form to its zod schema. What does not fit is told in the words of the field. */

import { parseSpan, TapedeckError } from '@tapedeck/protocol'
import { z } from 'zod'
import { isSpanWithin, isWithin, rangeOf, type Field, type Fields, type ListField } from './field.ts'
import { hint } from './nearest.ts'

/** The schema of an object with these fields and no others; `more` are fields with a schema of their own. */
export function objectSchema(fields: Fields, more: Readonly<Record<string, z.ZodType>> = {}): z.ZodObject {
  const shape = Object.entries(fields).map(([name, field]) => [name, schemaOf(field)] as const)
  return strictObject({ ...more, ...Object.fromEntries(shape) })
}

/** A strict object whose error text names the unknown key, and the one that may have been meant. */
export function strictObject<Shape extends Readonly<Record<string, z.ZodType>>>(
  shape: Shape,
): z.ZodObject<Shape, z.core.$strict> {
  const known = Object.keys(shape)
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return 'must be an object'
      const { keys } = issue
      const [first = ''] = keys
      const others = keys.length > 1 ? ` (and ${keys.length - 1} more)` : ''
      const meant = hint(first, known)
      return `has no key ${JSON.stringify(first)}${others}${meant === '' ? `; its keys are ${known.join(', ')}` : meant}`
    },
  })
}

/** The schema of what may stand in a field, with its default. */
function schemaOf(field: Field): z.ZodType {
  const plain = plainSchemaOf(field)
  const schema = field.orNull === true ? z.nullable(plain) : plain
  if (field.default !== undefined) return schema.default(field.default)
  return field.otherwise === undefined ? schema : schema.exactOptional()
}

function plainSchemaOf(field: Field): z.ZodType {
  const range = rangeOf(field)
  // what is out of range is told once: rules about the whole object wait until every field fits
  const rule = { error: `must be ${range}`, abort: true }
  switch (field.kind) {
    case 'number':
      return z
        .number({ error: `must be ${field.whole === true ? range : `a number ${range}`}` })
        .refine((value) => isWithin(field, value), rule)
    case 'span':
      return z
        .string({ error: SPAN_RULE })
        .refine(isSpan, { error: SPAN_RULE, abort: true })
        .refine((text) => isSpanWithin(field, text), rule)
    case 'text':
      return z
        .string({ error: `must be text, ${range}` })
        .refine((text) => text.length >= 1 && text.length <= field.most && (field.pattern?.test(text) ?? true), rule)
    case 'choice':
      return z.enum(field.of, { error: ({ input }) => `must be ${range}${hint(String(input), field.of)}` })
    case 'flag':
      return z.boolean(rule)
    case 'list':
      return listSchema(field, objectSchema(field.of)).superRefine((items, context) => {
        if (field.increasing !== undefined) checkIncreasing(items, field.increasing, context)
      })
  }
}

const SPAN_RULE = 'must be a span of time such as 250ms, 2.5s, 5m, 1h or 1d'

function isSpan(text: string): boolean {
  try {
    parseSpan(text)
    return true
  } catch (thrown) {
    if (thrown instanceof TapedeckError) return false
    throw thrown
  }
}

/** The schema of a list whose items have a schema of their own, with its default. */
export function listOf(field: ListField, item: z.ZodType): z.ZodType {
  const schema = listSchema(field, item)
  return field.default === undefined ? schema : schema.default([...field.default])
}

function listSchema(field: ListField, item: z.ZodType): z.ZodArray {
  const rule = `must be ${rangeOf(field)}`
  return z
    .array(item, { error: rule })
    .refine(({ length }) => length >= field.least && length <= field.most, { error: rule, abort: true })
}

/** Objects of which each has a later span than the one before. */
function checkIncreasing(items: readonly unknown[], key: string, context: z.core.$RefinementCtx): void {
  const spans = items.map((item) => String((item as Readonly<Record<string, unknown>>)[key]))
  spans.forEach((span, index) => {
    const before = spans[index - 1]
    if (before === undefined || parseSpan(span) > parseSpan(before)) return
    const message = `must be later than ${before}, that of the one before`
    context.addIssue({ code: 'custom', path: [index, key], message })
  })
}
