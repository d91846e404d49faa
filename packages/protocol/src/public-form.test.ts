import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BarState, StatsState } from './derived.ts'
import type { QuoteEvent, StatusEvent, TradeBustEvent, TradeEvent } from './events.ts'
import { bitcoin } from './instrument.fixture.ts'
import type { Instrument } from './instrument.ts'
import {
  barOf,
  formatDecimal,
  formatNotional,
  instrumentInfoOf,
  quoteOf,
  statsOf,
  statusOf,
  tradeBustOf,
  tradeOf,
} from './public-form.ts'
import { formatScaled, MAX_PRECISION, micros, SCALED_LIMIT, scaledPrice, scaledSize, seq, toDecimal } from './units.ts'

const head = { ts: micros(1_767_623_399_999_000), tsRecv: micros(1_767_623_400_000_000), seq: seq(42), instrumentId: 1 }
const wireHead = { symbol: 'BTC-USD', seq: 42, ts: 1_767_623_399_999_000, tsRecv: 1_767_623_400_000_000 }

describe('the public form', () => {
  it('of a quote has decimals, and null for an empty side', () => {
    const quote: QuoteEvent = {
      ...head,
      type: 'quote',
      bid: scaledPrice(6_725_001),
      bidSize: scaledSize(150_000_000),
      ask: null,
      askSize: null,
    }
    expect(quoteOf(quote, bitcoin)).toEqual({ ...wireHead, bid: 67_250.01, bidSize: 1.5, ask: null, askSize: null })
  })

  it('of a trade and of its bust have the same figures', () => {
    const trade: TradeEvent = {
      ...head,
      type: 'trade',
      tradeId: 9,
      price: scaledPrice(-3763),
      size: scaledSize(1),
      aggressorSide: 'sell',
      condition: 'regular',
    }
    const bust: TradeBustEvent = {
      ...head,
      type: 'trade-bust',
      tradeId: 9,
      price: trade.price,
      size: trade.size,
      tsTrade: head.tsRecv,
    }
    const figures = { ...wireHead, tradeId: 9, price: -37.63, size: 1e-8 }
    expect(tradeOf(trade, bitcoin)).toEqual({ ...figures, aggressorSide: 'sell', condition: 'regular' })
    expect(tradeBustOf(bust, bitcoin)).toEqual(figures)
  })

  it('of a status keeps the reason', () => {
    const status: StatusEvent = { ...head, type: 'status', status: 'halted', reason: 'volatility' }
    expect(statusOf(status, bitcoin)).toEqual({ ...wireHead, status: 'halted', reason: 'volatility' })
  })

  it('of a bar has the interval and both ends', () => {
    const bar: BarState = {
      instrumentId: 1,
      interval: '1m',
      seq: seq(42),
      tsOpen: micros(60_000_000),
      tsClose: micros(120_000_000),
      open: scaledPrice(100),
      high: scaledPrice(110),
      low: scaledPrice(95),
      close: scaledPrice(105),
      volume: scaledSize(250_000_000),
      tradeCount: 3,
      closed: false,
      corrected: false,
    }
    expect(barOf(bar, bitcoin)).toEqual({
      symbol: 'BTC-USD',
      interval: '1m',
      seq: 42,
      tsOpen: 60_000_000,
      tsClose: 120_000_000,
      open: 1,
      high: 1.1,
      low: 0.95,
      close: 1.05,
      volume: 2.5,
      tradeCount: 3,
      closed: false,
      corrected: false,
    })
  })

  it('of an instrument has its steps as decimals and says nothing of what it replaces', () => {
    expect(instrumentInfoOf({ ...bitcoin, replaces: 4 })).toEqual({
      ...bitcoin,
      tickSize: 0.01,
      sizeIncrement: 1e-8,
      lotSize: 0.001,
    })
  })
})

describe('statistics', () => {
  const day: StatsState = {
    instrumentId: 1,
    seq: seq(42),
    tsDayOpen: micros(1_767_571_200_000_000),
    tsRecv: head.tsRecv,
    open: scaledPrice(10_000),
    high: scaledPrice(10_300),
    low: scaledPrice(9_900),
    last: scaledPrice(10_250),
    lastSize: scaledSize(50_000_000),
    prevClose: scaledPrice(10_000),
    volume: scaledSize(200_000_000),
    // 1.5 at 102.00 and 0.5 at 102.50, in units of 10^-10
    notional: { high: 0, low: 2_042_500_000_000 },
    tradeCount: 2,
  }

  it('have change, percent and volume-weighted average', () => {
    expect(statsOf(day, bitcoin)).toEqual({
      symbol: 'BTC-USD',
      open: 100,
      high: 103,
      low: 99,
      last: 102.5,
      lastSize: 0.5,
      prevClose: 100,
      change: 2.5,
      changePercent: 2.5,
      volume: 2,
      notional: '204.2500000000',
      vwap: 102.125,
      tradeCount: 2,
      tsDayOpen: 1_767_571_200_000_000,
      seq: 42,
      ts: head.tsRecv,
      tsRecv: head.tsRecv,
    })
  })

  it('of a day without a trade are null, not zero', () => {
    const quiet: StatsState = {
      ...day,
      open: null,
      high: null,
      low: null,
      last: null,
      lastSize: null,
      volume: scaledSize(0),
      notional: { high: 0, low: 0 },
      tradeCount: 0,
    }
    expect(statsOf(quiet, bitcoin)).toMatchObject({
      open: null,
      last: null,
      lastSize: null,
      change: null,
      changePercent: null,
      vwap: null,
      volume: 0,
      notional: '0.0000000000',
    })
  })

  it('have no change before there is a close to compare with, and no percent of zero', () => {
    expect(statsOf({ ...day, prevClose: null }, bitcoin)).toMatchObject({ change: null, changePercent: null })
    expect(statsOf({ ...day, prevClose: scaledPrice(0) }, bitcoin)).toMatchObject({
      change: 102.5,
      changePercent: null,
    })
  })

  it('rise from a negative close when the price rises', () => {
    // a future at -37.63 that closes at -10
    const rising = statsOf({ ...day, prevClose: scaledPrice(-3763), last: scaledPrice(-1000) }, bitcoin)
    expect(rising.change).toBe(27.63)
    expect(rising.changePercent).toBeCloseTo(73.43, 2)
  })

  it('have a change that is exact where subtracting the decimals is not', () => {
    expect(67_250.03 - 67_249.98).not.toBe(0.05)
    expect(statsOf({ ...day, prevClose: scaledPrice(6_724_998), last: scaledPrice(6_725_003) }, bitcoin).change).toBe(
      0.05,
    )
  })
})

describe('a notional', () => {
  const limb = 10n ** 15n

  it('has every digit, of either sign', () => {
    const notionals = fc.bigInt({ min: -(10n ** 30n) + 1n, max: 10n ** 30n - 1n })
    const precisions = fc.integer({ min: 0, max: MAX_PRECISION })
    fc.assert(
      fc.property(notionals, precisions, precisions, (sum, pricePrecision, sizePrecision) => {
        const low = ((sum % limb) + limb) % limb
        const instrument: Instrument = { ...bitcoin, pricePrecision, sizePrecision }
        const text = formatNotional({ high: Number((sum - low) / limb), low: Number(low) }, instrument)
        const precision = pricePrecision + sizePrecision
        expect(text).toMatch(precision === 0 ? /^-?\d+$/ : new RegExp(String.raw`^-?\d+\.\d{${precision}}$`))
        expect(BigInt(text.replace('.', ''))).toBe(sum)
      }),
    )
  })

  it('of minus one unit has its sign in front of the zeros', () => {
    expect(formatNotional({ high: -1, low: 999_999_999_999_999 }, bitcoin)).toBe('-0.0000000001')
  })
})

it('a public decimal has the text of the integer that it came from', () => {
  const scaled = fc.integer({ min: -(SCALED_LIMIT - 1), max: SCALED_LIMIT - 1 })
  fc.assert(
    fc.property(scaled, fc.integer({ min: 0, max: MAX_PRECISION }), (n, precision) => {
      expect(formatDecimal(toDecimal(n, precision), precision)).toBe(formatScaled(n, precision))
    }),
    { numRuns: 1_000 },
  )
})
