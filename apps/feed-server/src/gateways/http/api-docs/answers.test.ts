/** What a running server answers and sends is what the schemas and documents describe, and nothing else. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { CHANNELS, type ClientEvent, type DeckStatus, type Recording } from '@tapedeck/protocol'
import { ANSWER_SCHEMAS, errorBodySchema, EVENT_SCHEMAS, refusedSchema } from '@tapedeck/protocol/schemas'
import type { Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { START, useServers } from '../../../served.fixture.ts'
import type { FeedServer } from '../../../start-feed-server.ts'
import type { AsyncApi } from './asyncapi.ts'
import type { OpenApi } from './openapi.ts'

const { serve, connect } = useServers()
let home = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tapedeck-described-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

/** Readers take fields that they do not know; here one that is not described is a mistake. */
function closed<Document extends object>(document: Document): Document {
  return JSON.parse(JSON.stringify(document), (_key, part: unknown) => {
    const isOpen =
      typeof part === 'object' && part !== null && 'properties' in part && !('additionalProperties' in part)
    return isOpen && 'type' in part ? { ...part, additionalProperties: false } : part
  }) as Document
}

const selection = { symbols: ['BTC-USD', 'AAPL'], channels: CHANNELS }

describe('Socket.IO', () => {
  it('answers every request as described', async () => {
    const server = await serve({ data: join(home, 'answers') })
    const client = await connect(server)
    const answered = new Set<string>()
    const ask = async <Answer>(event: ClientEvent, request: object): Promise<Answer> => {
      const answer = await client.ask(event, request)
      // a field that is not described would be missing from what is parsed
      expect(ANSWER_SCHEMAS[event].parse(answer), event).toEqual(answer)
      answered.add(event)
      return answer as Answer
    }
    const { epoch, take } = await ask<{ epoch: string; take: number }>('subscribe', selection)
    await server.advance('65s')
    await ask('subscribe', { ...selection, resume: { epoch, take, seqs: { 'trade/BTC-USD': 5, 'status/AAPL': 1 } } })
    await ask('subscribe', { ...selection, resume: { epoch: 'another', take, seqs: { 'trade/BTC-USD': 5 } } })
    await ask('unsubscribe', { symbols: ['AAPL'], channels: ['quote'] })
    await ask('history', { symbol: 'BTC-USD', interval: '1m' })
    await ask('instruments', {})
    await ask('clock', {})
    await ask('authenticate', { jwt: 'a server that asks for none takes any' })
    const { recording } = await ask<{ recording: Recording }>('recording:start', { title: 'A title' })
    await server.advance('5s')
    const of = { id: recording.id }
    await ask('recording:stop', of)
    await ask('recording:change', { ...of, notes: 'calm' })
    await ask('recordings', {})
    const { deck } = await ask<{ deck: string }>('deck:open', { recording: recording.id, play: false })
    await ask('deck:control', { deck, action: 'step', by: 'event' })
    await ask('deck:close', { deck })
    await ask('recording:delete', of)
    expect(answered).toEqual(new Set(Object.keys(ANSWER_SCHEMAS)))

    const refusals = [
      await client.ask('subscribe', { symbols: ['NOPE'], channels: ['candles'] }),
      await client.ask('history', 7),
      await client.ask('jump', {}),
    ]
    for (const refusal of refusals) expect(refusedSchema.parse(refusal)).toEqual(refusal)
  })

  it('sends every event as described', async () => {
    const server = await serve({ data: join(home, 'events') })
    const client = await connect(server)
    await client.ask('subscribe', selection)
    ;(client.socket as Socket).emit('jump')
    await client.until('notice', 1)
    // a trade that is taken back, and a listing
    await server.startScenario('fat-finger:AAPL')
    await server.startScenario('listing')
    await client.ask('recordings', {})
    const { recording } = (await client.ask('recording:start', {})) as { recording: Recording }
    await server.advance('75s')
    await client.ask('recording:stop', { id: recording.id })
    const opened = { recording: recording.id, play: false }
    const { deck } = (await client.ask('deck:open', opened)) as { deck: string }
    await client.ask('subscribe', { ...selection, deck })
    await client.ask('deck:control', { deck, action: 'seek', to: { fraction: 0.5 } })
    await client.until('reset', 1)

    const heard = new Map<string, number>()
    for (const { name, data } of client.heard) {
      const schema = EVENT_SCHEMAS[name as keyof typeof EVENT_SCHEMAS]
      expect(schema.parse(data), name).toEqual(data)
      heard.set(name, (heard.get(name) ?? 0) + 1)
    }
    // nothing makes a hole in this market; `gap` has its type, and no more
    const { gap: _gap, ...others } = EVENT_SCHEMAS
    expect([...heard.keys()].sort()).toEqual(Object.keys(others).sort())
    expect(heard.get('quote')).toBeGreaterThan(100)
  })
})

describe('HTTP', () => {
  it('answers every address as described', async () => {
    const server = await serve({ data: join(home, 'http') })
    const { paths, components } = closed((await (await fetch(`${server.url}/openapi.json`)).json()) as OpenApi)
    const ajv = new Ajv2020({ strict: false, allErrors: true })
    const asked = new Set<string>()
    const ask = async <Answer>(
      method: string,
      path: string,
      parameters: { id?: string; deck?: string; query?: string; body?: object } = {},
    ): Promise<Answer> => {
      const { id = '', deck = '', query = '', body } = parameters
      const address = path.replace('{id}', id).replace('{deck}', deck)
      const response = await fetch(`${server.url}${address}${query}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      })
      const text = await response.text()
      const described = paths[path]?.[method.toLowerCase()]?.responses[response.status]
      expect(described, `${method} ${path} ${response.status} ${text.slice(0, 200)}`).toBeDefined()
      asked.add(`${method} ${path}`)
      const [mediaType, { schema } = { schema: {} }] = Object.entries(described?.content ?? {})[0] ?? []
      if (mediaType === undefined) expect(text).toBe('')
      else expect(response.headers.get('content-type')).toContain(mediaType)
      if (mediaType !== 'application/json') return undefined as Answer
      const answer: unknown = JSON.parse(text)
      const isValid = ajv.compile({ ...schema, components })
      isValid(answer)
      expect(isValid.errors, `${method} ${path}`).toBeNull()
      return answer as Answer
    }

    const { id } = await ask<Recording>('POST', '/api/recordings', { body: { title: 'One' } })
    await server.advance('3m')
    await ask('GET', '/api/instruments')
    await ask('GET', '/api/quotes', { query: '?symbols=BTC-USD,AAPL' })
    await ask('GET', '/api/bars', { query: '?symbol=BTC-USD&interval=1m' })
    await ask('GET', '/api/kept-bars', { query: '?symbol=BTC-USD&minutes=2' })
    await ask('GET', '/sse')
    await ask('GET', '/api/recordings')
    await ask('GET', '/api/recordings/{id}', { id })
    await ask('POST', '/api/recordings/{id}/stop', { id })
    await ask('PATCH', '/api/recordings/{id}', { id, body: { notes: 'calm' } })
    await ask('GET', '/api/recordings/{id}/download', { id })
    await ask('GET', '/api/recordings/{id}/activity', { id })
    const part = { query: `?from=${START}&to=${START + 60_000_000}` }
    await ask('GET', '/api/recordings/{id}/part', { id, ...part })
    await ask('GET', '/api/rolling/activity')
    await ask('GET', '/api/rolling/part', part)
    const { deck } = await ask<DeckStatus>('POST', '/api/decks', { body: { recording: id, play: false } })
    await ask('GET', '/api/decks')
    await ask('GET', '/api/scenarios')
    await ask('GET', '/api/decks/{deck}', { deck })
    await ask('POST', '/api/decks/{deck}/control', { deck, body: { action: 'seek', to: { fraction: 0.5 } } })
    await ask('DELETE', '/api/decks/{deck}', { deck })
    await ask('DELETE', '/api/recordings/{id}', { id })
    for (const path of ['/healthz', '/readyz', '/openapi.json', '/asyncapi.json', '/docs', '/docs/style.css']) {
      await ask('GET', path)
    }
    const all = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect([...asked].sort()).toEqual(all.sort())

    const refused = await ask<{ error: object }>('GET', '/api/bars', { query: '?symbol=NOPE&interval=1m' })
    expect(refused.error).toMatchObject({ code: 'UNKNOWN_SYMBOL' })
    expect(errorBodySchema.parse(refused.error)).toEqual(refused.error)
    await ask('GET', '/api/quotes', { query: '?symbol=BTC-USD' })
    await ask('GET', '/api/decks/{deck}', { deck: 'none' })
    await ask('POST', '/api/decks', { body: { recording: 'r-000000000000' } })
    await ask('POST', '/api/decks/{deck}/control', { deck: 'live', body: { action: 'pause' } })
    await ask('DELETE', '/api/recordings/{id}', { id: 'none' })
  })
})

/** What checks that a message of a channel is as the AsyncAPI document says. */
async function messagesOf(server: FeedServer, channel: string): Promise<(name: string, payload: unknown) => void> {
  const { channels, components } = closed((await (await fetch(`${server.url}/asyncapi.json`)).json()) as AsyncApi)
  const ajv = new Ajv({ strict: false, allErrors: true })
  const messages = Object.entries(channels[channel]?.messages ?? {})
  const checks = new Map(messages.map(([name, { payload }]) => [name, ajv.compile({ ...payload, components })]))
  return (name, payload) => {
    const isValid = checks.get(name)
    expect(isValid?.(payload), `${name} ${JSON.stringify(isValid?.errors)}`).toBe(true)
  }
}

describe('the doors without Socket.IO', () => {
  it('send by a WebSocket what is described', async () => {
    const server = await serve()
    const check = await messagesOf(server, 'webSocket')
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`)
    const heard: { op?: string; event?: string }[] = []
    const told = new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => {
        heard.push(JSON.parse(data.toString()) as (typeof heard)[number])
        if (heard.at(-1)?.op === 'unsubscribed') resolve()
      })
    })
    await new Promise((resolve) => socket.once('open', resolve))
    const requests = [
      { op: 'subscribe', id: 7, symbols: ['BTC-USD'], channels: CHANNELS },
      { op: 'unsubscribe', symbols: ['BTC-USD'], channels: ['quote'] },
    ]
    for (const request of requests) check(request.op, request)
    socket.send(JSON.stringify(requests[0]))
    socket.send('{}')
    while (heard.filter(({ op }) => op !== undefined).length < 2)
      await new Promise((resolve) => socket.once('message', resolve))
    await server.advance('5s')
    socket.send(JSON.stringify(requests[1]))
    await told
    for (const message of heard) check(message.op ?? message.event ?? '', message)
    const names = heard.map(({ op, event }) => op ?? event)
    for (const name of ['subscribed', 'error', 'quote', 'trade', 'book', 'bar', 'stats', 'deck', 'unsubscribed']) {
      expect(names).toContain(name)
    }
    socket.close()
  })

  it('send by server-sent events what is described', async () => {
    const server = await serve()
    const check = await messagesOf(server, 'eventStream')
    const stop = new AbortController()
    const { body } = await fetch(`${server.url}/sse?symbols=BTC-USD&channels=quote,stats`, { signal: stop.signal })
    const advanced = server.advance('2s')
    const names = new Set<string>()
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true })
      const whole = text.split('\n\n')
      text = whole.pop() ?? ''
      for (const each of whole) {
        const [, name = '', data = ''] = /^event: (.*)\ndata: (.*)$/m.exec(each) ?? []
        if (name === '') continue
        check(name, JSON.parse(data))
        names.add(name)
      }
      if (['subscribed', 'quote', 'stats', 'deck'].every((name) => names.has(name))) break
    }
    await advanced
    stop.abort()
  })
})
