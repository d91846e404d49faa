import { afterEach, describe, expect, it } from 'vitest'
import type { Bar, Quote, Trade } from '@tapedeck/protocol'
import { connectTapedeck } from './client.ts'
import type { SubscriptionListener, TapedeckClient } from './client-types.ts'
import { openScriptedFeed, quoteAt, type ScriptedFeed } from './scripted-feed.fixture.ts'
import { createUpdates, updatesOf } from './updates.ts'

const open: (TapedeckClient | ScriptedFeed)[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})

describe('updates as an iterator', () => {
  it('come from the snapshot on, and end with the loop', async () => {
    const feed = await openScriptedFeed()
    open.push(feed)
    const client = connectTapedeck(feed.url)
    open.push(client)
    const heard: string[] = []
    for await (const { name, data } of updatesOf(client, { symbols: ['BTC-USD'], channels: ['quote'] })) {
      heard.push(`${name} ${data.seq}`)
      if (heard.length === 1) feed.io.emit('quote', quoteAt('BTC-USD', 6))
      else break
    }
    expect(heard).toEqual(['snapshot 5', 'quote 6'])
    await feed.until('unsubscribe', 1)
  })

  it('throw what the server refuses', async () => {
    const feed = await openScriptedFeed()
    open.push(feed)
    feed.script.known = new Set(['AAPL'])
    const client = connectTapedeck(feed.url)
    open.push(client)
    await expect(updatesOf(client, { symbols: ['NOPE'], channels: ['quote'] }).next()).rejects.toMatchObject({
      code: 'UNKNOWN_SYMBOL',
    })
  })

  it('that nobody reads are folded where the newest is enough, and kept where all are', async () => {
    let listener: SubscriptionListener = {}
    const updates = createUpdates((given) => {
      listener = given
      return { ready: Promise.resolve(), unsubscribe: () => undefined, setMaxRate: () => undefined, conflatedCount: 0 }
    })
    for (let seq = 1; seq <= 1_000; seq++) {
      listener.quote?.({ symbol: 'A', seq } as Quote)
      if (seq % 100 === 0) listener.trade?.({ symbol: 'A', seq } as Trade)
      if (seq === 500) listener.bar?.({ symbol: 'A', interval: '1s', seq, closed: true } as Bar)
      listener.bar?.({ symbol: 'A', interval: '1s', seq: seq + 1, closed: false } as Bar)
    }
    const heard: string[] = []
    for (let count = 0; count < 13; count++) {
      const { value } = await updates.next()
      heard.push(`${value?.name ?? ''} ${value?.data.seq ?? ''}`)
    }
    expect(heard.filter((each) => each.startsWith('trade'))).toHaveLength(10)
    expect(heard).toEqual(expect.arrayContaining(['bar 500', 'bar 1001', 'quote 1000']))
    await updates.return?.()
    expect(await updates.next()).toEqual({ done: true, value: undefined })
  })
})
