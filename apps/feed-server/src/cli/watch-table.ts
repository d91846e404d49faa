/** The table of `tapedeck watch`: what is known of each symbol, as lines of text. */

import {
  MICROS_PER_HOUR,
  MICROS_PER_MINUTE,
  MICROS_PER_SECOND,
  type DeckStatus,
  type InstrumentInfo,
  type Quote,
  type Stats,
} from '@tapedeck/protocol'
import { timeText } from '../library/time-text.ts'

/** What was heard of a symbol. */
export interface WatchedSymbol {
  readonly instrument: InstrumentInfo
  quote: Quote | null
  stats: Stats | null
}

export interface TableSettings {
  readonly isStyled: boolean
  readonly columns: number
  /** Lines that it may take; symbols beyond are counted and left out. */
  readonly rows: number
}

const GREEN = '\u001B[32m'
const RED = '\u001B[31m'
const DIM = '\u001B[2m'
const PLAIN = '\u001B[0m'

/** Groups of digits have no place in a narrow column; a long volume is shortened instead. */
const SHORT_UNITS = [
  { from: 1e12, unit: 'T' },
  { from: 1e9, unit: 'G' },
  { from: 1e6, unit: 'M' },
  { from: 1e4, unit: 'k' },
] as const

const NOTHING = '–'

interface Column {
  readonly title: string
  readonly left?: boolean
  text(symbol: WatchedSymbol, now: number): string
  /** Above 0 green, below red. */
  sign?(symbol: WatchedSymbol): number
}

const COLUMNS: readonly Column[] = [
  { title: 'symbol', left: true, text: ({ instrument }) => instrument.symbol },
  { title: 'last', text: (each) => price(each, each.stats?.last), sign: changeOf },
  { title: 'change', text: (each) => signed(price(each, each.stats?.change), changeOf(each)), sign: changeOf },
  {
    title: '%',
    text: (each) => signed(each.stats?.changePercent?.toFixed(2) ?? NOTHING, changeOf(each)),
    sign: changeOf,
  },
  { title: 'bid size', text: (each) => size(each, each.quote?.bidSize) },
  { title: 'bid', text: (each) => price(each, each.quote?.bid) },
  { title: 'ask', text: (each) => price(each, each.quote?.ask) },
  { title: 'ask size', text: (each) => size(each, each.quote?.askSize) },
  { title: 'volume', text: (each) => shortened(each, each.stats?.volume) },
  { title: 'age', text: ({ quote, stats }, now) => age(now, Math.max(quote?.tsRecv ?? 0, stats?.tsRecv ?? 0)) },
]

/** The lines of the table, `now` being the tape time of the deck. */
export function tableLines(symbols: readonly WatchedSymbol[], now: number, settings: TableSettings): readonly string[] {
  const most = Math.max(1, settings.rows - 2)
  const shown = symbols.length > most ? symbols.slice(0, most - 1) : symbols
  const cells = shown.map((symbol) => COLUMNS.map((column) => column.text(symbol, now)))
  const widths = COLUMNS.map(({ title }, place) =>
    Math.max(title.length, ...cells.map((row) => row[place]?.length ?? 0)),
  )
  // what does not fit is left out from the right, so that no line breaks
  const fitting = COLUMNS.map((_, place) => widths.slice(0, place + 1).reduce((sum, width) => sum + width + 2, -2))
  const columns = COLUMNS.filter((_, place) => place === 0 || (fitting[place] ?? 0) < settings.columns)

  const line = (texts: readonly string[], style: (column: Column, text: string) => string): string =>
    columns
      .map((column, place) => {
        const text = texts[place] ?? ''
        const width = widths[place] ?? 0
        return style(column, column.left === true ? text.padEnd(width) : text.padStart(width))
      })
      .join('  ')
      .trimEnd()
  const paint = (code: string, text: string): string => (settings.isStyled ? `${code}${text}${PLAIN}` : text)
  const rows = shown.map((symbol, row) =>
    line(cells[row] ?? [], (column, text) => {
      const sign = column.sign?.(symbol) ?? 0
      return sign === 0 ? text : paint(sign > 0 ? GREEN : RED, text)
    }),
  )
  const left = symbols.length - shown.length
  const head = line(
    COLUMNS.map(({ title }) => title),
    (_, text) => text,
  )
  return [
    paint(DIM, head),
    ...rows,
    ...(left === 0 ? [] : [paint(DIM, `and ${left} more: the window is too low for them`)]),
  ]
}

/** The line above the table: what the deck does. */
export function deckLine(
  deck: DeckStatus | undefined,
  now: number,
  connection: string,
  settings: TableSettings,
): string {
  const speed =
    deck === undefined || deck.speed === 1
      ? ''
      : `, ${deck.speed === 'max' ? 'as fast as it goes' : `speed ${deck.speed}`}`
  const what = deck === undefined ? connection : `${deck.deck}: ${deck.source.name}, ${deck.state}${speed}`
  const trouble = connection === 'connected' || deck === undefined ? '' : ` (${connection})`
  const time = deck === undefined ? '' : `${timeText(now).slice(0, 19).replace('T', ' ')} UTC  `
  const line = `${time}${what}${trouble}`.slice(0, settings.columns - 1)
  return settings.isStyled ? `${DIM}${line}${PLAIN}` : line
}

function changeOf({ stats }: WatchedSymbol): number {
  return stats?.change ?? 0
}

function signed(text: string, sign: number): string {
  return sign > 0 && text !== NOTHING ? `+${text}` : text
}

function price({ instrument }: WatchedSymbol, value: number | null | undefined): string {
  return value?.toFixed(instrument.pricePrecision) ?? NOTHING
}

function size({ instrument }: WatchedSymbol, value: number | null | undefined): string {
  const text = value?.toFixed(instrument.sizePrecision) ?? NOTHING
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

function shortened(symbol: WatchedSymbol, value: number | undefined): string {
  if (value === undefined) return NOTHING
  const found = SHORT_UNITS.find(({ from }) => value >= from)
  if (found === undefined) return value.toFixed(Math.min(2, symbol.instrument.sizePrecision))
  return `${(value / (found.unit === 'k' ? 1e3 : found.from)).toFixed(2)}${found.unit}`
}

/** How long ago the last update was, in tape time. */
function age(now: number, tsRecv: number): string {
  if (tsRecv === 0) return NOTHING
  const past = Math.max(0, now - tsRecv)
  if (past < 10 * MICROS_PER_SECOND) return `${(past / MICROS_PER_SECOND).toFixed(1)}s`
  if (past < MICROS_PER_MINUTE) return `${Math.floor(past / MICROS_PER_SECOND)}s`
  if (past < MICROS_PER_HOUR) return `${Math.floor(past / MICROS_PER_MINUTE)}m`
  return `${Math.floor(past / MICROS_PER_HOUR)}h`
}
