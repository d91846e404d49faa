/** Sorting by a column. */

import { COLUMNS, COLUMN_IDS, type ColumnId, type Figures, type SortValue } from './columns.ts'

export interface Sorting {
  readonly column: ColumnId
  readonly direction: 'ascending' | 'descending'
}

/** What a press of a column's head leads to: its first direction, the other one, and then the list's own order. */
export function nextSorting(sorting: Sorting | undefined, column: ColumnId): Sorting | undefined {
  if (COLUMNS[column].sortBy === undefined) return sorting
  // names are read from A on, of figures the largest are wanted
  const first = column === 'symbol' || column === 'name' ? 'ascending' : 'descending'
  if (sorting?.column !== column) return { column, direction: first }
  if (sorting.direction !== first) return undefined
  return { column, direction: first === 'ascending' ? 'descending' : 'ascending' }
}

/** The items in the order of a sorting. What is not known stands at the end either way; equals keep their order. */
export function sortFigures<Item extends Figures>(
  items: readonly Item[],
  sorting: Sorting | undefined,
): readonly Item[] {
  const sortBy = sorting === undefined ? undefined : COLUMNS[sorting.column].sortBy
  if (sortBy === undefined) return items
  const sign = sorting?.direction === 'ascending' ? 1 : -1
  return items
    .map((item) => ({ item, value: sortBy(item) }))
    .sort((a, b) => {
      if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null)
      return sign * compare(a.value, b.value)
    })
    .map(({ item }) => item)
}

function compare(a: NonNullable<SortValue>, b: NonNullable<SortValue>): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** What was kept of an earlier sorting. */
export function parseSorting(stored: unknown): Sorting | undefined {
  if (typeof stored !== 'object' || stored === null || !('column' in stored) || !('direction' in stored))
    return undefined
  const column = COLUMN_IDS.find((id) => id === stored.column)
  if (column === undefined || COLUMNS[column].sortBy === undefined) return undefined
  return { column, direction: stored.direction === 'ascending' ? 'ascending' : 'descending' }
}
