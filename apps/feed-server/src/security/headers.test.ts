/** What every answer tells a browser that it may do. */

import { expect, it } from 'vitest'
import { useServers } from '../served.fixture.ts'

const { serve } = useServers()

it.each(['/', '/api/decks', '/nowhere'])('%s may be read by its own page alone, and framed by none', async (path) => {
  const server = await serve()
  const { headers } = await fetch(server.url + path)
  const policy = headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self';")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain('unsafe')
  expect(Object.fromEntries(headers)).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': expect.stringContaining('camera=()') as string,
  })
  expect(headers.get('strict-transport-security')).toBeNull()
})

it('refusals carry them as well', async () => {
  const server = await serve()
  const { status, headers } = await fetch(`${server.url}/`, { headers: { origin: 'https://evil.example' } })
  expect(status).toBe(403)
  expect(headers.get('x-content-type-options')).toBe('nosniff')
})

it('TLS is asked for where a trusted proxy speaks it', async () => {
  const headers = { 'x-forwarded-proto': 'https' }
  const proxied = await fetch((await serve({ trustProxy: 1 })).url, { headers })
  expect(proxied.headers.get('strict-transport-security')).toBe('max-age=31536000')
  const direct = await fetch((await serve()).url, { headers })
  expect(direct.headers.get('strict-transport-security')).toBeNull()
})

it('an allowed page may send a token', async () => {
  const origin = 'https://good.example'
  const server = await serve({ access: { allowOrigins: [origin] } })
  const ask = (from: string): Promise<Response> =>
    fetch(`${server.url}/api/decks`, { method: 'OPTIONS', headers: { origin: from } })
  const answer = await ask(origin)
  expect(answer.status).toBe(204)
  expect(answer.headers.get('access-control-allow-origin')).toBe(origin)
  expect(answer.headers.get('access-control-allow-headers')).toContain('authorization')
  expect((await ask('https://evil.example')).status).toBe(403)
})
