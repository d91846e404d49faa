/** What happens along a tape, and parts of tapes, over HTTP. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Recording, TapeActivity } from '@tapedeck/protocol'
import { verifyTape } from '@tapedeck/tape/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { START, useServers } from '../../served.fixture.ts'
import type { FeedServer } from '../../start-feed-server.ts'

const { serve } = useServers()
const SECOND = 1_000_000
let home = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tapedeck-tapes-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

async function recorded(server: FeedServer, seconds: number): Promise<Recording> {
  const api = `${server.url}/api/recordings`
  const { id } = (await (await fetch(api, { method: 'POST' })).json()) as Recording
  await server.advance(`${seconds}s`)
  return (await (await fetch(`${api}/${id}/stop`, { method: 'POST' })).json()) as Recording
}

describe('a recording', () => {
  it('tells how many events lie in each part of it', async () => {
    const server = await serve({ data: join(home, 'activity') })
    const { id, events, span } = await recorded(server, 20)
    const answer = await fetch(`${server.url}/api/recordings/${id}/activity?parts=10`)
    const activity = (await answer.json()) as TapeActivity
    expect(activity.span).toEqual(span)
    expect(activity.counts).toHaveLength(10)
    // each part is rounded by itself
    const sum = activity.counts.reduce((one, other) => one + other, 0)
    expect(Math.abs(sum - events)).toBeLessThanOrEqual(5)
  })

  it('is cut to a part that is a tape itself, with the same events', async () => {
    const server = await serve({ data: join(home, 'part') })
    const { id } = await recorded(server, 20)
    const path = join(home, 'cut.tape')
    const from = START + 5 * SECOND
    const to = START + 9 * SECOND
    const answer = await fetch(`${server.url}/api/recordings/${id}/part?from=${from}&to=${to}`)
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${id}-part.tape"`)
    await writeFile(path, new Uint8Array(await answer.arrayBuffer()))
    const check = await verifyTape(path)
    expect(check).toMatchObject({ problems: [], complete: true })
    // brought back, it says what it spans
    const headers = { 'content-type': 'application/octet-stream' }
    const body = await (await fetch(`${server.url}/api/recordings/${id}/part?from=${from}&to=${to}`)).arrayBuffer()
    const again = await fetch(`${server.url}/api/recordings`, { method: 'POST', body, headers })
    const part = (await again.json()) as Recording
    expect(part.events).toBe(check.events)
    expect(part.span.from).toBe(from)
    expect(part.span.to).toBeGreaterThan(from + SECOND)
    expect(part.span.to).toBeLessThan(to)
  })

  it.each([
    ['part?from=5&to=5', 'BAD_MESSAGE'],
    ['part?to=5', 'BAD_MESSAGE'],
    [`part?from=${START + 3600 * SECOND}&to=${START + 7200 * SECOND}`, 'BAD_SEEK'],
    ['activity?parts=0', 'BAD_MESSAGE'],
    ['activity?parts=many', 'BAD_MESSAGE'],
  ])('is not asked for %s', async (path, code) => {
    const server = await serve({ data: join(home, 'refused') })
    const { id } = await recorded(server, 2)
    const answer = await fetch(`${server.url}/api/recordings/${id}/${path}`)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: { code } })
    // nothing holds it
    expect((await fetch(`${server.url}/api/recordings/${id}`, { method: 'DELETE' })).status).toBe(204)
  })

  it('that is none is not found', async () => {
    const server = await serve({ data: join(home, 'none') })
    for (const path of ['activity', 'part?from=1&to=2']) {
      expect((await fetch(`${server.url}/api/recordings/r-000000000000/${path}`)).status).toBe(404)
    }
  })
})

describe('the tape of the last hours', () => {
  it('tells its activity and is cut, while it is being written', async () => {
    const server = await serve({ data: join(home, 'rolling') })
    await server.advance('20s')
    const activity = (await (await fetch(`${server.url}/api/rolling/activity`)).json()) as TapeActivity
    expect(activity.span.from).toBe(START)
    expect(activity.counts).toHaveLength(100)
    const cut = await fetch(`${server.url}/api/rolling/part?from=${START + SECOND}&to=${START + 3 * SECOND}`)
    expect(cut.status).toBe(200)
    const path = join(home, 'rolling-part.tape')
    await writeFile(path, new Uint8Array(await cut.arrayBuffer()))
    const check = await verifyTape(path)
    expect(check).toMatchObject({ problems: [], complete: true })
    expect(check.events).toBeGreaterThan(100)
  })

  it('is not kept by a server without data', async () => {
    const server = await serve()
    expect((await fetch(`${server.url}/api/rolling/activity`)).status).toBe(204)
    const answer = await fetch(`${server.url}/api/rolling/part?from=1&to=2`)
    expect(await answer.json()).toMatchObject({ error: { code: 'BAD_OPTION' } })
  })
})
