import type { Stats } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import { UNKNOWN } from '../format/decimal.ts'
import { copiesOf, roundSeconds, tickerItems } from './ticker-items.ts'

const member = (symbol: string, stats: Partial<Stats> | null) => ({
  info: { symbol, pricePrecision: 2 },
  stats: stats as Stats | null,
})

describe('the ticker tape', () => {
  it('says the last price and the move of the day, and a dash where nothing is known', () => {
    const items = tickerItems([
      member('A', { last: 1234.5, changePercent: -0.5 }),
      member('B', { last: null, changePercent: null }),
      member('C', null),
    ])
    expect(items).toEqual([
      { symbol: 'A', last: '1,234.50', percent: '−0.50%', direction: 'down' },
      { symbol: 'B', last: UNKNOWN, percent: UNKNOWN, direction: 'none' },
      { symbol: 'C', last: UNKNOWN, percent: UNKNOWN, direction: 'none' },
    ])
  })

  it('has so many symbols that each comes by within minutes', () => {
    expect(tickerItems(Array.from({ length: 500 }, (_, index) => member(`S${index}`, null)))).toHaveLength(60)
  })

  it('stands in a row so often that its end is never seen', () => {
    expect(copiesOf(5_500, 1_440)).toBe(2)
    // the last copy comes into sight when the first has run out of it
    expect(copiesOf(500, 1_440)).toBe(4)
    expect(copiesOf(0, 1_440)).toBe(2)
  })

  it('runs at one speed however long it is', () => {
    expect(roundSeconds(5_500)).toBe(100)
    expect(roundSeconds(0)).toBe(1)
  })
})
