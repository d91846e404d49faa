/** A server that is stopped: whoever comes meanwhile is sent away, and whoever is out of reach is not waited for. */

import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectTapedeck } from '@tapedeck/client'
import { expect, it } from 'vitest'
import { startFeedServer } from './start-feed-server.ts'

const PATIENCE = { timeout: 15_000 }

it('sends away who comes while it writes the last of its data', async () => {
  const data = await mkdtemp(join(tmpdir(), 'tapedeck-stopping-'))
  const server = await startFeedServer({ port: 0, clock: 'virtual', pageFolder: null, data })
  // they come back as soon as they are sent away, which is before the data are written
  const clients = Array.from({ length: 20 }, () => connectTapedeck(server.url, { reconnectDelayMs: 1 }))
  try {
    await expect.poll(() => clients.every(({ state }) => state === 'connected'), PATIENCE).toBe(true)
    await server.advance('5s')
    // what is thrown into a listener of Socket.IO ends the process, and here the test
    await server.close()
    await expect.poll(() => clients.every(({ state }) => state === 'reconnecting'), PATIENCE).toBe(true)
  } finally {
    for (const client of clients) client.close()
    await server.close()
    await rm(data, { recursive: true, force: true })
  }
})

it.each(['/socket.io/?EIO=4&transport=websocket', '/ws'])(
  'waits for no client at %s that does not answer its goodbye',
  async (path) => {
    const server = await startFeedServer({ port: 0, clock: 'virtual', pageFolder: null })
    const socket = connect(server.port, '127.0.0.1')
    try {
      const head = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13']
      const key = `Sec-WebSocket-Key: ${Buffer.from('sixteen bytes...').toString('base64')}`
      socket.write([`GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${server.port}`, ...head, key, '', ''].join('\r\n'))
      const [answer] = (await once(socket, 'data')) as [Buffer]
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 101 /)
      // it hears the goodbye and says nothing, as one does whose network is gone
      const gone = once(socket, 'close')
      const startedMs = performance.now()
      await server.close()
      expect(performance.now() - startedMs).toBeLessThan(15_000)
      await gone
    } finally {
      socket.destroy()
      await server.close()
    }
  },
  40_000,
)
