/** zod schemas as the JSON Schemas of a document, with names for what is referred to. */

import { z } from 'zod'
import { createSchemaNames, errorBodySchema } from '@tapedeck/protocol/schemas'

export interface JsonSchema {
  readonly [key: string]: unknown
  readonly $ref?: string
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema | readonly JsonSchema[]
  readonly prefixItems?: readonly JsonSchema[]
  readonly additionalProperties?: JsonSchema | boolean
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly examples?: readonly unknown[]
}

export interface JsonSchemas {
  /** Those that have names. */
  readonly named: Readonly<Record<string, JsonSchema>>
  /** One of them by reference, another one as it is. */
  of(schema: z.ZodType): JsonSchema
  /** What a reference stands for; another schema as it is. */
  resolved(schema: JsonSchema): JsonSchema
}

/** How HTTP refuses. */
export const errorAnswerSchema: z.ZodType = z.object({ error: errorBodySchema }).describe('The request was refused')

/** The dialect of OpenAPI 3.1, and that of AsyncAPI 3.0. */
type Dialect = 'draft-2020-12' | 'draft-7'

/** Converts all that have names, and these others. */
export function createJsonSchemas(dialect: Dialect, others: Iterable<z.ZodType> = []): JsonSchemas {
  const names = createSchemaNames()
  names.add(errorAnswerSchema, { id: 'ErrorAnswer' })
  let count = 0
  for (const schema of others) if (!names.has(schema)) names.add(schema, { id: `${UNNAMED}${count++}` })
  const uri = (id: string): string => `#/components/schemas/${id}`
  // what is asked and what is answered alike: readers ignore fields that they do not know, and requests are strict by themselves
  const { schemas } = z.toJSONSchema(names, { io: 'input', target: dialect, uri })
  const converted = Object.entries(schemas).map(([id, schema]) => [id, simplified(schema as JsonSchema)] as const)
  const byId = new Map(converted)
  return {
    named: Object.fromEntries(converted.filter(([id]) => !id.startsWith(UNNAMED))),
    resolved: (schema) => (schema.$ref === undefined ? schema : (byId.get(nameOf(schema.$ref)) ?? {})),
    of(schema) {
      const id = names.get(schema)?.id
      const found = id === undefined ? undefined : byId.get(id)
      if (id === undefined || found === undefined) throw new TypeError('a schema is not among those of the document')
      return id.startsWith(UNNAMED) ? found : { $ref: uri(id) }
    },
  }
}

const UNNAMED = '-'

/** Those schemas with names that something refers to, and those that they refer to. */
export function namesUsedBy(document: object, { named }: JsonSchemas): Readonly<Record<string, JsonSchema>> {
  const used = new Set<string>()
  const look = (part: object): void => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (used.has(name)) continue
      used.add(name)
      look(named[name] ?? {})
    }
  }
  look(document)
  return Object.fromEntries(Object.entries(named).filter(([name]) => used.has(name)))
}

/** The last part of a reference. */
export function nameOf(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1)
}

/** Without what says nothing: ids, bounds of all integers, unions of a type and null, intersections of one. */
function simplified(schema: JsonSchema): JsonSchema {
  const { $schema: _dialect, $id: _id, propertyNames: _names, ...rest } = schema
  const entries = Object.entries(rest).filter(([, value]) => Math.abs(Number(value)) !== Number.MAX_SAFE_INTEGER)
  const inner = Object.fromEntries(entries.map(([key, value]) => [key, simplifiedBelow(key, value)])) as JsonSchema
  const { anyOf, allOf, ...own } = inner
  const [only] = allOf ?? []
  if (only?.$ref !== undefined && allOf?.length === 1 && Object.keys(own).length === 0) return only
  const [first, second] = anyOf ?? []
  if (anyOf?.length === 2 && second?.type === 'null' && typeof first?.type === 'string' && first.enum === undefined) {
    return { ...first, ...own, type: [first.type, 'null'] }
  }
  return inner
}

function simplifiedBelow(key: string, value: unknown): unknown {
  if (key === 'properties') {
    const properties = Object.entries(value as Record<string, JsonSchema>)
    return Object.fromEntries(properties.map(([name, property]) => [name, simplified(property)]))
  }
  if (key === 'items' || key === 'additionalProperties') {
    return Array.isArray(value) || typeof value === 'boolean' ? simplifiedAll(value) : simplified(value as JsonSchema)
  }
  return ['anyOf', 'oneOf', 'allOf', 'prefixItems'].includes(key) ? simplifiedAll(value) : value
}

function simplifiedAll(value: unknown): unknown {
  return Array.isArray(value) ? value.map((each) => simplified(each as JsonSchema)) : value
}
