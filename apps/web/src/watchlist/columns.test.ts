import { describe, expect, it } from 'vitest'
import { COLUMN_IDS, columnsThatFit, DEFAULT_COLUMNS, parseColumns, toggleColumn } from './columns.ts'

describe('columns', () => {
  it.each([
    [120, 'symbol last'],
    [358, 'symbol last changePercent age'],
    [650, 'symbol sparkline last changePercent bid ask volume age'],
    [1400, DEFAULT_COLUMNS.join(' ')],
  ])('for which %i pixels have room are %s', (width, columns) => {
    expect(columnsThatFit(DEFAULT_COLUMNS, width).join(' ')).toBe(columns)
  })

  it('stay in the order that was chosen', () => {
    expect(columnsThatFit(['symbol', 'age', 'last'], 2000)).toEqual(['symbol', 'age', 'last'])
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
