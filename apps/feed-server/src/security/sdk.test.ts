/** The SDK on a server that asks for JWTs. */

import { connectTapedeck, type ClientOptions, type TapedeckClient } from '@tapedeck/client'
import type { Notice } from '@tapedeck/protocol'
import { afterEach, expect, it } from 'vitest'
import { useServers } from '../served.fixture.ts'
import type { FeedServer } from '../start-feed-server.ts'
import { SECRET, signed } from './jwt.fixture.ts'

const { serve } = useServers()
const clients: TapedeckClient[] = []
afterEach(() => {
  for (const client of clients.splice(0)) client.close()
})

function join(server: FeedServer, jwt: ClientOptions['jwt']): TapedeckClient {
  const client = connectTapedeck(server.url, { jwt, reconnectDelayMs: 10 })
  clients.push(client)
  return client
}
const noticeOf = (client: TapedeckClient, code: Notice['code']): Promise<Notice> =>
  new Promise((resolve) => {
    const stop = client.on('notice', (notice) => {
      if (notice.code !== code) return
      stop()
      resolve(notice)
    })
  })
const stateOf = (client: TapedeckClient, wanted: TapedeckClient['state']): Promise<void> =>
  new Promise((resolve) => {
    const stop = client.on('state', (state) => {
      if (state !== wanted) return
      stop()
      resolve()
    })
  })

it('connects by a token, and is told of one that is refused', async () => {
  const server = await serve({ jwt: { secret: SECRET } })
  const client = join(server, await signed({ symbols: ['BTC-USD'] }))
  expect((await client.instruments()).map(({ symbol }) => symbol)).toEqual(['BTC-USD'])
  await noticeOf(join(server, 'x'), 'UNAUTHENTICATED')
  await noticeOf(join(server, undefined), 'UNAUTHENTICATED')
  const failing = join(server, () => Promise.reject(new Error('no issuer answers')))
  expect((await noticeOf(failing, 'UNAUTHENTICATED')).message).toContain('no issuer answers')
})

it('renews its token before it expires, without a new connection', async () => {
  const server = await serve({ jwt: { secret: SECRET } })
  const lives = [1, 1, 600]
  let asked = 0
  const client = join(server, () => signed({}, lives[asked++] ?? 600))
  const states: string[] = []
  client.on('state', (state) => states.push(state))
  await noticeOf(client, 'TOKEN_EXPIRING')
  await noticeOf(client, 'TOKEN_EXPIRING')
  await expect.poll(() => asked).toBe(3)
  await client.instruments()
  expect(states).toEqual(['connected'])
})

it('comes back with a fresh token where the last one has expired', async () => {
  const server = await serve({ jwt: { secret: SECRET } })
  let asked = 0
  // one that the renewal cannot have
  const client = join(server, () => {
    if (++asked === 2) throw new Error('not now')
    return signed({}, asked === 1 ? 1 : 600)
  })
  await noticeOf(client, 'TOKEN_EXPIRED')
  await stateOf(client, 'connected')
  expect(asked).toBe(3)
  expect(await client.instruments()).toHaveLength(4)
})
