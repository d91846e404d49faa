/** The state of a (symbol, channel) of a market, as whoever joins gets it. */

import type { Market } from '@tapedeck/market'
import {
  barOf,
  BOOK_DEPTHS,
  bookChecksum,
  bookOf,
  depthOf,
  intervalOf,
  quoteOf,
  statsOf,
  statusOf,
  tradeOf,
  type BarChannel,
  type BookChannel,
  type Channel,
  type Instrument,
  type Snapshot,
} from '@tapedeck/protocol'

/** A market, and the name of the deck that it is part of. */
export interface NamedMarket {
  readonly name: string
  readonly market: Market
}

/** Reads a snapshot; of trades the last `trades`. */
export function snapshotOf(deck: NamedMarket, instrument: Instrument, channel: Channel, trades: number): Snapshot {
  const { market } = deck
  const { id, symbol } = instrument
  const origin = deck.name === 'live' ? {} : { deck: deck.name }
  switch (channel) {
    case 'quote': {
      const quote = market.quote(id)
      const data = quote === undefined ? null : { ...quoteOf(quote, instrument), ...origin }
      return { channel, symbol, seq: quote?.seq ?? 0, data }
    }
    case 'trade': {
      const data = market.trades(id).slice(-trades)
      return {
        channel,
        symbol,
        seq: market.seqOf(id, 'trade'),
        data: data.map((trade) => ({ ...tradeOf(trade, instrument), ...origin })),
      }
    }
    case 'stats': {
      const stats = market.stats(id)
      const data = stats === undefined ? null : { ...statsOf(stats, instrument), ...origin }
      return { channel, symbol, seq: stats?.seq ?? 0, data }
    }
    case 'status': {
      const status = market.status(id)
      const data = status === undefined ? null : { ...statusOf(status, instrument), ...origin }
      return { channel, symbol, seq: status?.seq ?? 0, data }
    }
    case 'book:5':
    case 'book:10':
    case 'book:20':
      return bookSnapshotOf(deck, instrument, channel)
    default:
      return barSnapshotOf(deck, instrument, channel)
  }
}

function bookSnapshotOf({ name, market }: NamedMarket, instrument: Instrument, channel: BookChannel): Snapshot {
  const { id, symbol } = instrument
  const depth = depthOf(channel) ?? BOOK_DEPTHS[0]
  const book = market.book(id, depth)
  if (book === undefined) return { channel, symbol, seq: 0, data: null }
  const checksum = bookChecksum(book.bids, book.asks)
  const data = bookOf(book, { action: 'snapshot', bids: book.bids, asks: book.asks, checksum }, depth, instrument)
  return { channel, symbol, seq: book.seq, data: { ...data, ...(name === 'live' ? {} : { deck: name }) } }
}

function barSnapshotOf(deck: NamedMarket, instrument: Instrument, channel: BarChannel): Snapshot {
  const { market } = deck
  const interval = intervalOf(channel)
  const running = interval === undefined ? undefined : market.runningBar(instrument.id, interval)
  return {
    channel,
    symbol: instrument.symbol,
    seq: market.seqOf(instrument.id, channel),
    data:
      running === undefined
        ? null
        : { ...barOf(running, instrument), ...(deck.name === 'live' ? {} : { deck: deck.name }) },
  }
}
