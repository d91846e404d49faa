/** The state of a (symbol, channel) as whoever joins gets it. */

import type { Deck } from '@tapedeck/deck'
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
  type Limits,
  type Recovery,
  type Resume,
  type Snapshot,
} from '@tapedeck/protocol'
import type { Publisher } from './publisher.ts'
import type { Selection } from './subscriptions.ts'

/** Reads a snapshot from a deck's market. */
export function snapshotOf(
  deck: Pick<Deck, 'name' | 'market'>,
  instrument: Instrument,
  channel: Channel,
  trades: number,
): Snapshot {
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

/** What answers a subscription: a snapshot of each pair, and where it is to be resumed what was missed. */
export function snapshotsFor(
  { deck, instruments, channels }: Selection,
  limits: Pick<Limits, 'snapshotTrades'>,
  resume: Resume | undefined,
  missedSince: Publisher['missedSince'],
): Snapshot[] {
  return instruments.flatMap((instrument) =>
    channels.map((channel): Snapshot => {
      const snapshot = snapshotOf(deck, instrument, channel, limits.snapshotTrades)
      const seq = resume?.seqs[`${channel}/${instrument.symbol}`]
      if (resume === undefined || seq === undefined || (channel !== 'trade' && channel !== 'status')) return snapshot
      const recovery = recoveryOf()
      // who has heard everything has the trades before it as well: on a slow line they are most of what would be sent
      if (recovery.state === 'recovered' && channel === 'trade') return { ...snapshot, channel, data: [], recovery }
      return { ...snapshot, recovery }

      function recoveryOf(): Recovery {
        if (resume?.epoch !== deck.header.epoch || resume.take !== deck.take) return { state: 'reset' }
        const from = seq ?? 0
        // a number that was never given cannot have been heard
        const missed = from > snapshot.seq ? undefined : missedSince(channel as 'trade' | 'status', instrument, from)
        if (missed !== undefined) return { state: 'recovered', missed }
        return { state: 'snapshot', lost: Math.max(0, snapshot.seq - from) }
      }
    }),
  )
}

function bookSnapshotOf(
  { name, market }: Pick<Deck, 'name' | 'market'>,
  instrument: Instrument,
  channel: BookChannel,
): Snapshot {
  const { id, symbol } = instrument
  const depth = depthOf(channel) ?? BOOK_DEPTHS[0]
  const book = market.book(id, depth)
  if (book === undefined) return { channel, symbol, seq: 0, data: null }
  const checksum = bookChecksum(book.bids, book.asks)
  const data = bookOf(book, { action: 'snapshot', bids: book.bids, asks: book.asks, checksum }, depth, instrument)
  return { channel, symbol, seq: book.seq, data: { ...data, ...(name === 'live' ? {} : { deck: name }) } }
}

function barSnapshotOf(deck: Pick<Deck, 'name' | 'market'>, instrument: Instrument, channel: BarChannel): Snapshot {
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
