import { describe, expect, it } from 'vitest'
import { useServers } from './served.fixture.ts'

const { serve, connect } = useServers()

describe('a mistake', () => {
  const refusals: [string, unknown[], string][] = [
    ['subscribe', [{ symbols: ['NOPE'], channels: ['quote'] }], 'UNKNOWN_SYMBOL'],
    ['subscribe', [{ symbols: ['BTC-USD'], channels: ['candles'] }], 'UNKNOWN_CHANNEL'],
    ['subscribe', [{ symbols: ['BTC-USD', 'A', 'B'], channels: ['quote'] }], 'BAD_SUBSCRIPTION'],
    ['subscribe', [{ symbols: ['BTC-USD'], channels: ['quote'], deck: 'other' }], 'UNKNOWN_DECK'],
    ['subscribe', [{ symbols: 'BTC-USD', channels: ['quote'] }], 'BAD_MESSAGE'],
    ['subscribe', [{ symbols: [], channels: ['quote'] }], 'BAD_MESSAGE'],
    ['subscribe', [{ symbols: ['BTC-USD'], channels: ['quote'], extra: 1 }], 'BAD_MESSAGE'],
    ['subscribe', [null], 'BAD_MESSAGE'],
    ['subscribe', [], 'BAD_MESSAGE'],
    ['unsubscribe', [{ symbols: ['BTC-USD'], channels: ['trade'] }], 'NOT_SUBSCRIBED'],
    ['history', [{ symbol: 'BTC-USD', interval: '7m' }], 'UNKNOWN_INTERVAL'],
    ['history', [{ symbol: 'BTC-USD', interval: '1m', limit: 1e9 }], 'BAD_MESSAGE'],
    ['order', [{ buy: 'everything' }], 'UNKNOWN_EVENT'],
    ['__proto__', [1], 'UNKNOWN_EVENT'],
  ]
  it.each(refusals)('%s %j is answered with %s, and nothing else happens', async (name, parameters, code) => {
    const server = await serve()
    const other = await connect(server)
    await other.ask('subscribe', { symbols: ['BTC-USD'], channels: ['quote'] })
    const client = await connect(server)
    expect(await client.ask(name, ...parameters)).toMatchObject({ ok: false, error: { code } })
    // it joined nothing, it still gets answers, and the other client its quotes
    await server.advance('2s')
    expect(await client.ask('instruments', {})).toMatchObject({ ok: true })
    expect(client.all('quote')).toEqual([])
    await other.until('quote', 1)
  })

  it('without an acknowledgement comes back as a notice', async () => {
    const server = await serve()
    const client = await connect(server)
    ;(client.socket as unknown as { emit(name: string, data: unknown): void }).emit('subscribe', { symbols: 7 })
    await client.until('notice', 1)
    expect(client.all('notice')).toMatchObject([{ code: 'BAD_MESSAGE' }])
  })

  it('of one symbol among many names every bad item and joins none', async () => {
    const server = await serve()
    const client = await connect(server)
    const answer = await client.ask('subscribe', { symbols: ['BTC-USD', 'X1', 'X2'], channels: ['quote', 'nope'] })
    expect(answer).toMatchObject({
      error: { details: { count: 3, problems: [{ symbol: 'X1' }, { symbol: 'X2' }, { channel: 'nope' }] } },
    })
    await server.advance('2s')
    await client.ask('instruments', {})
    expect(client.all('quote')).toEqual([])
  })
})
