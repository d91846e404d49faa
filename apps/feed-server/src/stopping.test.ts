/** A server that is stopped while clients connect: they are sent away, and nothing breaks. */

import { mkdtemp, rm } from 'node:fs/promises'
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
