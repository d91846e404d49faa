import type { Quote, Stats } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import { EMPTY_VIEW, nextView, type SymbolView } from './symbol-view.ts'

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
  return nextView(before, { info, quote, stats: stats(last) }, quiet)
}

describe('the view of a symbol', () => {
  it('is all dashes before anything is known', () => {
    expect(nextView(EMPTY_VIEW, { info, quote: null, stats: null }, false)).toEqual(EMPTY_VIEW)
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
})
