import { describe, expect, it } from 'vitest'
import type { InstrumentInfo } from '@tapedeck/protocol'
import { readWish, type TypedWish } from './wish-form.ts'

const info = { symbol: 'BTC-USD', tickSize: 0.5, pricePrecision: 2 } as InstrumentInfo
const typed: TypedWish = {
  symbol: ' btc-usd',
  kind: 'price',
  direction: 'down',
  level: '98,450.30',
  repeats: true,
  notifies: false,
}
const read = (changes: Partial<TypedWish>) => readWish({ ...typed, ...changes }, [info], 98_000)

describe('what is typed of an alert', () => {
  it('is an alert at a price that the symbol can have', () => {
    const wish = {
      kind: 'price',
      direction: 'down',
      level: 98_450.5,
      pricePrecision: 2,
      repeats: true,
      notifies: false,
    }
    expect(read({})).toEqual({ ok: true, wish: { symbol: 'BTC-USD', ...wish } })
  })

  it('has no direction where only a rise is of interest', () => {
    expect(read({ kind: 'stale', level: '30' })).toMatchObject({ wish: { direction: 'up', level: 30 } })
    expect(read({ kind: 'percent', level: '-2.5' })).toMatchObject({ wish: { direction: 'down', level: -2.5 } })
  })

  it('may wait for a price of zero and below, as oil has had', () => {
    expect(read({ level: '0' })).toMatchObject({ ok: true, wish: { level: 0 } })
    expect(read({ level: '\u221237.5' })).toMatchObject({ ok: true, wish: { level: -37.5 } })
  })

  it.each([
    [{ symbol: 'DOGE' }, { field: 'symbol', message: '“DOGE” is not on this tape.' }],
    [{ level: 'much' }, { field: 'level', message: 'The level has to be a number, such as 98,000.00.' }],
    [{ level: '' }, { field: 'level' }],
    [{ kind: 'spread', level: '0' } as const, { field: 'level', message: 'The level has to be above zero.' }],
  ])('that is wrong is said at its field: %j', (changes, said) => {
    expect(read(changes)).toMatchObject({ ok: false, ...said })
  })
})
