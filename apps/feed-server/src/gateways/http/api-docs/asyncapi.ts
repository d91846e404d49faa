/** The AsyncAPI 3.0 document: Socket.IO with its requests, answers and events, the plain WebSocket, and server-sent events. */

import { CLIENT_EVENTS, ERROR_CODES, type Limits } from '@tapedeck/protocol'
import {
  ANSWER_SCHEMAS,
  errorBodySchema,
  EVENT_SCHEMAS,
  refusedSchema,
  REQUEST_SCHEMAS,
} from '@tapedeck/protocol/schemas'
import { streamQuerySchema } from '../../plain/event-stream.ts'
import { exampleOf } from './example.ts'
import { createJsonSchemas, namesUsedBy, type JsonSchema, type JsonSchemas } from './json-schemas.ts'
import { INFO } from './openapi.ts'

export interface AsyncApi {
  readonly asyncapi: '3.0.0'
  readonly info: typeof INFO
  readonly defaultContentType: 'application/json'
  readonly servers: Readonly<Record<string, object>>
  readonly channels: Readonly<Record<string, AsyncApiChannel>>
  readonly operations: Readonly<Record<string, AsyncApiOperation>>
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> }
  readonly 'x-limits': Limits
  readonly 'x-error-codes': typeof ERROR_CODES
}

export interface AsyncApiChannel {
  readonly address: string
  readonly title: string
  readonly description: string
  readonly servers: readonly Reference[]
  readonly messages: Readonly<Record<string, Message>>
}

export interface AsyncApiOperation {
  /** `receive`: the server hears it. */
  readonly action: 'send' | 'receive'
  readonly channel: Reference
  readonly summary: string
  readonly messages: readonly Reference[]
  readonly reply?: { readonly channel: Reference; readonly messages: readonly Reference[] }
  readonly bindings?: object
}

export interface Message {
  readonly name: string
  readonly summary?: string
  /** Absent where nothing but the name is sent. */
  readonly payload?: JsonSchema
  readonly examples?: readonly { readonly payload: unknown }[]
}

interface Reference {
  readonly $ref: string
}

/** The document of a server that is reached at a host. */
export function servedAt(host: string, document: Omit<AsyncApi, 'servers'>): AsyncApi {
  const servers = {
    socketIo: { host, pathname: '/socket.io/', protocol: 'socket.io', protocolVersion: '5' },
    webSocket: { host, protocol: 'ws' },
    http: { host, protocol: 'http' },
  }
  return { ...document, servers }
}

export function asyncApiOf(limits: Limits): Omit<AsyncApi, 'servers'> {
  const schemas = createJsonSchemas('draft-7', [streamQuerySchema])
  const channels = {
    socketIo: socketIo(schemas),
    webSocket: webSocket(schemas),
    eventStream: eventStream(schemas),
  }
  return {
    asyncapi: '3.0.0',
    info: INFO,
    defaultContentType: 'application/json',
    channels,
    operations: {
      ...Object.fromEntries(
        CLIENT_EVENTS.map((event) => [`socketIo.${event}`, request('socketIo', event, `${event} answer`, 'refused')]),
      ),
      'socketIo.events': events('socketIo', 'Updates of what is subscribed to, and word of decks'),
      'webSocket.subscribe': request('webSocket', 'subscribe', 'subscribed', 'error'),
      'webSocket.unsubscribe': request('webSocket', 'unsubscribe', 'unsubscribed', 'error'),
      'webSocket.authenticate': request('webSocket', 'authenticate', 'authenticated', 'error'),
      'webSocket.events': events('webSocket', 'The events of Socket.IO, each with its name'),
      'eventStream.events': {
        ...events('eventStream', 'First the snapshots, then the events of Socket.IO by their names', 'subscribed'),
        bindings: { http: { method: 'GET', query: schemas.of(streamQuerySchema) } },
      },
    },
    components: { schemas: namesUsedBy(channels, schemas) },
    'x-limits': limits,
    'x-error-codes': ERROR_CODES,
  }
}

function socketIo(schemas: JsonSchemas): AsyncApiChannel {
  const asked = CLIENT_EVENTS.flatMap((event) => [
    message(schemas, event, schemas.of(REQUEST_SCHEMAS[event])),
    message(schemas, `${event} answer`, schemas.of(ANSWER_SCHEMAS[event])),
  ])
  const told = Object.entries(EVENT_SCHEMAS).map(([event, schema]) => message(schemas, event, schemas.of(schema)))
  const barrier = {
    name: 'barrier',
    summary: 'To clients that read batches: to be acknowledged when everything before it has been handled',
  }
  return {
    address: '/',
    title: 'Socket.IO',
    description:
      'The default namespace. A message is an event of its name with one object; what the server receives takes an acknowledgement, which is the reply. A server with JWTs takes one at the handshake, as `auth: { jwt }`.',
    servers: [{ $ref: '#/servers/socketIo' }],
    messages: byName([...asked, message(schemas, 'refused', schemas.of(refusedSchema)), ...told, barrier]),
  }
}

function webSocket(schemas: JsonSchemas): AsyncApiChannel {
  const of = (name: 'subscribe' | 'unsubscribe' | 'authenticate'): Message[] => {
    const { ok: _ok, ...answer } = definition(schemas, ANSWER_SCHEMAS[name]).properties ?? {}
    const answered = `${name}d`
    return [
      message(schemas, name, withOp(name, definition(schemas, REQUEST_SCHEMAS[name]))),
      message(
        schemas,
        answered,
        withOp(answered, { type: 'object', properties: answer, required: Object.keys(answer) }),
      ),
    ]
  }
  const error = { type: 'object', properties: { error: schemas.of(errorBodySchema) }, required: ['error'] }
  const told = Object.entries(EVENT_SCHEMAS).map(([event, schema]) =>
    message(schemas, event, {
      type: 'object',
      properties: { event: { type: 'string', const: event }, data: schemas.of(schema) },
      required: ['event', 'data'],
    }),
  )
  return {
    address: '/ws',
    title: 'WebSocket',
    description:
      'JSON in text frames, for whoever has no Socket.IO. The same subscriptions; controls and recordings are for Socket.IO and HTTP. A server with JWTs takes one by `authenticate`, first.',
    servers: [{ $ref: '#/servers/webSocket' }],
    messages: byName([
      ...of('subscribe'),
      ...of('unsubscribe'),
      ...of('authenticate'),
      message(schemas, 'error', withOp('error', error)),
      ...told,
    ]),
  }
}

function eventStream(schemas: JsonSchemas): AsyncApiChannel {
  const { ok: _ok, ...answer } = definition(schemas, ANSWER_SCHEMAS.subscribe).properties ?? {}
  const subscribed = { type: 'object', properties: answer, required: Object.keys(answer) }
  const told = Object.entries(EVENT_SCHEMAS).map(([event, schema]) => message(schemas, event, schemas.of(schema)))
  return {
    address: '/sse',
    title: 'Server-sent events',
    description:
      'A stream of HTTP, for EventSource and curl. An id follows what is sent; who comes back with it as `Last-Event-ID` hears what was missed. A server with JWTs takes one in `Authorization`.',
    servers: [{ $ref: '#/servers/http' }],
    messages: byName([message(schemas, 'subscribed', subscribed), ...told]),
  }
}

/** What a reference stands for. */
function definition(schemas: JsonSchemas, schema: Parameters<JsonSchemas['of']>[0]): JsonSchema {
  return schemas.resolved(schemas.of(schema))
}

/** A message of the plain WebSocket: `op`, and the `id` that a client may give. */
function withOp(op: string, schema: JsonSchema): JsonSchema {
  const id = { type: ['string', 'number'], maxLength: 64, description: 'Of the client; the answer repeats it' }
  const { properties = {}, required = [] } = schema
  return {
    ...schema,
    properties: { op: { type: 'string', const: op }, id, ...properties },
    required: ['op', ...required],
  }
}

function message(schemas: JsonSchemas, name: string, payload: JsonSchema): Message {
  const { description } = schemas.resolved(payload)
  const example = exampleOf(payload, schemas.named)
  return {
    name,
    ...(description === undefined ? {} : { summary: description }),
    payload,
    examples: [{ payload: example }],
  }
}

function byName(messages: readonly Message[]): Readonly<Record<string, Message>> {
  return Object.fromEntries(messages.map((each) => [keyOf(each.name), each]))
}

/** Names as keys, of letters, digits, points and dashes alone. */
function keyOf(name: string): string {
  return name.replace(/[ :]/g, '.')
}

function request(channel: string, name: string, ...answers: readonly string[]): AsyncApiOperation {
  return {
    action: 'receive',
    channel: { $ref: `#/channels/${channel}` },
    summary: `Answered by ${answers.map((answer) => `\`${answer}\``).join(' or ')}`,
    messages: [messageOf(channel, name)],
    reply: {
      channel: { $ref: `#/channels/${channel}` },
      messages: answers.map((answer) => messageOf(channel, answer)),
    },
  }
}

function events(channel: string, summary: string, ...others: readonly string[]): AsyncApiOperation {
  const names = [...others, ...Object.keys(EVENT_SCHEMAS), ...(channel === 'socketIo' ? ['barrier'] : [])]
  return {
    action: 'send',
    channel: { $ref: `#/channels/${channel}` },
    summary,
    messages: names.map((name) => messageOf(channel, name)),
  }
}

function messageOf(channel: string, name: string): Reference {
  return { $ref: `#/channels/${channel}/messages/${keyOf(name)}` }
}
