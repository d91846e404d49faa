/** Decks and recordings over HTTP, and who may change them. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DeckStatus, Recording } from '@tapedeck/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRights } from '../../decks/rights.ts'
import { OPEN } from '../../security/grant.ts'
import { START, useServers } from '../../served.fixture.ts'

const { serve, connect } = useServers()
let home = ''
let folders = 0
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tapedeck-rest-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))
const data = (): string => join(home, `${folders++}`)
const TOKEN = 'a token that nobody guesses'

async function ask(
  url: string,
  method: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(url, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
  })
}

describe('recordings', () => {
  it('are made, listed, changed, downloaded, uploaded, played and deleted', async () => {
    const server = await serve({ data: data() })
    const api = `${server.url}/api/recordings`
    const started = await ask(api, 'POST', { symbols: ['BTC-USD', 'AAPL'], title: 'Two' })
    expect(started.status).toBe(201)
    const { id } = (await started.json()) as Recording
    await server.advance('5s')
    expect(await (await ask(`${api}/${id}`, 'DELETE')).json()).toMatchObject({ error: { code: 'RECORDING_BUSY' } })
    const stopped = (await (await ask(`${api}/${id}/stop`, 'POST')).json()) as Recording
    expect(stopped).toMatchObject({ state: 'complete', symbols: ['BTC-USD', 'AAPL'] })
    const changed = (await (await ask(`${api}/${id}`, 'PATCH', { notes: 'calm' })).json()) as Recording
    expect(changed).toMatchObject({ title: 'Two', notes: 'calm' })
    expect(await (await ask(api, 'GET')).json()).toEqual({ recordings: [changed] })

    const download = await ask(`${api}/${id}/download`, 'GET')
    expect(download.headers.get('content-disposition')).toBe(`attachment; filename="${id}.tape"`)
    const bytes = new Uint8Array(await download.arrayBuffer())
    expect(bytes.length).toBe(stopped.bytes)
    const headers = { 'content-type': 'application/octet-stream' }
    const uploaded = await fetch(`${api}?title=Again`, { method: 'POST', body: bytes, headers })
    expect(uploaded.status).toBe(201)
    const again = (await uploaded.json()) as Recording
    expect(again).toMatchObject({ title: 'Again', digest: stopped.digest, events: stopped.events })
    const bad = await fetch(api, { method: 'POST', body: bytes.subarray(0, 900), headers })
    expect(bad.status).toBe(400)

    const deck = (await (
      await ask(`${server.url}/api/decks`, 'POST', { recording: again.id, play: false })
    ).json()) as DeckStatus
    const to = { action: 'seek', to: { fraction: 0.5 } }
    const sought = await ask(`${server.url}/api/decks/${deck.deck}/control`, 'POST', to)
    expect(await sought.json()).toMatchObject({ take: 2, driver: 'rest' })
    // decks of HTTP are there for every client
    const client = await connect(server)
    expect(await client.ask('subscribe', { deck: deck.deck, symbols: ['AAPL'], channels: ['quote'] })).toMatchObject({
      ok: true,
      take: 2,
    })
    expect((await ask(`${server.url}/api/decks/${deck.deck}`, 'DELETE')).status).toBe(204)
    expect((await ask(`${api}/${again.id}`, 'DELETE')).status).toBe(204)
    expect((await ask(`${api}/${again.id}`, 'GET')).status).toBe(404)
    expect(server.deck.status().position).toBe(START + 5_000_000)
  })

  it('of names that are paths are not there', async () => {
    const server = await serve({ data: data() })
    for (const id of ['..%2f..%2fetc%2fpasswd', 'r-000000000000', 'r-0000.tape', '%00']) {
      for (const path of [id, `${id}/download`]) {
        const response = await ask(`${server.url}/api/recordings/${path}`, 'GET')
        expect([400, 404]).toContain(response.status)
      }
    }
  })

  it('that are too large are refused', async () => {
    const server = await serve({ data: data(), limits: { maxUploadBytes: 1_000 } })
    const headers = { 'content-type': 'application/octet-stream' }
    const response = await fetch(`${server.url}/api/recordings`, {
      method: 'POST',
      body: new Uint8Array(5_000),
      headers,
    })
    expect(response.status).toBe(413)
    expect(await (await ask(`${server.url}/api/recordings`, 'GET')).json()).toEqual({ recordings: [] })
  })
})

describe('kept bars', () => {
  it('are answered in any number of minutes', async () => {
    const server = await serve({ data: data() })
    await server.advance('5m')
    const asked = async (query: string): Promise<unknown> =>
      (await fetch(`${server.url}/api/kept-bars?${query}`)).json()
    const { bars } = (await asked('symbol=BTC-USD&minutes=2')) as { bars: { tsOpen: number }[] }
    expect(bars.map(({ tsOpen }) => (tsOpen - START) / 60_000_000)).toEqual([0, 2, 4])
    expect(await asked('symbol=NOPE')).toMatchObject({ error: { code: 'UNKNOWN_SYMBOL' } })
    expect(await asked('symbol=BTC-USD&minutes=0')).toMatchObject({ error: { code: 'BAD_MESSAGE' } })
    const without = await serve()
    const answer = await fetch(`${without.url}/api/kept-bars?symbol=BTC-USD`)
    expect(await answer.json()).toMatchObject({ error: { code: 'BAD_OPTION' } })
  })
})

describe('rights', () => {
  it('with a token are had by whoever presents it', async () => {
    const server = await serve({ data: data(), token: TOKEN })
    const api = `${server.url}/api/decks`
    for (const headers of [{}, { authorization: 'Bearer another one' }, { authorization: TOKEN }]) {
      const response = await ask(api, 'POST', { scenario: 'burst-x10' }, headers)
      expect(response.status).toBe(401)
      expect(await response.json()).toMatchObject({ error: { code: 'UNAUTHORIZED' } })
    }
    expect((await ask(api, 'POST', { scenario: 'burst-x10' }, { authorization: `Bearer ${TOKEN}` })).status).toBe(201)
    const [stranger, friend] = [await connect(server), await connect(server, { auth: { token: TOKEN } })]
    for (const [event, request] of [
      ['deck:open', { scenario: 'burst-x10' }],
      ['deck:control', { deck: 'deck-1', action: 'pause' }],
      ['deck:close', { deck: 'deck-1' }],
      ['recording:start', {}],
      ['recording:delete', { id: 'r-000000000000' }],
    ] as const) {
      expect(await stranger.ask(event, request)).toMatchObject({ ok: false, error: { code: 'UNAUTHORIZED' } })
    }
    expect(await stranger.ask('recordings')).toMatchObject({ ok: true })
    expect(await friend.ask('deck:open', { scenario: 'burst-x10' })).toMatchObject({ ok: true })
  })

  it('are everybody’s on loopback, and nobody’s elsewhere without a token', () => {
    for (const host of ['127.0.0.1', '127.8.9.1', '::1', 'localhost'])
      createRights(host, null, false).check(undefined, OPEN)
    for (const host of ['0.0.0.0', '::', '192.168.0.4', '127.0.0.1.example']) {
      const check = (): void => createRights(host, null, false).check('anything', OPEN)
      expect(check).toThrow(expect.objectContaining({ code: 'UNAUTHORIZED' }) as Error)
    }
  })
})
