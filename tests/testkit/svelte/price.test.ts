import { fakeFeed } from '@tapedeck/testkit/fake'
import { flushSync, mount, unmount } from 'svelte'
import { expect, it } from 'vitest'
import Price from './price.svelte'

it('shows the last price, and that it is old when the line is lost', async () => {
  const feed = await fakeFeed({
    events: [
      { at: '1s', type: 'trade', symbol: 'AAPL', price: 232.31 },
      { at: '2s', type: 'trade', symbol: 'AAPL', price: 232.4 },
    ],
  })
  const component = mount(Price, { target: document.body, props: { client: feed.client, symbol: 'AAPL' } })
  flushSync()
  const shown = () => {
    flushSync()
    return document.querySelector('p')?.outerHTML.replace(/ svelte-\w+/, '')
  }
  expect(shown()).toContain('AAPL <b>–</b>')
  feed.advance('1s')
  expect(shown()).toContain('<b>232.31</b>')
  feed.disconnect()
  feed.drain()
  expect(shown()).toMatch(/class="old".*<b>232\.31<\/b>/)
  feed.reconnect()
  expect(shown()).not.toContain('old')
  await unmount(component)
})
