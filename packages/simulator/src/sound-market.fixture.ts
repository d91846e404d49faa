/** What holds of every simulated tape, collected as sentences so that a million checks cost nothing while they hold. */

import {
  SCALED_LIMIT,
  type BookEvent,
  type BookLevel,
  type Instrument,
  type QuoteEvent,
  type SourceEvent,
  type TradeEvent,
  type TradingStatus,
} from '@tapedeck/protocol'

const DEPTH = 25

/** What an instrument's events have come to. */
class Watched {
  instrument: Instrument
  status: TradingStatus | undefined
  quote: QuoteEvent | undefined
  lastTrade: TradeEvent | undefined
  readonly bids = new Map<number, number>()
  readonly asks = new Map<number, number>()
  readonly seqs = new Map<string, number>()

  constructor(instrument: Instrument) {
    this.instrument = instrument
  }
}

export interface Exceptions {
  /** Scenarios lock and cross markets, and print far away. */
  readonly crossed?: boolean
  readonly negative?: boolean
}

/** Checks events one by one. `broken` stays empty while every promise is kept. */
export class SoundMarket {
  readonly broken: string[] = []
  private readonly watched = new Map<number, Watched>()
  private readonly touched = new Set<Watched>()
  private readonly exceptions: Exceptions
  private tapeTime: number

  constructor(start: number, instruments: readonly Instrument[], exceptions: Exceptions = {}) {
    this.tapeTime = start
    this.exceptions = exceptions
    for (const instrument of instruments) this.watched.set(instrument.id, new Watched(instrument))
  }

  take(event: SourceEvent): void {
    this.check(event.tsRecv >= this.tapeTime, 'tape time never decreases', event)
    this.check(event.ts <= event.tsRecv, 'an event happens before it is received', event)
    if (event.tsRecv > this.tapeTime) this.endInstant()
    this.tapeTime = event.tsRecv
    if (event.type === 'instrument') {
      if (event.action === 'end') this.watched.delete(event.instrumentId)
      else {
        const before = this.watched.get(event.instrumentId)
        if (before === undefined) this.watched.set(event.instrumentId, new Watched(event.instrument))
        else before.instrument = event.instrument
      }
      return
    }
    if (!('instrumentId' in event) || event.instrumentId === null) return
    const one = this.watched.get(event.instrumentId)
    if (one === undefined) {
      this.check(false, 'an event is of an instrument that is there', event)
      return
    }
    this.touched.add(one)
    this.number(one, event)
    if (event.type === 'status') one.status = event.status
    else if (event.type === 'quote') this.quote(one, event)
    else if (event.type === 'book') this.book(one, event)
    else if (event.type === 'trade') this.trade(one, event)
  }

  /** The book's top is the quote, whenever no more events of an instant are to come. */
  private endInstant(): void {
    for (const { quote, bids, asks } of this.touched) {
      if (quote === undefined) continue
      const bid = bids.size === 0 ? null : Math.max(...bids.keys())
      const ask = asks.size === 0 ? null : Math.min(...asks.keys())
      this.check(bid === quote.bid && ask === quote.ask, 'the top of the book is the quote', quote)
      const sizes = [bids.get(bid ?? NaN) ?? null, asks.get(ask ?? NaN) ?? null]
      this.check(sizes[0] === quote.bidSize && sizes[1] === quote.askSize, 'with the same sizes', quote)
      this.check(bids.size <= DEPTH && asks.size <= DEPTH, 'a side has at most 25 levels', quote)
    }
    this.touched.clear()
  }

  private number(one: Watched, event: SourceEvent): void {
    const channel = event.type === 'trade-bust' ? 'trade' : event.type
    const before = one.seqs.get(channel)
    if (before !== undefined) this.check(event.seq === before + 1, 'numbers count up by one', event)
    one.seqs.set(channel, event.seq)
  }

  private quote(one: Watched, event: QuoteEvent): void {
    const { bid, ask, bidSize, askSize } = event
    if (bid !== null)
      this.check(this.isPrice(one, bid) && this.isSize(one, bidSize), 'a bid is a price and a size', event)
    if (ask !== null)
      this.check(this.isPrice(one, ask) && this.isSize(one, askSize), 'an ask is a price and a size', event)
    if (one.status === 'trading' && this.exceptions.crossed !== true) {
      this.check(bid !== null && ask !== null && bid < ask, 'the bid is below the ask', event)
    }
    if (one.status === 'auction') this.check(bid === ask && bidSize === askSize, 'an auction shows one price', event)
    if (one.status === 'halted' || one.status === 'closed' || one.status === 'pre-open') {
      this.check(bid === null && ask === null, 'nothing is quoted while nothing can trade', event)
    }
    one.quote = event
  }

  private book(one: Watched, event: BookEvent): void {
    if (event.action === 'snapshot') {
      one.bids.clear()
      one.asks.clear()
    }
    this.side(one, event, one.bids, event.bids, -1)
    this.side(one, event, one.asks, event.asks, 1)
  }

  private side(
    one: Watched,
    event: BookEvent,
    side: Map<number, number>,
    levels: readonly BookLevel[],
    away: 1 | -1,
  ): void {
    levels.forEach((level, i) => {
      const before = levels[i - 1]
      if (before !== undefined) this.check((level.price - before.price) * away > 0, 'the best level is first', event)
      if (level.size === 0) {
        this.check(event.action === 'delta' && side.delete(level.price), 'only what is there is removed', event)
        return
      }
      this.check(this.isPrice(one, level.price) && this.isSize(one, level.size), 'a level is a price and a size', event)
      side.set(level.price, level.size)
    })
  }

  private trade(one: Watched, event: TradeEvent): void {
    const { quote } = one
    const price = event.aggressorSide === 'sell' ? quote?.bid : quote?.ask
    const shown = (event.aggressorSide === 'sell' ? quote?.bidSize : quote?.askSize) ?? 0
    this.check(this.isPrice(one, event.price) && this.isSize(one, event.size), 'a trade is a price and a size', event)
    if (event.condition !== 'late') {
      this.check(event.price === price, 'a trade takes the touch', event)
      this.check(event.size <= shown, 'a trade takes no more than is shown', event)
      this.check(one.status === (event.condition === 'auction' ? 'auction' : 'trading'), 'it is time to trade', event)
    }
    const before = one.lastTrade
    this.check(
      before === undefined || Number(event.tradeId) === Number(before.tradeId) + 1,
      'trade ids count up',
      event,
    )
    one.lastTrade = event
  }

  private isPrice({ instrument }: Watched, n: number): boolean {
    return (n > 0 || this.exceptions.negative === true) && Math.abs(n) < SCALED_LIMIT && n % instrument.tickSize === 0
  }

  private isSize({ instrument }: Watched, n: number | null): boolean {
    return n !== null && n > 0 && n < SCALED_LIMIT && n % instrument.sizeIncrement === 0
  }

  private check(holds: boolean, promise: string, event: SourceEvent): void {
    if (!holds) this.broken.push(`${promise}: ${JSON.stringify(event)}`)
  }
}
