import type { Stats } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import { heatLayout, heatScale, labelIn, warmthOf } from './heat.ts'

function figures(symbol: string, notional: string, changePercent: number | null = 0) {
  const info = { symbol, name: '', assetClass: 'crypto', currency: 'USD' } as const
  return { info, stats: { notional, changePercent, last: 150 } as Stats, quote: null }
}
const area = ({ box }: { readonly box: { readonly width: number; readonly height: number } }) => box.width * box.height

describe('a heat map', () => {
  it('gives area by turnover, the largest first', () => {
    const layout = heatLayout([figures('A', '100'), figures('B', '300')], [], 'turnover', 400, 100)
    expect(layout.map(({ item }) => item.info.symbol)).toEqual(['B', 'A'])
    expect(layout.map(area)).toEqual([30_000, 10_000])
  })

  it('shows what has no turnover, small', () => {
    const [, none] = heatLayout([figures('A', '100'), figures('B', '0')], [], 'turnover', 400, 100)
    expect(none && area(none)).toBeCloseTo((40_000 * 0.175) / 1.175)
  })

  it('compares turnover in dollars, by the rates on the tape', () => {
    const yen = { symbol: 'USD-JPY', name: '', assetClass: 'fx', currency: 'JPY' } as const
    const pair = { ...figures('USD-JPY', '15000'), info: yen }
    const layout = heatLayout([pair, figures('A', '300')], [pair], 'turnover', 400, 100)
    expect(layout.map(({ item }) => item.info.symbol)).toEqual(['A', 'USD-JPY'])
    expect(layout.map(area)).toEqual([30_000, 10_000])
  })

  it('writes a symbol where there is room for it, or its first part', () => {
    const box = { x: 0, y: 0, width: 60, height: 40 }
    expect(labelIn('BTC-USD', box)).toEqual({ text: 'BTC-USD', pixels: 10 })
    expect(labelIn('BTC-USD', { ...box, width: 600, height: 400 })).toEqual({ text: 'BTC-USD', pixels: 19 })
    expect(labelIn('BTC-USD', { ...box, width: 40 })).toEqual({ text: 'BTC', pixels: 15 })
    expect(labelIn('BTC-USD', { ...box, width: 20 })).toBeUndefined()
    expect(labelIn('BTC-USD', { ...box, height: 12 })).toBeUndefined()
  })

  it('of equal sizes keeps the order of the list', () => {
    const layout = heatLayout([figures('A', '1'), figures('B', '300')], [], 'equal', 400, 100)
    expect(layout.map(({ item }) => item.info.symbol)).toEqual(['A', 'B'])
    expect(layout.map(area)).toEqual([20_000, 20_000])
  })

  it('draws the 500 largest of more', () => {
    const many = Array.from({ length: 900 }, (_, index) => figures(`S${index}`, String(index)))
    const layout = heatLayout(many, [], 'turnover', 700, 700)
    expect(layout).toHaveLength(500)
    expect(layout[0]?.item.info.symbol).toBe('S899')
  })

  it('has its full colour where most moves stay below it', () => {
    const moves = (...percents: number[]) => heatScale(percents.map((percent) => figures('A', '0', percent)))
    expect(moves(0.1, -0.2, 0.3)).toBe(0.5)
    expect(moves(1.5, -1.9, 0.3)).toBe(2)
    expect(moves(80)).toBe(10)
    expect(moves()).toBe(0.5)
  })

  it.each([
    [1, { percent: '+1.00%', direction: 'up', intensity: 0.5 }],
    [-8, { percent: '\u22128.00%', direction: 'down', intensity: 1 }],
    [null, { percent: '—', direction: 'none', intensity: 0 }],
  ])('of scale 2 shows a move of %s percent as %j', (percent, warmth) => {
    expect(warmthOf(figures('A', '0', percent), 2)).toEqual(warmth)
  })
})
