import type { Quote, Stats } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import { EMPTY_VIEW, nextView, rangeFractionOf, spreadFigures, type SymbolView } from './symbol-view.ts'

const info = { pricePrecision: 2, sizePrecision: 4 }
const head = { symbol: 'BTC-USD', seq: 1, ts: 0, tsRecv: 5 }
const quote: Quote = { ...head, bid: 64_218, bidSize: 1.5, ask: null, askSize: null }

function stats(last: number | null): Stats {
  const prices = { open: 1, high: 1, low: 1, last, lastSize: 1, prevClose: 64_000 }
  const change = last === null ? null : last - 64_000
  const changePercent = change === null ? null : (change / 64_000) * 100
  const sums = { volume: 12.5, notional: '0', vwap: null, tradeCount: 1, tsDayOpen: 0 }
  return { ...head, ...prices, change, changePercent, ...sums }
}
function draw(before: SymbolView, last: number | null, quiet = false): SymbolView {
  return nextView(before, { info, quote, stats: stats(last), status: 'trading' }, quiet)
}

describe('the view of a symbol', () => {
  it('is all dashes before anything is known', () => {
    expect(nextView(EMPTY_VIEW, { info, quote: null, stats: null, status: null }, false)).toEqual(EMPTY_VIEW)
  })

  it('shows an empty side of the market as a dash', () => {
    expect(draw(EMPTY_VIEW, 64_218.5)).toMatchObject({ bid: '64,218.00', bidSize: '1.5000', ask: '—', askSize: '—' })
  })

  it('does not flash for its first price', () => {
    expect(draw(EMPTY_VIEW, 64_218.5)).toMatchObject({ last: '64,218.50', moves: 0, direction: 'none', unchanged: 0 })
  })

  it('says where the price went, and which digits moved', () => {
    const up = draw(draw(EMPTY_VIEW, 64_218.5), 64_219)
    expect(up).toMatchObject({ last: '64,219.00', unchanged: 5, direction: 'up', moves: 1 })
    expect(draw(up, 64_218.5)).toMatchObject({ direction: 'down', moves: 2 })
  })

  it('keeps the direction of its last move while the price rests', () => {
    const up = draw(draw(EMPTY_VIEW, 64_218.5), 64_219)
    expect(draw(up, 64_219)).toEqual(up)
  })

  it('does not flash for what happened while nobody looked', () => {
    const before = draw(EMPTY_VIEW, 64_218.5)
    expect(draw(before, 70_000, true)).toMatchObject({ last: '70,000.00', moves: before.moves })
  })

  it('gives the day’s change its sign', () => {
    expect(draw(EMPTY_VIEW, 64_412.1)).toMatchObject({
      change: '+412.10',
      changePercent: '+0.64%',
      changeDirection: 'up',
    })
  })

  it('shows the spread, and in basis points where there is a middle', () => {
    const both = { ...quote, bid: 99.5, ask: 100.5, askSize: 1 }
    const view = nextView(EMPTY_VIEW, { info, quote: both, stats: null, status: null }, false)
    expect(view).toMatchObject({ spread: '1.00', spreadBasisPoints: '100.0' })
    expect(draw(EMPTY_VIEW, 1)).toMatchObject({ spread: '—', spreadBasisPoints: '—' })
    expect(spreadFigures({ ...both, bid: -1, ask: 1 })).toEqual({ absolute: 2, basisPoints: null })
  })
})

it.each([
  [10, 20, 15, 0.5],
  [10, 20, 25, 1],
  [10, 20, 5, 0],
  [10, 10, 10, null],
  [null, 20, 15, null],
])('between %s and %s a price of %s stands at %s', (low, high, last, fraction) => {
  expect(rangeFractionOf({ low, high, last })).toBe(fraction)
})
