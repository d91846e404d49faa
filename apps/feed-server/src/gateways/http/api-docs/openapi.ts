/** The OpenAPI 3.1 document: every route of HTTP, made of what the routes say of themselves. */

import { z } from 'zod'
import { ERROR_CODES, type ErrorCode } from '@tapedeck/protocol'
import { statusOf } from '../gateway.ts'
import { exampleOf } from './example.ts'
import { createJsonSchemas, errorAnswerSchema, namesUsedBy, type JsonSchema, type JsonSchemas } from './json-schemas.ts'
import { TAGS, type Content, type Operation, type Route } from './operation.ts'

export interface OpenApi {
  readonly openapi: '3.1.0'
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>
    readonly securitySchemes: Readonly<Record<string, object>>
  }
}

export interface OpenApiOperation {
  readonly operationId: string
  readonly summary?: string
  readonly tags?: readonly string[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly required: boolean; readonly content: Contents }
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Contents }>>
  /** One alone is needed, one of several may be. */
  readonly security?: readonly object[]
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query'
  readonly required: boolean
  readonly description?: string
  readonly schema: JsonSchema
}

export type Contents = Readonly<Record<string, { readonly schema: JsonSchema; readonly example?: unknown }>>

export const INFO = {
  title: 'Tapedeck',
  version: '0.1.0',
  description:
    'Live market data. Times are whole microseconds since the Unix epoch, UTC; prices and sizes are the doubles nearest to the decimals of the venue. Fields may be added to answers and events.',
} as const

/** What every route may refuse with. */
const COMMON_ERRORS: readonly ErrorCode[] = [
  'FORBIDDEN_ORIGIN',
  'FORBIDDEN_HOST',
  'LIMIT_RATE',
  'NOT_READY',
  'INTERNAL',
]
/** Of routes that need a JWT where the server asks for one. */
const JWT_ERRORS: readonly ErrorCode[] = ['UNAUTHENTICATED', 'TOKEN_EXPIRED']

/** The parts of paths that begin with a colon. */
const PATH_PARAMETERS: Readonly<Record<string, JsonSchema>> = {
  deck: { type: 'string', description: 'Name of a deck', examples: ['live'] },
  id: { type: 'string', description: 'Id of a recording', examples: ['r-0f3a9c1d2b4e'] },
}

export function openApiOf(routes: readonly Route[]): OpenApi {
  const schemas = createJsonSchemas('draft-2020-12', routes.flatMap(schemasOf))
  const paths: Record<string, Record<string, OpenApiOperation>> = {}
  for (const { method, path, operation } of routes) {
    const operations = (paths[path.replace(/:(\w+)/g, '{$1}')] ??= {})
    operations[method.toLowerCase()] = operationOf(method, path, operation, schemas)
  }
  return {
    openapi: '3.1.0',
    info: INFO,
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: namesUsedBy(paths, schemas),
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'A JWT, where the server asks for one; or its token, for what changes something off loopback',
        },
      },
    },
  }
}

function schemasOf({ operation }: Route): z.ZodType[] {
  const { query, body = [], answer } = operation ?? {}
  return [query, ...body, answer].filter(isSchema)
}

function isSchema(form: z.ZodType | Content | undefined): form is z.ZodType {
  return form instanceof z.ZodType
}

function operationOf(
  method: string,
  path: string,
  operation: Operation | undefined,
  schemas: JsonSchemas,
): OpenApiOperation {
  const operationId = `${method.toLowerCase()}${path.replace(/[/:.-]+(\w?)/g, (_, first: string) => first.toUpperCase())}`
  const { tag, summary, query, body, status = 200, answer, nothing } = operation ?? {}
  const parameters = [...pathParameters(path), ...queryParameters(query, schemas)]
  return {
    operationId,
    ...(summary === undefined ? {} : { summary }),
    ...(tag === undefined ? {} : { tags: [tag] }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: { required: true, content: contentsOf(body, schemas) } }),
    responses: {
      [status]: {
        description: status === 204 ? 'Done' : 'What was asked',
        ...(answer === undefined ? {} : { content: contentsOf([answer], schemas) }),
      },
      ...(nothing === undefined ? {} : { 204: { description: nothing } }),
      ...refusalsOf(errorsOf(operation, path), schemas),
    },
    ...securityOf(operation ?? {}),
  }
}

/** None for all, one that may be needed, or one that is. */
function securityOf({ isPublic, needsRights }: Partial<Operation>): Pick<OpenApiOperation, 'security'> {
  const bearer = { bearer: [] }
  if (isPublic === true) return { security: [] }
  return { security: needsRights === true ? [bearer] : [{}, bearer] }
}

function errorsOf(operation: Operation | undefined, path: string): ErrorCode[] {
  const { query, body, errors = [], isPublic, needsRights } = operation ?? {}
  const takesSomething = query !== undefined || body !== undefined || path.includes(':')
  return [
    ...(takesSomething ? (['BAD_MESSAGE'] as const) : []),
    ...errors,
    ...(needsRights === undefined ? [] : (['UNAUTHORIZED'] as const)),
    ...(isPublic === undefined ? JWT_ERRORS : []),
    ...COMMON_ERRORS,
  ]
}

/** Refusals by their status. */
function refusalsOf(errors: readonly ErrorCode[], schemas: JsonSchemas): OpenApiOperation['responses'] {
  const statuses = [...new Set(errors.map(statusOf))].sort((a, b) => a - b)
  const refusals = statuses.map((status) => {
    const codes = errors.filter((code) => statusOf(code) === status)
    const description = codes.map((code) => `\`${code}\`: ${ERROR_CODES[code]}`).join('\n\n')
    return [
      status,
      { description, content: { 'application/json': { schema: schemas.of(errorAnswerSchema) } } },
    ] as const
  })
  return Object.fromEntries(refusals)
}

function contentsOf(forms: readonly (z.ZodType | Content)[], schemas: JsonSchemas): Contents {
  const contents = forms.map((form): [string, Contents[string]] => {
    if (!isSchema(form)) return [form.mediaType, { schema: { type: 'string', description: form.description } }]
    const schema = schemas.of(form)
    return ['application/json', { schema, example: exampleOf(schema, schemas.named) }]
  })
  return Object.fromEntries(contents)
}

function pathParameters(path: string): Parameter[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => {
    const { description = '', ...schema } = PATH_PARAMETERS[name] ?? { type: 'string' }
    return { name, in: 'path', required: true, description, schema }
  })
}

function queryParameters(query: z.ZodType | undefined, schemas: JsonSchemas): Parameter[] {
  if (query === undefined) return []
  const { properties = {}, required = [] } = schemas.of(query)
  return Object.entries(properties).map(([name, { description = '', ...schema }]) => {
    return { name, in: 'query', required: required.includes(name), description, schema }
  })
}
