import { describe, expect, it } from 'vitest'
import { useServers } from './served.fixture.ts'

const { serve, connect } = useServers()

describe('pages of other origins', () => {
  it.each(['https://evil.example', 'null', 'http://127.0.0.1:1'])('%s may not connect', async (origin) => {
    const server = await serve()
    const options = { transports: ['websocket'], extraHeaders: { origin } }
    await expect(connect(server, options)).rejects.toThrow()
    const response = await fetch(`${server.url}/api/instruments`, { headers: { origin } })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ error: { code: 'FORBIDDEN_ORIGIN' } })
  })

  it('allowed ones may read the answers of long polling and HTTP, as a browser asks for it', async () => {
    const origin = 'https://good.example'
    const server = await serve({ access: { allowOrigins: [origin] } })
    for (const path of ['/socket.io/?EIO=4&transport=polling', '/api/decks']) {
      const response = await fetch(server.url + path, { headers: { origin } })
      expect(response.status).toBe(200)
      expect(response.headers.get('access-control-allow-origin')).toBe(origin)
    }
  })

  it('the own origin and allowed ones may', async () => {
    const server = await serve({ access: { allowOrigins: ['https://good.example'] } })
    for (const origin of [server.url, 'https://good.example']) {
      const client = await connect(server, { transports: ['websocket'], extraHeaders: { origin } })
      expect(client.socket.connected).toBe(true)
    }
  })

  it('a foreign host name is refused, so that no name can be rebound to this machine', async () => {
    const server = await serve()
    await expect(
      connect(server, { transports: ['websocket'], extraHeaders: { host: 'rebound.example' } }),
    ).rejects.toThrow()
  })
})
