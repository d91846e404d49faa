/** The columns of the board: what each shows, how wide it is, and what it sorts by. */

import type { InstrumentInfo, Quote, Stats } from '@tapedeck/protocol'
import { rangeFractionOf, spreadFigures } from '../feed/symbol-view.ts'

export const COLUMN_IDS = [
  'symbol',
  'name',
  'sparkline',
  'last',
  'change',
  'changePercent',
  'bid',
  'ask',
  'spread',
  'range',
  'volume',
  'age',
] as const
export type ColumnId = (typeof COLUMN_IDS)[number]

/** The newest figures of a symbol. */
export interface Figures {
  readonly info: Pick<InstrumentInfo, 'symbol' | 'name'>
  readonly stats: Stats | null
  /** Null where quotes are not followed. */
  readonly quote: Quote | null
}

export type SortValue = number | string | null

export interface Column {
  readonly label: string
  /** What it means, where the label is too short to say it. */
  readonly title: string
  /** Pixels that it needs. */
  readonly width: number
  /** What rows are sorted by. Missing: they cannot be. */
  readonly sortBy?: (figures: Figures) => SortValue
  /** Whether that needs the quotes of all symbols. */
  readonly needsQuotes?: true
}

export const COLUMNS: Readonly<Record<ColumnId, Column>> = {
  symbol: { label: 'Symbol', title: 'symbol', width: 104, sortBy: ({ info }) => info.symbol },
  name: { label: 'Name', title: 'name of the instrument', width: 150, sortBy: ({ info }) => info.name },
  sparkline: { label: 'Hour', title: 'the last 60 bars of one minute', width: 60 },
  last: { label: 'Last', title: 'last price', width: 100, sortBy: ({ stats }) => stats?.last ?? null },
  change: {
    label: 'Change',
    title: 'last price minus the close of the day before',
    width: 88,
    sortBy: ({ stats }) => stats?.change ?? null,
  },
  changePercent: {
    label: 'Day',
    title: 'change since the close of the day before, in percent',
    width: 78,
    sortBy: ({ stats }) => stats?.changePercent ?? null,
  },
  bid: {
    label: 'Bid',
    title: 'best bid, and its size',
    width: 86,
    sortBy: ({ quote }) => quote?.bid ?? null,
    needsQuotes: true,
  },
  ask: {
    label: 'Ask',
    title: 'best ask, and its size',
    width: 86,
    sortBy: ({ quote }) => quote?.ask ?? null,
    needsQuotes: true,
  },
  spread: {
    label: 'Spread',
    title: 'ask minus bid, and that in basis points',
    width: 76,
    // across instruments only the relative one compares
    sortBy: ({ quote }) => spreadFigures(quote).basisPoints,
    needsQuotes: true,
  },
  range: {
    label: 'Day range',
    title: 'lowest and highest price of the day, and where the last one stands between them',
    width: 112,
    sortBy: ({ stats }) => rangeFractionOf(stats),
  },
  volume: {
    label: 'Volume',
    title: 'traded size of the day',
    width: 82,
    sortBy: ({ stats }) => stats?.volume ?? null,
  },
  age: {
    label: 'Age',
    title: 'time since the last quote, or why there is none',
    width: 52,
    sortBy: ({ quote }) => (quote === null ? null : -quote.tsRecv),
    needsQuotes: true,
  },
}

/** What is chosen of the columns, in order; those that are not named are not shown. */
export type ColumnChoice = readonly ColumnId[]

export const DEFAULT_COLUMNS: ColumnChoice = [
  'symbol',
  'sparkline',
  'last',
  'changePercent',
  'bid',
  'ask',
  'range',
  'volume',
  'age',
]

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
export function columnsThatFit(chosen: ColumnChoice, width: number): ColumnChoice {
  let left = width
  const fitting = new Set<ColumnId>()
  for (const id of PRIORITY) {
    if (!chosen.includes(id)) continue
    const { width: needed } = COLUMNS[id]
    if (needed > left && fitting.size >= 2) continue
    left -= needed
    fitting.add(id)
  }
  return chosen.filter((id) => fitting.has(id))
}

/** The same as tracks of a CSS grid: what is left over is shared, most of it goes to the symbol. */
export function gridTracks(columns: ColumnChoice): string {
  return columns
    .map(
      (id) =>
        `minmax(${id === 'symbol' ? 0 : COLUMNS[id].width}px, ${COLUMNS[id].width * (id === 'symbol' ? 2 : 1)}fr)`,
    )
    .join(' ')
}

/** Shows a column at the end, or hides it; the symbol stays. */
export function toggleColumn(chosen: ColumnChoice, id: ColumnId): ColumnChoice {
  if (id === 'symbol') return chosen
  return chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]
}

/** What was kept of an earlier choice, read as far as it can be. */
export function parseColumns(stored: unknown): ColumnChoice {
  if (!Array.isArray(stored)) return DEFAULT_COLUMNS
  const known = stored.flatMap((each: unknown) => COLUMN_IDS.filter((id) => id === each))
  return [...new Set<ColumnId>(['symbol', ...known])]
}
