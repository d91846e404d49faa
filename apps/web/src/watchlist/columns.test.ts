import { describe, expect, it } from 'vitest'
import { columnsThatFit, gridTracks, parseWidths, withWidth } from './column-widths.ts'
import { COLUMN_IDS, DEFAULT_COLUMNS, parseColumns, toggleColumn } from './columns.ts'

describe('columns', () => {
  it.each([
    [120, 'symbol last'],
    [358, 'symbol last changePercent age'],
    [650, 'symbol sparkline last changePercent bid ask volume age'],
    [1400, DEFAULT_COLUMNS.join(' ')],
  ])('for which %i pixels have room are %s', (width, columns) => {
    expect(columnsThatFit(DEFAULT_COLUMNS, width, {}).join(' ')).toBe(columns)
  })

  it('that were made wider leave less room for others', () => {
    expect(columnsThatFit(['symbol', 'last', 'age'], 280, {})).toEqual(['symbol', 'last', 'age'])
    expect(columnsThatFit(['symbol', 'last', 'age'], 280, { last: 150 })).toEqual(['symbol', 'last'])
    expect(gridTracks(['symbol', 'last', 'age'], { last: 150 })).toBe('minmax(0px, 208fr) 150px minmax(52px, 52fr)')
  })

  it('are never narrower than what they show, nor wider than anybody needs', () => {
    expect(withWidth({}, 'last', 20)).toEqual({ last: 100 })
    expect(withWidth({}, 'symbol', 20)).toEqual({ symbol: 64 })
    expect(withWidth({ last: 120 }, 'name', 9_999)).toEqual({ last: 120, name: 480 })
    expect(withWidth({ last: 120 }, 'last', undefined)).toEqual({})
  })

  it.each([
    [undefined, {}],
    ['wide', {}],
    [{ last: 130.4, bid: '200', nonsense: 90, ask: null }, { last: 130 }],
  ])('whose widths were kept as %j are %j', (stored, widths) => {
    expect(parseWidths(stored)).toEqual(widths)
  })

  it('stay in the order that was chosen', () => {
    expect(columnsThatFit(['symbol', 'age', 'last'], 2000, {})).toEqual(['symbol', 'age', 'last'])
  })

  it('are shown at the end and hidden; the symbol stays', () => {
    expect(toggleColumn(['symbol', 'last'], 'bid')).toEqual(['symbol', 'last', 'bid'])
    expect(toggleColumn(['symbol', 'last'], 'last')).toEqual(['symbol'])
    expect(toggleColumn(['symbol', 'last'], 'symbol')).toEqual(['symbol', 'last'])
  })

  it.each([
    [undefined, DEFAULT_COLUMNS],
    [
      ['age', 'nonsense', 'last', 'age', 'symbol'],
      ['symbol', 'age', 'last'],
    ],
    [[], ['symbol']],
    [[...COLUMN_IDS], [...COLUMN_IDS]],
  ])('that were kept as %j are %j', (stored, columns) => {
    expect(parseColumns(stored)).toEqual(columns)
  })
})
