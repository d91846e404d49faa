import { connectTapedeck, type TapedeckClient } from '@tapedeck/client'
import { expect } from 'vitest'
import { test } from '@tapedeck/testkit/vitest'

/** What is tested: a bot that buys below a price, and never twice. */
function startBot(client: TapedeckClient, symbol: string, below: number) {
  const bot = { bought: [] as number[] }
  const { ready } = client.subscribe(
    { symbols: [symbol], channels: ['quote'] },
    {
      quote({ ask }) {
        const isCheap = ask !== null && ask < below && client.freshness(symbol) === 'live'
        if (isCheap && bot.bought.length === 0) bot.bought.push(ask)
      },
    },
  )
  return { bot, ready }
}

const flashCrash = test.extend({ tape: { scenario: 'flash-crash:AAPL', symbols: ['AAPL'], seed: 7, for: '8m' } })

flashCrash('buys once in a crash, also when its line is cut in the midst of it', async ({ feed }) => {
  using client = connectTapedeck(feed.url, { reconnectDelayMs: 1 })
  const { bot, ready } = startBot(client, 'AAPL', 225)
  await ready
  expect(feed).toHaveSubscribed('AAPL', 'quote')
  await feed.until({ symbol: 'AAPL', ask: { lt: 228 } })
  expect(bot.bought).toEqual([])
  feed.line.cut()
  await feed.subscribed('AAPL', 'quote')
  await feed.until({ symbol: 'AAPL', ask: { lt: 225 } })
  await feed.drain()
  expect(bot.bought).toHaveLength(1)
  expect(client).toConvergeWith(feed)
})
