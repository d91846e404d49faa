/** The columns of the board: what each shows, how wide it is, and what it sorts by. */

import { m } from '../paraglide/messages.js'
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
  readonly label: () => string
  /** What it means, where the label is too short to say it. */
  readonly title: () => string
  /** Pixels that it needs. */
  readonly width: number
  /** Pixels that it can be made do with; as many as it needs, where it is left out. */
  readonly leastWidth?: number
  /** What rows are sorted by. Missing: they cannot be. */
  readonly sortBy?: (figures: Figures) => SortValue
  /** Whether that needs the quotes of all symbols. */
  readonly needsQuotes?: true
}

export const COLUMNS: Readonly<Record<ColumnId, Column>> = {
  symbol: {
    label: m.watchlist_column_symbol,
    title: m.watchlist_column_symbol_title,
    width: 104,
    leastWidth: 64,
    sortBy: ({ info }) => info.symbol,
  },
  name: {
    label: m.watchlist_column_name,
    title: m.watchlist_column_name_title,
    width: 150,
    leastWidth: 64,
    sortBy: ({ info }) => info.name,
  },
  sparkline: {
    label: m.watchlist_column_sparkline,
    title: m.watchlist_column_sparkline_title,
    width: 60,
    leastWidth: 36,
  },
  last: {
    label: m.watchlist_column_last,
    title: m.watchlist_column_last_title,
    width: 100,
    sortBy: ({ stats }) => stats?.last ?? null,
  },
  change: {
    label: m.watchlist_column_change,
    title: m.watchlist_column_change_title,
    width: 88,
    sortBy: ({ stats }) => stats?.change ?? null,
  },
  changePercent: {
    label: m.watchlist_column_change_percent,
    title: m.watchlist_column_change_percent_title,
    width: 78,
    sortBy: ({ stats }) => stats?.changePercent ?? null,
  },
  bid: {
    label: m.watchlist_column_bid,
    title: m.watchlist_column_bid_title,
    width: 86,
    sortBy: ({ quote }) => quote?.bid ?? null,
    needsQuotes: true,
  },
  ask: {
    label: m.watchlist_column_ask,
    title: m.watchlist_column_ask_title,
    width: 86,
    sortBy: ({ quote }) => quote?.ask ?? null,
    needsQuotes: true,
  },
  spread: {
    label: m.watchlist_column_spread,
    title: m.watchlist_column_spread_title,
    width: 76,
    // across instruments only the relative one compares
    sortBy: ({ quote }) => spreadFigures(quote).basisPoints,
    needsQuotes: true,
  },
  range: {
    label: m.watchlist_column_range,
    title: m.watchlist_column_range_title,
    // two prices of nine characters
    width: 138,
    sortBy: ({ stats }) => rangeFractionOf(stats),
  },
  volume: {
    label: m.watchlist_column_volume,
    title: m.watchlist_column_volume_title,
    width: 82,
    sortBy: ({ stats }) => stats?.volume ?? null,
  },
  age: {
    label: m.watchlist_column_age,
    title: m.watchlist_column_age_title,
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
