import type { Stats } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import type { ColumnId, Figures } from './columns.ts'
import { nextSorting, parseSorting, sortFigures, type Sorting } from './sorting.ts'

function figures(symbol: string, changePercent: number | null): Figures {
  const stats = changePercent === null ? null : ({ changePercent } as Stats)
  return { info: { symbol, name: `name of ${symbol}` }, stats, quote: null }
}
const rows = [figures('B', 1), figures('A', null), figures('D', -2), figures('C', 1), figures('E', 3)]
const sorted = (sorting: Sorting | undefined) =>
  sortFigures(rows, sorting)
    .map(({ info }) => info.symbol)
    .join('')

describe('rows', () => {
  it.each([
    ['changePercent', 'descending', 'EBCDA'],
    ['changePercent', 'ascending', 'DBCEA'],
    ['symbol', 'ascending', 'ABCDE'],
    ['symbol', 'descending', 'EDCBA'],
    ['sparkline', 'ascending', 'BADCE'],
  ] as const)('by %s, %s, stand in the order %s: unknown last, equals as they were', (column, direction, order) => {
    expect(sorted({ column, direction })).toBe(order)
  })

  it('without a sorting stand as the list has them', () => {
    expect(sorted(undefined)).toBe('BADCE')
  })
})

describe('the head of a column', () => {
  const press = (column: ColumnId, times: number) => {
    let sorting: Sorting | undefined
    for (let time = 0; time < times; time++) sorting = nextSorting(sorting, column)
    return sorting?.direction
  }

  it('leads to the largest figures, to the smallest, and back to the list’s own order', () => {
    expect([1, 2, 3].map((times) => press('last', times))).toEqual(['descending', 'ascending', undefined])
    expect([1, 2, 3].map((times) => press('name', times))).toEqual(['ascending', 'descending', undefined])
  })

  it('of another column begins anew', () => {
    expect(nextSorting({ column: 'last', direction: 'ascending' }, 'volume')).toEqual({
      column: 'volume',
      direction: 'descending',
    })
  })
})

it.each([
  [
    { column: 'last', direction: 'ascending' },
    { column: 'last', direction: 'ascending' },
  ],
  [{ column: 'sparkline', direction: 'ascending' }, undefined],
  [{ column: 'nothing', direction: 'ascending' }, undefined],
  [null, undefined],
])('a sorting that was kept as %j is %j', (stored, sorting) => {
  expect(parseSorting(stored)).toEqual(sorting)
})
