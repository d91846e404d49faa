/** Connections that are cut: what was missed follows, or the client is told how much is gone; nothing comes twice. */

import { connectTapedeck, type TapedeckClient } from '@tapedeck/client'
import type { Snapshot, Trade } from '@tapedeck/protocol'
import { afterEach, describe, expect, it } from 'vitest'
import { openBadLine } from './bad-line.fixture.ts'
import { useServers } from './served.fixture.ts'

const { serve, connect } = useServers()
const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})

type Answer = { readonly epoch: string; readonly take: number; readonly snapshots: readonly Snapshot[] }
const ASKED = { symbols: ['BTC-USD'], channels: ['trade', 'quote'] }

describe('a subscription that is resumed', () => {
  it('hears every trade that it missed', async () => {
    const server = await serve()
    await server.advance('2s')
    const client = await connect(server)
    const { epoch, take, snapshots } = (await client.ask('subscribe', ASKED)) as Answer
    const seq = snapshots[0]?.seq ?? 0
    client.close()
    await server.advance('20s')
    const again = await connect(server)
    const resume = { epoch, take, seqs: { 'trade/BTC-USD': seq } }
    const answer = (await again.ask('subscribe', { ...ASKED, resume })) as Answer
    const [trades, quotes] = answer.snapshots
    expect(quotes?.recovery).toBeUndefined()
    expect(trades?.recovery).toMatchObject({ state: 'recovered' })
    const missed = trades?.recovery?.state === 'recovered' ? trades.recovery.missed : []
    expect(missed.length).toBeGreaterThan(3)
    expect(missed.map(({ data }) => data.seq)).toEqual(missed.map((_, index) => seq + 1 + index))
    expect(missed.at(-1)?.data.seq).toBe(trades?.seq)
    // the trades before are not sent again
    expect(trades?.data).toEqual([])
    await server.advance('5s')
    await again.ask('instruments', {})
    expect(again.all<Trade>('trade')[0]?.seq).toBe((trades?.seq ?? 0) + 1)
  })

  it('is told how many are gone, or that nothing continues', async () => {
    const server = await serve()
    await server.advance('1s')
    const client = await connect(server)
    const { epoch, take, snapshots } = (await client.ask('subscribe', ASKED)) as Answer
    const seq = snapshots[0]?.seq ?? 0
    // more than a thousand trades of a minute go by
    await server.startScenario('burst-x100')
    await server.advance('4m')
    const recovery = async (resume: object): Promise<unknown> => {
      const answer = (await client.ask('subscribe', { ...ASKED, resume })) as Answer
      return answer.snapshots[0]?.recovery
    }
    const now = server.deck.market.seqOf(server.deck.market.instrumentOf('BTC-USD')?.id ?? 0, 'trade')
    const seqs = { 'trade/BTC-USD': seq }
    expect(await recovery({ epoch, take, seqs })).toEqual({ state: 'snapshot', lost: now - seq })
    expect(await recovery({ epoch: 'another', take, seqs })).toEqual({ state: 'reset' })
    expect(await recovery({ epoch, take: 9, seqs })).toEqual({ state: 'reset' })
    expect(await recovery({ epoch, take, seqs: { 'trade/BTC-USD': now } })).toEqual({ state: 'recovered', missed: [] })
    expect(await recovery({ epoch, take, seqs: { 'trade/BTC-USD': now + 5 } })).toEqual({ state: 'snapshot', lost: 0 })
    expect(await client.ask('subscribe', { ...ASKED, resume: { epoch, take, seqs: 7 } })).toMatchObject({
      ok: false,
      error: { code: 'BAD_MESSAGE' },
    })
  })
})

it('clients that are cut off again and again end with the state of the server, and have heard every trade once', async () => {
  const server = await serve()
  const proxy = await openBadLine(server.port)
  open.push(proxy)
  const heard = Array.from({ length: 20 }, () => ({
    trades: new Map<string, number[]>(),
    quotes: new Map<string, number>(),
  }))
  const symbols = ['BTC-USD', 'ETH-USD', 'AAPL']
  const clients = heard.map(({ trades, quotes }): TapedeckClient => {
    const client = connectTapedeck(proxy.url, { reconnectDelayMs: 20 })
    open.push(client)
    client.subscribe(
      { symbols, channels: ['trade', 'quote'] },
      {
        snapshot: ({ channel, symbol, seq }) => {
          if (channel === 'quote') quotes.set(symbol, seq)
          // the first one: what was before is no concern of ours
          else if (channel === 'trade') trades.set(symbol, [...(trades.get(symbol) ?? []), seq])
        },
        trade: ({ symbol, seq }) => trades.get(symbol)?.push(seq),
        quote: ({ symbol, seq }) => void quotes.set(symbol, seq),
      },
    )
    return client
  })
  const settled = async (): Promise<void> => {
    // an answer comes behind everything that was sent before it
    for (const client of clients) await client.instruments().catch(() => client.instruments())
  }
  await settled()
  for (let round = 0; round < 6; round++) {
    await server.advance('700ms')
    proxy.cut()
    await server.advance('700ms')
    await settled()
  }
  await server.advance('1s')
  await settled()
  const { market } = server.deck
  for (const { trades, quotes } of heard) {
    for (const symbol of symbols) {
      const id = market.instrumentOf(symbol)?.id ?? 0
      const seqs = trades.get(symbol) ?? []
      const from = seqs[0] ?? 0
      expect(seqs).toEqual(Array.from({ length: market.seqOf(id, 'trade') - from + 1 }, (_, index) => from + index))
      expect(quotes.get(symbol)).toBe(market.quote(id)?.seq)
    }
  }
})
