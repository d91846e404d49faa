import type { SubscriptionListener, SubscriptionRequest } from '@tapedeck/client'
import type { InstrumentInfo, Quote, Stats, Trade, TradeCondition } from '@tapedeck/protocol'
import { beforeEach, describe, expect, it } from 'vitest'
import type { AlertRule } from './alert-rule.ts'
import { MarketWatch } from './market-watch.ts'
import { ruleOf } from './rule.fixture.ts'

const SECOND = 1_000_000
const info: InstrumentInfo = {
  id: 1,
  symbol: 'BTC-USD',
  name: 'Bitcoin',
  venue: 'X',
  assetClass: 'crypto',
  currency: 'USD',
  pricePrecision: 2,
  tickSize: 0.01,
  sizePrecision: 0,
  sizeIncrement: 1,
  lotSize: 1,
  barSource: 'trade',
  dayStart: { time: '00:00', timeZone: 'UTC' },
  calendar: '24/7',
}
const eth: InstrumentInfo = { ...info, id: 2, symbol: 'ETH-USD' }

interface Joined {
  readonly request: SubscriptionRequest
  readonly listener: SubscriptionListener
}

/** A deck whose market is what the test says. */
function scriptedDeck() {
  const joined = new Set<Joined>()
  return {
    joined,
    channels: () => [...joined].map(({ request }) => `${request.symbols.join()}: ${request.channels.join()}`),
    tell(say: (listener: SubscriptionListener) => void) {
      for (const { listener } of joined) say(listener)
    },
    subscribe(request: SubscriptionRequest, listener: SubscriptionListener) {
      const one = { request, listener }
      joined.add(one)
      return {
        ready: Promise.resolve(),
        conflatedCount: 0,
        setMaxRate: () => undefined,
        unsubscribe: () => void joined.delete(one),
      }
    },
  }
}

const head = { symbol: 'BTC-USD', ts: 0 }
const tradeOf = (seq: number, price: number, condition: TradeCondition = 'regular'): Trade => {
  return { ...head, seq, tsRecv: seq * SECOND, tradeId: seq, price, size: 1, aggressorSide: 'buy', condition }
}
function statsOf(last: number | null, changePercent: number | null = null, seconds = 0): Stats {
  const prices = { open: 1, high: 1, low: 1, last, lastSize: 1, prevClose: 1, change: 0, changePercent }
  const sums = { volume: 0, notional: '0', vwap: null, tradeCount: 0, tsDayOpen: 0 }
  return { ...head, seq: 1, tsRecv: seconds * SECOND, ...prices, ...sums }
}
function quoteOf(seconds: number, bid: number, ask: number): Quote {
  return { ...head, seq: 1, tsRecv: seconds * SECOND, bid, bidSize: 1, ask, askSize: 1 }
}

let fired: string[]
let deck: ReturnType<typeof scriptedDeck>
let watch: MarketWatch
beforeEach(() => {
  fired = []
  deck = scriptedDeck()
  watch = new MarketWatch({
    fired: ({ rule, crossing, value, at }) => fired.push(`${rule.id} ${crossing} ${value} at ${at / SECOND}`),
    refused: ({ message }) => fired.push(message),
  })
})

function follow(...rules: readonly AlertRule[]): void {
  watch.follow(deck, [info, eth], rules)
}
/** The subscription is joined where the last price is `last`. */
function join(last: number, take = 1, trades: readonly Trade[] = []): void {
  const numbering = { epoch: 'e', take }
  const seq = trades.at(-1)?.seq ?? 0
  deck.tell((heard) => {
    heard.snapshot?.({ channel: 'stats', symbol: 'BTC-USD', seq: 1, data: statsOf(last) }, numbering)
    heard.snapshot?.({ channel: 'trade', symbol: 'BTC-USD', seq, data: trades }, numbering)
  })
}
const trade = (...input: Parameters<typeof tradeOf>): void => deck.tell((heard) => heard.trade?.(tradeOf(...input)))

describe('what is subscribed to', () => {
  it('is what the alerts that are on need, and nothing without any', () => {
    follow(ruleOf({ isOn: false }))
    expect(deck.channels()).toEqual([])
    follow(ruleOf(), ruleOf({ id: '2', symbol: 'ETH-USD', kind: 'spread' }), ruleOf({ id: '3', symbol: 'GONE' }))
    expect(deck.channels()).toEqual(['BTC-USD: stats,trade', 'ETH-USD: quote'])
    follow(ruleOf({ kind: 'percent' }))
    expect(deck.channels()).toEqual(['BTC-USD: stats'])
    const other = scriptedDeck()
    watch.follow(other, [info], [ruleOf({ kind: 'stale' })])
    expect(deck.channels()).toEqual([])
    expect(other.channels()).toEqual(['BTC-USD: quote,status'])
    watch.close()
    expect(other.channels()).toEqual([])
  })

  it('stays where only the level changes', () => {
    follow(ruleOf())
    const [before] = deck.joined
    follow(ruleOf({ level: 50 }))
    expect([...deck.joined]).toEqual([before])
  })
})

describe('a price', () => {
  it('is that of every trade, also of one that the statistics have passed already', () => {
    follow(ruleOf())
    join(99)
    deck.tell((heard) => heard.stats?.(statsOf(98, null, 3)))
    trade(1, 101)
    trade(2, 98)
    expect(fired).toEqual(['1 up 101 at 1'])
  })

  it('is not that of a late trade, nor of one from before', () => {
    follow(ruleOf())
    join(99, 1, [tradeOf(1, 101), tradeOf(2, 99)])
    trade(3, 105, 'late')
    expect(fired).toEqual([])
  })

  it('that was crossed while there was no connection is told of after it', () => {
    follow(ruleOf())
    join(99, 1, [tradeOf(4, 99)])
    join(99, 1, [tradeOf(4, 99), tradeOf(5, 101), tradeOf(6, 99)])
    expect(fired).toEqual(['1 up 101 at 5'])
  })

  it('begins anew on another take', () => {
    follow(ruleOf())
    join(99, 1)
    trade(1, 101)
    join(99, 2)
    trade(1, 102)
    expect(fired).toEqual(['1 up 101 at 1', '1 up 102 at 1'])
  })

  it('begins where the market is, for an alert that is added later', () => {
    follow(ruleOf())
    join(99)
    const later = ruleOf({ id: '2', level: 98 })
    follow(ruleOf(), later)
    trade(1, 97)
    expect(fired).toEqual(['2 down 97 at 1'])
  })
})

describe('other figures', () => {
  it('are the change of the day in percent', () => {
    follow(ruleOf({ kind: 'percent', level: -2 }))
    deck.tell((heard) => {
      heard.stats?.(statsOf(1, -1.9, 1))
      heard.stats?.(statsOf(1, -2.1, 2))
    })
    expect(fired).toEqual(['1 down -2.1 at 2'])
  })

  it('are the spread in basis points', () => {
    follow(ruleOf({ kind: 'spread', level: 100, direction: 'up' }))
    deck.tell((heard) => {
      heard.quote?.(quoteOf(1, 99.9, 100.1))
      heard.quote?.(quoteOf(2, 99, 101))
    })
    expect(fired).toEqual(['1 up 200 at 2'])
  })

  it('are the tape time without a quote, but not while the venue rests', () => {
    follow(ruleOf({ kind: 'stale', level: 30, direction: 'up' }))
    watch.tick(500 * SECOND)
    deck.tell((heard) => heard.quote?.(quoteOf(10, 99, 101)))
    watch.tick(39 * SECOND)
    deck.tell((heard) => heard.status?.({ ...head, seq: 1, tsRecv: 0, status: 'halted', reason: '' }))
    watch.tick(45 * SECOND)
    expect(fired).toEqual([])
    deck.tell((heard) => heard.status?.({ ...head, seq: 2, tsRecv: 0, status: 'trading', reason: '' }))
    watch.tick(46 * SECOND)
    watch.tick(47 * SECOND)
    expect(fired).toEqual(['1 up 36 at 46'])
  })
})
