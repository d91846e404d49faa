/** An example of a schema, put together of those of its parts. */

import { nameOf, type JsonSchema } from './json-schemas.ts'

/** Undefined where the parts have none. Optional fields are left out. */
export function exampleOf(schema: JsonSchema, named: Readonly<Record<string, JsonSchema>>): unknown {
  const { $ref, examples, properties, required = [], items } = schema
  if ($ref !== undefined) return exampleOf(named[nameOf($ref)] ?? {}, named)
  if (examples !== undefined) return examples[0]
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  if (properties !== undefined) {
    const fields = Object.entries(properties).filter(([name]) => required.includes(name))
    return Object.fromEntries(fields.map(([name, field]) => [name, exampleOf(field, named)]))
  }
  const [choice] = schema.oneOf ?? schema.anyOf ?? schema.allOf ?? []
  if (choice !== undefined) return exampleOf(choice, named)
  if (schema.type === 'object') return {}
  if (schema.type === 'array') return isOne(items) ? [exampleOf(items, named)] : []
  return undefined
}

function isOne(items: JsonSchema['items']): items is JsonSchema {
  return items !== undefined && !Array.isArray(items)
}
