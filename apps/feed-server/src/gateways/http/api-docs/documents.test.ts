/** The documents are valid by the schemas of their makers, and name every route, request and event that there is. */

import official from '@asyncapi/specs/schemas/3.0.0-without-$id.json' with { type: 'json' }
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { CHANNELS, CLIENT_EVENTS, DEFAULT_LIMITS, ERROR_CODES, type ServerToClientEvents } from '@tapedeck/protocol'
import { beforeAll, describe, expect, it } from 'vitest'
import { startFeedServer } from '../../../start-feed-server.ts'
import type { AsyncApi } from './asyncapi.ts'
import type { JsonSchema } from './json-schemas.ts'
import type { OpenApi } from './openapi.ts'

let url = ''
let openApi: OpenApi
let asyncApi: AsyncApi

beforeAll(async () => {
  const server = await startFeedServer({
    port: 0,
    pageFolder: null,
    clock: 'virtual',
    historyBars: 50,
    symbols: ['BTC-USD'],
  })
  url = server.url
  openApi = (await (await fetch(`${url}/openapi.json`)).json()) as OpenApi
  asyncApi = (await (await fetch(`${url}/asyncapi.json`)).json()) as AsyncApi
  return () => server.close()
})

/** Every `$ref` that leads nowhere. */
function danglingOf(document: object): string[] {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path)
  return references.filter((path) => {
    const found = path
      .split('/')
      .reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], document)
    return found === undefined
  })
}

/** Every schema of a document, with an example where it has one. */
function pairsOf(document: object): { schema: JsonSchema; example: unknown }[] {
  const pairs: { schema: JsonSchema; example: unknown }[] = []
  JSON.stringify(document, (_key, part: unknown) => {
    if (typeof part !== 'object' || part === null) return part
    if ('payload' in part && 'name' in part) {
      const { payload, examples = [] } = part as AsyncApi['channels'][string]['messages'][string]
      for (const { payload: example } of examples) pairs.push({ schema: payload ?? {}, example })
    }
    if ('example' in part && 'schema' in part) pairs.push({ schema: part.schema as JsonSchema, example: part.example })
    return part
  })
  return pairs
}

/** What of the examples does not fit. */
function misfits(ajv: Ajv | Ajv2020, document: OpenApi | AsyncApi): unknown[] {
  return pairsOf(document).flatMap(({ schema, example }) => {
    const isValid = ajv.compile({ ...schema, components: document.components })
    return isValid(example)
      ? []
      : [{ example, errors: isValid.errors?.map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`) }]
  })
}

describe('OpenAPI', () => {
  it('is valid, leads nowhere else, and has examples that fit', async () => {
    const validated = await new Validator().validate(structuredClone(openApi) as unknown as Record<string, unknown>)
    expect(validated.errors).toBeUndefined()
    expect(validated.valid).toBe(true)
    expect(danglingOf(openApi)).toEqual([])
    expect(misfits(new Ajv2020({ strict: false }), openApi)).toEqual([])
    expect(pairsOf(openApi).length).toBeGreaterThan(20)
  })

  it('describes every route, and only what is there', async () => {
    const operations = Object.entries(openApi.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
    )
    // a route that says nothing of itself stands there without a summary
    expect(operations.filter(({ operation }) => operation.summary === undefined)).toEqual([])
    expect(operations.filter(({ operation }) => operation.tags === undefined)).toEqual([])
    expect(operations.map(({ method, path }) => `${method} ${path}`)).toEqual(
      expect.arrayContaining([
        'GET /sse',
        'GET /api/quotes',
        'POST /api/decks/{deck}/control',
        'GET /docs',
        'GET /healthz',
      ]),
    )
    for (const { path, method } of operations) {
      const response = await fetch(url + path.replace(/\{\w+\}/g, 'none'), { method })
      expect(await response.text(), `${method} ${path}`).not.toContain('nothing is at')
    }
    const ids = operations.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('says which routes need no JWT, where a server asks for one', async () => {
    const secret = 'a secret of the tests that is long enough'
    await using server = await startFeedServer({
      port: 0,
      pageFolder: null,
      clock: 'virtual',
      historyBars: 50,
      jwt: { secret },
    })
    for (const [path, { get }] of Object.entries(openApi.paths)) {
      if (get === undefined) continue
      const { status } = await fetch(server.url + path.replace(/\{\w+\}/g, 'none'))
      expect(status === 401, path).toBe(get.security?.length !== 0)
    }
  })
})

describe('AsyncAPI', () => {
  it('is valid, leads nowhere else, and has examples that fit', () => {
    const isValid = new Ajv({ strict: false, validateFormats: false }).compile(official)
    isValid(asyncApi)
    expect(isValid.errors).toBeNull()
    expect(danglingOf(asyncApi)).toEqual([])
    expect(misfits(new Ajv({ strict: false }), asyncApi)).toEqual([])
    expect(pairsOf(asyncApi).length).toBeGreaterThan(40)
  })

  it('describes every request with its reply, and every event', () => {
    const { socketIo, webSocket, eventStream } = asyncApi.channels
    for (const event of CLIENT_EVENTS) {
      const { action, messages, reply } = asyncApi.operations[`socketIo.${event}`] ?? {}
      expect(action, event).toBe('receive')
      expect(messages).toHaveLength(1)
      expect(reply?.messages).toHaveLength(2)
    }
    // the type says that none is forgotten
    const events: Record<keyof ServerToClientEvents, string> = {
      quote: 'Quote',
      trade: 'Trade',
      'trade-bust': 'TradeBust',
      stats: 'Stats',
      status: 'Status',
      bar: 'Bar',
      book: 'Book',
      instrument: 'InstrumentChange',
      gap: 'Gap',
      notice: 'Error',
      deck: 'DeckStatus',
      reset: 'Reset',
      recording: 'Recording',
      barrier: '',
    }
    const told = asyncApi.operations['socketIo.events']?.messages.map(({ $ref }) => $ref)
    for (const [event, schema] of Object.entries(events)) {
      expect(told).toContain(`#/channels/socketIo/messages/${event}`)
      const reference = schema === '' ? undefined : { $ref: `#/components/schemas/${schema}` }
      expect(socketIo?.messages[event]?.payload).toEqual(reference)
      if (reference === undefined) continue
      expect(webSocket?.messages[event]?.payload?.properties?.['data']).toEqual(reference)
      expect(eventStream?.messages[event]?.payload).toEqual(reference)
    }
  })

  it('has the channels, limits and error codes of the program', () => {
    const { SubscribeRequest, Error: error } = asyncApi.components.schemas
    expect(SubscribeRequest?.properties?.['channels']?.items).toMatchObject({ enum: CHANNELS })
    expect(error?.properties?.['code']?.enum).toEqual(Object.keys(ERROR_CODES))
    expect(asyncApi['x-limits']).toEqual(DEFAULT_LIMITS)
    expect(asyncApi['x-error-codes']).toEqual(ERROR_CODES)
    expect(asyncApi.servers['webSocket']).toEqual({ host: new URL(url).host, protocol: 'ws' })
  })
})

describe('the page', () => {
  it('names everything, leads nowhere else, and has no script', async () => {
    const response = await fetch(`${url}/docs`)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    const page = await response.text()
    for (const path of Object.keys(openApi.paths)) expect(page).toContain(`<code>${path}</code>`)
    for (const name of [...CLIENT_EVENTS, ...CHANNELS, ...Object.keys(ERROR_CODES)])
      expect(page).toContain(`>${name}</code>`)
    const ids = new Set([...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id))
    const links = [...page.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, link = '']) => link)
    expect(links.filter((link) => link.startsWith('#') && !ids.has(link.slice(1)))).toEqual([])
    const others = [...new Set(links.filter((link) => !link.startsWith('#')))]
    expect(others).toEqual(['data:,', '/docs/style.css', '/', '/openapi.json', '/asyncapi.json'])
    expect(page).not.toMatch(/<script| style="| on\w+="/)
    const style = await fetch(`${url}/docs/style.css`)
    expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8')
    expect(await style.text()).not.toMatch(/url\(|@import/)
  })
})
