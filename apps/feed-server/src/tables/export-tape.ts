/** Writes the quotes, trades or bars of a tape as a table: CSV or Parquet, with the very decimals that stand on the tape. */

import { rename, rm, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import {
  formatScaled,
  TapedeckError,
  type Instrument,
  type QuoteEvent,
  type SourceEvent,
  type TradeEvent,
} from '@tapedeck/protocol'
import type { TapeSource } from '@tapedeck/tape'
import { quoted, type Row, type Tables } from './tables.ts'

export const TABLE_KINDS = ['quotes', 'trades'] as const
export type TableKind = (typeof TABLE_KINDS)[number]

export interface TableExport {
  readonly source: TapeSource
  readonly out: string
  readonly form: 'csv' | 'parquet'
  readonly kind: TableKind
  readonly overwrite: boolean
  /** Default: all. */
  readonly symbols: ReadonlySet<string> | undefined
  /** Only events of `from <= tsRecv < to`. */
  readonly from: number
  readonly to: number
  /** Told now and then how many events were read. */
  readonly onProgress: (events: number) => void
}

/** Columns of each kind, with their types. Times are Unix microseconds. Decimals are text in CSV and exact decimals in Parquet. */
const COLUMNS = {
  quotes: ['ts', 'tsRecv', 'seq', 'symbol', 'bid', 'bidSize', 'ask', 'askSize'],
  trades: ['ts', 'tsRecv', 'seq', 'symbol', 'tradeId', 'price', 'size', 'aggressorSide', 'condition'],
} as const
const INTEGERS = new Set(['ts', 'tsRecv', 'seq'])
const DECIMALS = new Set(['bid', 'bidSize', 'ask', 'askSize', 'price', 'size'])
/** Rows that travel at once. */
const ROWS_AT_ONCE = 10_000
/** Prices and sizes have 15 digits, of which up to 12 are decimals. */
const DECIMAL_TYPE = 'DECIMAL(27, 12)'

/** Answers how many rows were written. Rejects with `TAPE_WRITE_FAILED`, `TABLES_FAILED`, or what is wrong with the tape. */
export async function exportTable(tables: Tables, asked: TableExport): Promise<number> {
  const { out, overwrite, kind, form } = asked
  if (!overwrite && (await stat(out).catch(() => undefined)) !== undefined) {
    throw new TapedeckError(
      'TAPE_WRITE_FAILED',
      `${out} exists and is not overwritten: name another file, or --overwrite`,
      {
        path: out,
      },
    )
  }
  const unfinished = `${resolve(out)}.part`
  const database = `${resolve(out)}.rows`
  const session = await tables.open(database, [unfinished])
  try {
    const columns = COLUMNS[kind]
    const types = columns.map((column) => `"${column}" ${INTEGERS.has(column) ? 'BIGINT' : 'VARCHAR'}`)
    await session.run(`CREATE TABLE events (${types.join(', ')})`)
    let rows = 0
    for await (const piece of rowsOf(asked)) {
      await session.append('events', piece)
      rows += piece.length
    }
    const selected = columns.map((column) =>
      form === 'parquet' && DECIMALS.has(column)
        ? `CAST("${column}" AS ${DECIMAL_TYPE}) AS "${column}"`
        : `"${column}"`,
    )
    const options = form === 'csv' ? 'FORMAT csv, HEADER' : 'FORMAT parquet, COMPRESSION zstd'
    await session.run(`COPY (SELECT ${selected.join(', ')} FROM events) TO ${quoted(unfinished)} (${options})`)
    await session.close()
    await rename(unfinished, out)
    return rows
  } catch (thrown) {
    await session.close().catch(() => undefined)
    throw thrown
  } finally {
    for (const path of [unfinished, database, `${database}.wal`]) await rm(path, { force: true })
  }
}

async function* rowsOf(asked: TableExport): AsyncGenerator<readonly Row[]> {
  const { source, kind, symbols, from, to, onProgress } = asked
  const instruments = new Map(source.header.instruments.map((instrument) => [instrument.id, instrument]))
  let rows: Row[] = []
  let events = 0
  while (await source.fill()) {
    for (let event = source.next(); event !== undefined; event = source.next()) {
      events++
      if (event.tsRecv >= to) {
        yield rows
        return
      }
      if (event.type === 'instrument') instruments.set(event.instrumentId, event.instrument)
      if (event.tsRecv < from) continue
      const row = rowOf(event, kind, instruments, symbols)
      if (row !== undefined) rows.push(row)
      if (rows.length < ROWS_AT_ONCE) continue
      yield rows
      rows = []
    }
    onProgress(events)
  }
  yield rows
}

function rowOf(
  event: SourceEvent,
  kind: TableKind,
  instruments: ReadonlyMap<number, Instrument>,
  symbols: ReadonlySet<string> | undefined,
): Row | undefined {
  const isChosen = kind === 'quotes' ? event.type === 'quote' : event.type === 'trade'
  if (!isChosen || (event.type !== 'quote' && event.type !== 'trade')) return undefined
  const instrument = instruments.get(event.instrumentId)
  if (instrument === undefined || symbols?.has(instrument.symbol) === false) return undefined
  return event.type === 'quote' ? quoteRow(event, instrument) : tradeRow(event, instrument)
}

function quoteRow(event: QuoteEvent, { symbol, pricePrecision, sizePrecision }: Instrument): Row {
  const text = (n: number | null, precision: number): string | null => (n === null ? null : formatScaled(n, precision))
  const { ts, tsRecv, seq, bid, bidSize, ask, askSize } = event
  const prices = [text(bid, pricePrecision), text(bidSize, sizePrecision), text(ask, pricePrecision)]
  return [BigInt(ts), BigInt(tsRecv), BigInt(seq), symbol, ...prices, text(askSize, sizePrecision)]
}

function tradeRow(event: TradeEvent, { symbol, pricePrecision, sizePrecision }: Instrument): Row {
  const { ts, tsRecv, seq, tradeId, price, size, aggressorSide, condition } = event
  const figures = [formatScaled(price, pricePrecision), formatScaled(size, sizePrecision)]
  return [BigInt(ts), BigInt(tsRecv), BigInt(seq), symbol, String(tradeId), ...figures, aggressorSide, condition]
}
