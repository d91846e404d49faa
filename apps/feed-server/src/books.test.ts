/** Books over a real server: whatever a client joins and when, its levels are the market's, and the checksum says so. */

import { BookView, connectTapedeck, type TapedeckClient } from '@tapedeck/client'
import { BOOK_DEPTHS, type Book } from '@tapedeck/protocol'
import { afterEach, expect, it } from 'vitest'
import { useServers } from './served.fixture.ts'

const { serve, connect } = useServers()
const clients: TapedeckClient[] = []
afterEach(() => clients.splice(0).forEach((client) => client.close()))

it('are put together by the SDK at every depth, change by change', async () => {
  const server = await serve()
  const client = connectTapedeck(server.url)
  clients.push(client)
  const infos = await client.instruments()
  const views = new Map<string, BookView>()
  const wrong: Book[] = []
  let changes = 0
  const take = (book: Book): void => {
    const key = `${book.symbol}/${book.depth}`
    const info = infos.find(({ symbol }) => symbol === book.symbol)
    if (info === undefined) throw new Error(`no instrument ${book.symbol}`)
    const view = views.get(key) ?? new BookView(info)
    views.set(key, view)
    changes++
    if (!view.apply(book)) wrong.push(book)
  }
  const join = (symbol: string): Promise<void> =>
    client.subscribe(
      { symbols: [symbol], channels: ['book:5', 'book:10', 'book:20'] },
      {
        snapshot: ({ data }) => {
          if (data !== null && 'depth' in data) take(data)
        },
        book: take,
      },
    ).ready
  await join('BTC-USD')
  await server.advance('3s')
  await join('AAPL')
  await server.advance('3s')
  await client.instruments()
  expect(changes).toBeGreaterThan(100)
  expect(wrong).toEqual([])
  for (const symbol of ['BTC-USD', 'AAPL']) {
    const instrument = server.deck.market.instrumentOf(symbol)
    if (instrument === undefined) throw new Error(`no instrument ${symbol}`)
    for (const depth of BOOK_DEPTHS) {
      const book = server.deck.market.book(instrument.id, depth)
      const view = views.get(`${symbol}/${depth}`)
      const price = 10 ** instrument.pricePrecision
      expect(view?.bids.map(([each]) => Math.round(each * price))).toEqual(book?.bids.map((level) => level.price))
      expect(view?.asks.map(([each]) => Math.round(each * price))).toEqual(book?.asks.map((level) => level.price))
    }
  }
})

it('begin with a snapshot of their depth, and changes name absolute sizes', async () => {
  const server = await serve()
  await server.advance('1s')
  const client = await connect(server)
  const answer = (await client.ask('subscribe', { symbols: ['BTC-USD'], channels: ['book:5'] })) as {
    snapshots: { seq: number; data: Book }[]
  }
  const [snapshot] = answer.snapshots
  expect(snapshot?.data).toMatchObject({ action: 'snapshot', depth: 5, symbol: 'BTC-USD' })
  expect(snapshot?.data.bids).toHaveLength(5)
  await server.advance('2s')
  await client.ask('instruments', {})
  const books = client.all<Book>('book')
  expect(books.length).toBeGreaterThan(5)
  expect(books.every(({ action }) => action === 'delta')).toBe(true)
  expect(books[0]?.seq).toBeGreaterThan(snapshot?.seq ?? Infinity)
  expect(books.some(({ bids, asks }) => [...bids, ...asks].some(([, size]) => size === 0))).toBe(true)
})
