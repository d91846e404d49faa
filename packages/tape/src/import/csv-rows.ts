/** The rows of CSV files as columns of numbers, each value checked where it is read. */

import { TapedeckError, type AggressorSide, type Micros, type TradeId } from '@tapedeck/protocol'
import { recogniseColumns, type ColumnMap, type QuoteColumns, type TradeColumns } from './columns.ts'
import { createDecimalStatistics, readDecimal, type DecimalStatistics } from './decimals.ts'
import { parseTimestamp } from './timestamp.ts'

/** Quotes, one array a field; a side that is empty is NaN. */
export interface QuoteRows {
  readonly ts: Micros[]
  readonly bid: number[]
  readonly bidSize: number[]
  readonly ask: number[]
  readonly askSize: number[]
}

export interface TradeRows {
  readonly ts: Micros[]
  readonly tradeId: TradeId[]
  readonly price: number[]
  readonly size: number[]
  readonly side: AggressorSide[]
}

/** A CSV file that is being read. */
export interface CsvTable {
  readonly kind: 'quotes' | 'trades'
  /** The column that each field is read from, by its name. */
  readonly fields: Readonly<Record<string, string>>
  /** Takes the next row; `line` is its place in the file. Throws `BAD_CSV`. */
  row(values: readonly string[], line: number): void
}

export interface CsvRows {
  readonly quotes: QuoteRows
  readonly trades: TradeRows
  readonly prices: DecimalStatistics
  readonly sizes: DecimalStatistics
  /** Sum of the trades' sizes. */
  readonly volume: number
  /** Rows whose time is before that of a row above them. */
  readonly reordered: number
  /** Begins a file; what it holds is told by its columns. Throws `BAD_CSV`. */
  table(file: string, columns: readonly string[]): CsvTable
}

/** What programs write for a value that is not there. */
const MISSING = new Set(['', 'nan', 'null', 'none', 'na', 'n/a'])
const SIDES: Readonly<Record<string, AggressorSide>> = {
  b: 'buy',
  bid: 'buy',
  buy: 'buy',
  s: 'sell',
  a: 'sell',
  ask: 'sell',
  sell: 'sell',
  n: 'unknown',
  unknown: 'unknown',
}
/** The buyer was the maker, so the seller took liquidity. */
const BUYER_MAKER_SIDES: Readonly<Record<string, AggressorSide>> = {
  true: 'sell',
  t: 'sell',
  '1': 'sell',
  false: 'buy',
  f: 'buy',
  '0': 'buy',
}

export function createCsvRows(map: ColumnMap = {}): CsvRows {
  const quotes: QuoteRows = { ts: [], bid: [], bidSize: [], ask: [], askSize: [] }
  const trades: TradeRows = { ts: [], tradeId: [], price: [], size: [], side: [] }
  const prices = createDecimalStatistics()
  const sizes = createDecimalStatistics()
  let volume = 0
  let reordered = 0
  /** Files about different symbols are not one instrument's tape. */
  let symbol: string | undefined

  const table = (file: string, columns: readonly string[]): CsvTable => {
    const found = recogniseColumns(file, columns, map)
    let values: readonly string[] = []
    let line = 1
    let latest = -Infinity

    const textAt = (column: number | undefined): string => (column === undefined ? '' : (values[column] ?? '').trim())
    const bad = (column: number | undefined, rule: string): TapedeckError => {
      const name = (column === undefined ? undefined : columns[column]) ?? '?'
      const value = textAt(column).slice(0, 80)
      return new TapedeckError('BAD_CSV', `${file}, line ${line}: ${name} ${JSON.stringify(value)} ${rule}`, {
        file,
        line,
        column: name,
        value,
      })
    }
    const begin = (row: readonly string[], at: number): void => {
      values = row
      line = at
      if (row.length === columns.length) return
      throw new TapedeckError(
        'BAD_CSV',
        `${file}, line ${at}: has ${row.length} values for ${columns.length} columns`,
        {
          file,
          line: at,
        },
      )
    }
    const time = (): Micros => {
      const ts = parseTimestamp(textAt(found.time))
      if (ts === undefined) throw bad(found.time, 'is not a time: use ISO 8601, or an integer since 1970')
      if (ts < latest) reordered++
      latest = Math.max(latest, ts)
      return ts
    }
    const checkSymbol = (): void => {
      if (found.symbol === undefined) return
      const text = textAt(found.symbol)
      symbol ??= text
      if (text !== symbol)
        throw bad(found.symbol, `is not the symbol of the rows before, "${symbol}": import one at a time`)
    }
    /** NaN where the value is missing. */
    const decimal = (column: number | undefined, statistics: DecimalStatistics): number => {
      const text = textAt(column)
      if (MISSING.has(text.toLowerCase())) return NaN
      const read = readDecimal(text)
      if (read === undefined) throw bad(column, 'is not a decimal')
      if (statistics === sizes && read.value < 0) throw bad(column, 'is a size below 0')
      statistics.add(read)
      return read.value
    }
    const present = (n: number, column: number): number => {
      if (Number.isNaN(n)) throw bad(column, 'is missing')
      return n
    }

    const quoteRow = (at: QuoteColumns): void => {
      quotes.ts.push(time())
      const bid = decimal(at.bid, prices)
      const bidSize = decimal(at.bidSize, sizes)
      const ask = decimal(at.ask, prices)
      const askSize = decimal(at.askSize, sizes)
      quotes.bid.push(bid)
      quotes.ask.push(ask)
      // a size without a price is no side
      quotes.bidSize.push(Number.isNaN(bid) ? NaN : bidSize)
      quotes.askSize.push(Number.isNaN(ask) ? NaN : askSize)
    }
    const tradeRow = (at: TradeColumns): void => {
      trades.ts.push(time())
      trades.price.push(present(decimal(at.price, prices), at.price))
      const size = present(decimal(at.size, sizes), at.size)
      trades.size.push(size)
      volume += size
      // a file without ids gets its row numbers
      trades.tradeId.push(at.tradeId === undefined ? trades.ts.length : readTradeId(textAt(at.tradeId)))
      trades.side.push(readSide(at))
    }
    const readSide = (at: TradeColumns): AggressorSide => {
      const column = at.side ?? at.buyerMaker
      const text = textAt(column).toLowerCase()
      if (MISSING.has(text)) return 'unknown'
      const side = (at.side === undefined ? BUYER_MAKER_SIDES : SIDES)[text]
      if (side === undefined) throw bad(column, at.side === undefined ? 'is not true or false' : 'is not buy or sell')
      return side
    }

    return {
      kind: found.kind,
      fields: fieldsOf(found, columns),
      row(row, at) {
        begin(row, at)
        checkSymbol()
        if (found.kind === 'quotes') quoteRow(found)
        else tradeRow(found)
      },
    }
  }
  return {
    quotes,
    trades,
    prices,
    sizes,
    get volume() {
      return volume
    },
    get reordered() {
      return reordered
    },
    table,
  }
}

function fieldsOf(
  { kind: _kind, ...places }: QuoteColumns | TradeColumns,
  columns: readonly string[],
): Record<string, string> {
  const found = Object.entries<number | undefined>(places)
  return Object.fromEntries(
    found.flatMap(([field, place]) => (place === undefined ? [] : [[field, columns[place] ?? '']])),
  )
}

/** An integer where that loses nothing. */
function readTradeId(text: string): TradeId {
  const n = Number(text)
  return Number.isSafeInteger(n) && String(n) === text ? n : text
}
