/** A schema for people: its fields as a table, each with its type and meaning. */

import { html, joined, prose, table, type Html } from './html.ts'
import { nameOf, type JsonSchema } from './json-schemas.ts'

type Named = Readonly<Record<string, JsonSchema>>

/** The fields of an object, or of each form that it may have. */
export function schemaView(schema: JsonSchema, named: Named): Html {
  const { $ref, properties, oneOf, anyOf } = schema
  if ($ref !== undefined) return schemaView(named[nameOf($ref)] ?? {}, named)
  const forms = (oneOf ?? anyOf ?? []).filter((form) => form.properties !== undefined)
  if (properties === undefined && forms.length > 0) {
    return html`${forms.map((form) => html`<div class="form">${meaningOf(form)}${schemaView(form, named)}</div>`)}`
  }
  if (properties === undefined) return html`<p>${typeOf(schema)}</p>`
  const rows = rowsOf(schema, '')
  return rows.length === 0 ? html`<p class="quiet">No fields.</p>` : table(['field', 'type', 'meaning'], rows)
}

function meaningOf({ description }: JsonSchema): Html | undefined {
  return description === undefined ? undefined : html`<p>${prose(description)}</p>`
}

/** Fields of objects inside stand below them, by their path. */
function rowsOf({ properties = {}, required = [] }: JsonSchema, path: string): Html[][] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const optional = required.includes(name) ? undefined : html` <span class="quiet">optional</span>`
    const row = [html`<code>${path}${name}</code>${optional}`, typeOf(field), prose(field.description ?? '')]
    const inner = field.properties === undefined ? itemOf(field) : field
    if (inner === undefined) return [row]
    return [row, ...rowsOf(inner, `${path}${name}${inner === field ? '.' : '[].'}`)]
  })
}

function itemOf({ items }: JsonSchema): JsonSchema | undefined {
  return isOne(items) && items.properties !== undefined ? items : undefined
}

/** Beyond so many values they are not listed. */
const MOST_VALUES = 20

export function typeOf(schema: JsonSchema): Html {
  const { $ref, type, items, oneOf, anyOf, allOf, additionalProperties } = schema
  if ($ref !== undefined) return html`<a href="#schema-${nameOf($ref)}">${nameOf($ref)}</a>`
  if (schema.const !== undefined) return code(schema.const)
  if (schema.enum !== undefined && schema.enum.length <= MOST_VALUES) return joined(schema.enum.map(code), ' | ')
  const choices = oneOf ?? anyOf ?? allOf
  if (choices !== undefined && schema.properties === undefined) return joined(choices.map(typeOf), ' | ')
  const tuple = schema.prefixItems ?? (isOne(items) ? undefined : items)
  if (tuple !== undefined) return html`[${joined(tuple.map(typeOf), ', ')}]`
  if (isOne(items)) return html`array${boundsOf(schema)} of ${typeOf(items)}`
  if (typeof additionalProperties === 'object' && Object.keys(additionalProperties).length > 0) {
    return html`object of ${typeOf(additionalProperties)}`
  }
  return html`${[type ?? 'anything'].flat().join(' | ')}${boundsOf(schema)}`
}

/** How long, how large or how many it may be. */
function boundsOf(schema: JsonSchema): Html | undefined {
  const least = schema['minimum'] ?? schema['minLength'] ?? schema['minItems']
  const most = schema['maximum'] ?? schema['maxLength'] ?? schema['maxItems']
  if (least === undefined && most === undefined) return undefined
  const unit = schema['maxLength'] === undefined ? '' : ' characters'
  const bounds = most === undefined ? `from ${String(least)}` : `${String(least ?? 0)} to ${String(most)}${unit}`
  return html` <span class="quiet">${bounds}</span>`
}

function code(value: unknown): Html {
  return html`<code>${typeof value === 'string' ? value : JSON.stringify(value)}</code>`
}

function isOne(items: JsonSchema['items']): items is JsonSchema {
  return items !== undefined && !Array.isArray(items)
}
