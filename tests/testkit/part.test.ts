import { fileURLToPath } from 'node:url'
import { connectTapedeck } from '@tapedeck/client'
import { test } from '@tapedeck/testkit/vitest'
import { expect } from 'vitest'

/** 2026-01-05T14:30:00.000Z to 2026-01-05T14:31:00.000Z. */
const part = test.extend({ tape: fileURLToPath(new URL('../fixtures/four-symbols.tape.jsonl', import.meta.url)) })

part('BTC-USD in this part of the tape', async ({ feed }) => {
  using client = connectTapedeck(feed.url)
  // your own code, which hears the client, begins here
  await client.subscribe({ symbols: ['BTC-USD'], channels: ['quote', 'trade'] }, {}).ready
  await feed.drain()
  // what you expect of it stands here
  expect(client).toConvergeWith(feed)
})
