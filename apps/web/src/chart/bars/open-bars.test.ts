/** The bars of the SDK, as the chart needs them. */

import { openBars } from '@tapedeck/client'
import { MICROS_PER_MINUTE, TapedeckError } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import { barAt, barsAt } from './bar.fixture.ts'
import { scriptedClient } from './scripted-client.fixture.ts'

function open() {
  const client = scriptedClient()
  const heard: string[] = []
  const minutes = (bars: readonly { tsOpen: number }[]): string =>
    bars.map((bar) => bar.tsOpen / MICROS_PER_MINUTE).join(' ')
  const feed = openBars(
    client,
    { symbol: 'BTC-USD', interval: '1m' },
    {
      history: (bars) => void heard.push(`newest ${minutes(bars)}`),
      older: (bars) => void heard.push(`older ${minutes(bars)}`),
      bar: (bar) => void heard.push(`bar ${minutes([bar])} seq ${bar.seq}`),
      failed: ({ message }) => void heard.push(`failed: ${message}`),
    },
  )
  client.join()
  return { client, feed, heard }
}

describe('the bars of a symbol', () => {
  it('follow their history without a seam, whichever comes first', async () => {
    const { client, heard } = open()
    client.bar(barAt(2, 7))
    client.bar(barAt(2, 8))
    client.bar(barAt(3, 9))
    await client.answer(0, 8, barsAt(1, 2))
    client.bar(barAt(3, 10))
    expect(heard).toEqual(['newest 1 2', 'bar 3 seq 9', 'bar 3 seq 10'])
  })

  it('begin anew after a loss, and forget what was asked before it', async () => {
    const { client, heard } = open()
    client.join()
    await client.answer(0, 8, barsAt(1))
    await client.answer(1, 9, barsAt(1, 2))
    expect(heard).toEqual(['newest 1 2'])
  })

  it('say why they do not come, and come when they are asked for again', async () => {
    const { client, feed, heard } = open()
    await client.refuse(0, new TapedeckError('NOT_READY', 'the history is not there yet'))
    feed.reload()
    await client.answer(1, 1, barsAt(1))
    expect(heard).toEqual(['failed: the history is not there yet', 'newest 1'])
  })

  it('do not complain of a loss: the next connection asks again', async () => {
    const { client, heard } = open()
    await client.refuse(0, new TapedeckError('DISCONNECTED', 'gone'))
    expect(heard).toEqual([])
  })

  it('are not heard after they were closed', async () => {
    const { client, feed, heard } = open()
    feed.close()
    await client.answer(0, 1, barsAt(1))
    expect(heard).toEqual([])
  })
})

describe('older bars', () => {
  it('are asked for once at a time, up to the oldest that is there', async () => {
    const { client, feed, heard } = open()
    await client.answer(0, 1, barsAt(5, 6), true)
    feed.loadBefore(5 * MICROS_PER_MINUTE)
    feed.loadBefore(5 * MICROS_PER_MINUTE)
    expect(client.asked).toHaveLength(2)
    expect(client.asked[1]).toMatchObject({ to: 5 * MICROS_PER_MINUTE })
    await client.answer(1, 1, barsAt(3, 4), false)
    feed.loadBefore(3 * MICROS_PER_MINUTE)
    expect(client.asked).toHaveLength(2)
    expect(heard).toEqual(['newest 5 6', 'older 3 4'])
  })

  it('are not asked for where there are none', async () => {
    const { client, feed } = open()
    await client.answer(0, 1, barsAt(5), false)
    feed.loadBefore(5 * MICROS_PER_MINUTE)
    expect(client.asked).toHaveLength(1)
  })

  it('are asked for again where they were let go since', async () => {
    const { client, feed } = open()
    await client.answer(0, 1, barsAt(5, 6), true)
    feed.loadBefore(5 * MICROS_PER_MINUTE)
    await client.answer(1, 1, barsAt(3, 4), false)
    feed.loadBefore(4 * MICROS_PER_MINUTE)
    expect(client.asked[2]).toMatchObject({ to: 4 * MICROS_PER_MINUTE })
  })
})
