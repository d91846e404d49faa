/** How wide columns are: as wide as they need, or as somebody made them; and which of them there is room for. */

import { COLUMNS, COLUMN_IDS, type ColumnChoice, type ColumnId } from './columns.ts'

/** Pixels of the columns that somebody made wider or narrower. */
export type ColumnWidths = Readonly<Partial<Record<ColumnId, number>>>

const MOST_WIDTH = 480

/** Pixels that a column takes at least. */
export function widthOf(id: ColumnId, widths: ColumnWidths): number {
  return widths[id] ?? COLUMNS[id].width
}

/** Makes a column so wide, as far as it goes; without `width` it is as wide as it needs again. */
export function withWidth(widths: ColumnWidths, id: ColumnId, width: number | undefined): ColumnWidths {
  const { [id]: _, ...others } = widths
  if (width === undefined) return others
  const { leastWidth, width: needed } = COLUMNS[id]
  return { ...others, [id]: Math.round(Math.min(MOST_WIDTH, Math.max(leastWidth ?? needed, width))) }
}

/** What was kept of earlier widths, read as far as it can be. */
export function parseWidths(stored: unknown): ColumnWidths {
  if (typeof stored !== 'object' || stored === null) return {}
  const kept = stored as Readonly<Record<string, unknown>>
  return COLUMN_IDS.reduce<ColumnWidths>((widths, id) => {
    const width = kept[id]
    return typeof width === 'number' && Number.isFinite(width) ? withWidth(widths, id, width) : widths
  }, {})
}

/** What stays longest where there is no room for all. */
const PRIORITY: readonly ColumnId[] = [
  'symbol',
  'last',
  'changePercent',
  'age',
  'sparkline',
  'bid',
  'ask',
  'range',
  'volume',
  'spread',
  'change',
  'name',
]

/** Those of the chosen columns for which there is room, in their order. Symbol and last price are always among them. */
export function columnsThatFit(chosen: ColumnChoice, width: number, widths: ColumnWidths): ColumnChoice {
  let left = width
  const fitting = new Set<ColumnId>()
  for (const id of PRIORITY) {
    if (!chosen.includes(id)) continue
    const needed = widthOf(id, widths)
    if (needed > left && fitting.size >= 2) continue
    left -= needed
    fitting.add(id)
  }
  return chosen.filter((id) => fitting.has(id))
}

/** The same as tracks of a CSS grid: what is left over is shared by those that nobody made wider, most of it goes to the symbol. */
export function gridTracks(columns: ColumnChoice, widths: ColumnWidths): string {
  return columns
    .map((id) => {
      const { width } = COLUMNS[id]
      if (widths[id] !== undefined) return `${widths[id]}px`
      return id === 'symbol' ? `minmax(0px, ${width * 2}fr)` : `minmax(${width}px, ${width}fr)`
    })
    .join(' ')
}
