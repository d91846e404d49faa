/** Finds out by the names of its columns what a CSV file holds: quotes or trades, and where each value stands. */

import { TapedeckError } from '@tapedeck/protocol'

/** Position of each column, undefined where the file has none. */
export interface QuoteColumns {
  readonly kind: 'quotes'
  readonly time: number
  readonly symbol: number | undefined
  readonly bid: number | undefined
  readonly bidSize: number | undefined
  readonly ask: number | undefined
  readonly askSize: number | undefined
}

export interface TradeColumns {
  readonly kind: 'trades'
  readonly time: number
  readonly symbol: number | undefined
  readonly tradeId: number | undefined
  readonly price: number
  readonly size: number
  readonly buyerMaker: number | undefined
  readonly side: number | undefined
}

/** Names by which a column is known, best first; compared without case, spaces and punctuation. */
const NAMES = {
  time: ['timestamp', 'ts', 'tsevent', 'datetime', 'time', 'date', 'tradetime', 'eventtime', 'transacttime'],
  symbol: ['symbol', 'ticker', 'instrument', 'pair'],
  bid: ['bid', 'bidprice', 'bestbid', 'bestbidprice'],
  bidSize: ['bidsize', 'bidqty', 'bidquantity', 'bidamount', 'bidvolume', 'bestbidqty'],
  ask: ['ask', 'askprice', 'bestask', 'bestaskprice', 'offer'],
  askSize: ['asksize', 'askqty', 'askquantity', 'askamount', 'askvolume', 'bestaskqty', 'offersize'],
  price: ['price', 'tradeprice'],
  size: ['size', 'quantity', 'qty', 'amount', 'volume'],
  tradeId: ['tradeid', 'id', 'aggtradeid'],
  buyerMaker: ['buyermaker', 'isbuyermaker'],
  side: ['aggressorside', 'side', 'takerside'],
} as const

/** What a column can be the value of. */
export type ColumnField = keyof typeof NAMES
export const COLUMN_FIELDS: readonly ColumnField[] = Object.keys(NAMES) as ColumnField[]
/** Columns of fields by their exact names, where the guess by {@link NAMES} is not right. */
export type ColumnMap = Readonly<Partial<Record<ColumnField, string>>>

/** Throws `BAD_CSV` when the columns are neither a quote file's nor a trade file's. */
export function recogniseColumns(
  file: string,
  columns: readonly string[],
  map: ColumnMap = {},
): QuoteColumns | TradeColumns {
  const plain = columns.map((column) => column.toLowerCase().replace(/[^a-z0-9]/g, ''))
  const find = (field: ColumnField): number | undefined => {
    const mapped = columns.indexOf(map[field] ?? '')
    // another file may have the column
    if (mapped >= 0) return mapped
    for (const name of NAMES[field]) {
      const position = plain.indexOf(name)
      if (position >= 0) return position
    }
    return undefined
  }
  const reject = (problem: string): TapedeckError =>
    new TapedeckError('BAD_CSV', `${file}, line 1: ${problem}; its columns are ${columns.join(', ')}`, {
      file,
      line: 1,
      columns,
    })

  const time = find('time')
  const bid = find('bid')
  const ask = find('ask')
  const price = find('price')
  const quotes = bid !== undefined || ask !== undefined
  if (quotes && price !== undefined)
    throw reject('has columns of quotes (bid, ask) and of trades (price): split it in two')
  if (!quotes && price === undefined) {
    throw reject('is neither a file of quotes (bid, ask) nor of trades (price, size)')
  }
  if (time === undefined) throw reject('has no column of time (timestamp, ts, time, datetime or date)')
  const symbol = find('symbol')
  if (price === undefined) {
    return { kind: 'quotes', time, symbol, bid, bidSize: find('bidSize'), ask, askSize: find('askSize') }
  }
  const size = find('size')
  if (size === undefined) throw reject('has no column of sizes (size, quantity, qty or amount)')
  const sides = { buyerMaker: find('buyerMaker'), side: find('side') }
  return { kind: 'trades', time, symbol, tradeId: find('tradeId'), price, size, ...sides }
}
