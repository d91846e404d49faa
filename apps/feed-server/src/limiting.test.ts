import { CHANNELS, micros } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import { START, useServers } from './served.fixture.ts'

const { serve, connect } = useServers()

describe('limits', () => {
  it('a client may not hold more subscriptions than the limit, and keeps those it has', async () => {
    const server = await serve({ limits: { maxSubscriptionsPerClient: 3 } })
    const client = await connect(server)
    expect(await client.ask('subscribe', { symbols: ['BTC-USD', 'ETH-USD'], channels: ['quote'] })).toMatchObject({
      ok: true,
    })
    expect(await client.ask('subscribe', { symbols: ['AAPL', 'EUR-USD'], channels: ['quote'] })).toMatchObject({
      error: { code: 'LIMIT_SUBSCRIPTIONS', details: { held: 2, added: 2, max: 3 } },
    })
    // asking again for what it holds costs nothing
    expect(await client.ask('subscribe', { symbols: ['BTC-USD', 'ETH-USD'], channels: ['quote'] })).toMatchObject({
      ok: true,
    })
  })

  it('a flood of messages is refused beyond the burst, and the connection lives', async () => {
    const server = await serve({ limits: { maxMessageBurst: 5, maxMessagesPerSecond: 1 } })
    const client = await connect(server)
    const answers = (await Promise.all(Array.from({ length: 20 }, () => client.ask('instruments', {})))) as {
      ok: boolean
    }[]
    expect(answers.filter((answer) => answer.ok).length).toBeGreaterThanOrEqual(5)
    expect(answers.at(-1)).toMatchObject({ ok: false, error: { code: 'LIMIT_RATE' } })
    expect(client.socket.connected).toBe(true)
  })

  it('a message above the size limit ends its own connection alone', async () => {
    const server = await serve()
    const other = await connect(server)
    const client = await connect(server, { transports: ['websocket'] })
    const gone = new Promise((resolve) => client.socket.once('disconnect', resolve))
    ;(client.socket as unknown as { emit(name: string, data: unknown): void }).emit('subscribe', {
      symbols: ['x'.repeat(20_000)],
    })
    await gone
    expect(await other.ask('instruments', {})).toMatchObject({ ok: true })
  })

  it('connections beyond the limit are refused', async () => {
    const server = await serve({ limits: { maxConnections: 1 } })
    await connect(server)
    await expect(connect(server, { transports: ['websocket'] })).rejects.toThrow()
  })
})

it('a client that stops reading is disconnected once too much waits for it', async () => {
  const server = await serve({ limits: { maxQueuedBytes: 20_000 } })
  const client = await connect(server, { transports: ['websocket'] })
  await client.ask('subscribe', { symbols: ['BTC-USD', 'ETH-USD', 'EUR-USD', 'AAPL'], channels: CHANNELS })
  const gone = new Promise((resolve) => client.socket.once('disconnect', resolve))
  // all of this is published before the connection has a turn to write
  await server.deck.playTo(micros(START + 60_000_000))
  // it is looked after with every status of the deck
  server.deck.pause()
  await gone
  const other = await connect(server)
  expect(await other.ask('instruments', {})).toMatchObject({ ok: true })
})
