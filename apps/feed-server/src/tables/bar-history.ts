/** Bars of one minute that are kept across restarts, and bars of any number of minutes made of them. */

import { join } from 'node:path'
import type { Deck } from '@tapedeck/deck'
import { formatScaled, MICROS_PER_DAY, MICROS_PER_MINUTE, toErrorBody, type BarState } from '@tapedeck/protocol'
import type { Log } from '../log.ts'
import { quoted, type Row, type Tables, type TableSession } from './tables.ts'

export interface KeptBar {
  /** Unix microseconds, a multiple of the interval. */
  readonly tsOpen: number
  /** Decimal text. */
  readonly open: string
  readonly high: string
  readonly low: string
  readonly close: string
  readonly volume: string
  readonly tradeCount: number
  /** The numbering that the bar's last minute came from: another one is another run of the market. */
  readonly epoch: string
}

export interface KeptBarsQuery {
  readonly symbol: string
  /** Whole minutes. */
  readonly minutes: number
  /** Bars of `from <= tsOpen < to`, the newest `limit` of them. */
  readonly from: number
  readonly to: number
  readonly limit: number
}

export interface BarHistory {
  /** Oldest first. Rejects with `TABLES_FAILED`. */
  read(query: KeptBarsQuery): Promise<readonly KeptBar[]>
  close(): Promise<void>
}

export interface BarHistoryOptions {
  readonly folder: string
  /** Bars older than so many days before the deck's position are forgotten. */
  readonly retentionDays: number
  readonly log: Log
}

const SCHEMA = `CREATE TABLE IF NOT EXISTS bars (
  symbol VARCHAR, ts_open BIGINT, open DECIMAL(27, 12), high DECIMAL(27, 12), low DECIMAL(27, 12), close DECIMAL(27, 12),
  volume DECIMAL(27, 12), trade_count BIGINT, epoch VARCHAR, PRIMARY KEY (symbol, ts_open))`
/** Bars that wait for a database that does not answer; the oldest beyond it are forgotten. */
const MOST_WAITING = 100_000

/** Begins to keep the bars of a deck. A database that is locked or fails costs history, is told of once, and is tried again with the next bars. */
export function openBarHistory(deck: Deck, tables: Tables, options: BarHistoryOptions): BarHistory {
  const { folder, retentionDays, log } = options
  const path = join(folder, 'history.duckdb')
  let waiting: Row[] = []
  let session: Promise<TableSession> | undefined
  let writing: Promise<void> | undefined
  /** Whether the last attempt failed; told when it begins to. */
  let isFailing = false

  const opened = (): Promise<TableSession> => {
    session ??= tables.open(path, []).then(async (found) => {
      await found.run(SCHEMA)
      return found
    })
    return session
  }
  const fail = (thrown: unknown): void => {
    session = undefined
    if (!isFailing) log.error(`history of bars is not kept for now: ${toErrorBody(thrown).message}`)
    isFailing = true
  }
  const write = async (): Promise<void> => {
    const rows = waiting
    waiting = []
    try {
      const database = await opened()
      for (const row of rows) await database.run('INSERT OR REPLACE INTO bars VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)', row)
      const oldest = deck.status().position - retentionDays * MICROS_PER_DAY
      await database.run('DELETE FROM bars WHERE ts_open < ?', [BigInt(Math.floor(oldest))])
      isFailing = false
    } catch (thrown) {
      waiting = [...rows, ...waiting].slice(-MOST_WAITING)
      fail(thrown)
    }
  }
  /** Resolves when everything was written, or once that failed. */
  const flush = async (): Promise<void> => {
    while (waiting.length > 0 || writing !== undefined) {
      writing ??= write().finally(() => (writing = undefined))
      await writing
      if (isFailing) return
    }
  }
  const stop = deck.on({
    barClosed(bar) {
      if (bar.interval === '1m') waiting.push(rowOf(bar, deck))
    },
    // once a second: a minute's bars come all at once
    status() {
      void flush()
    },
  })
  return {
    async read(query) {
      await flush()
      try {
        return (await (await opened()).run(sqlOf(query))).map(barOf)
      } catch (thrown) {
        session = undefined
        throw thrown
      }
    },
    async close() {
      stop()
      await flush()
      await session?.then((database) => database.close()).catch(() => undefined)
    },
  }
}

function rowOf(bar: BarState, deck: Deck): Row {
  const instrument = deck.market.instrument(bar.instrumentId)
  const { symbol = '', pricePrecision = 0, sizePrecision = 0 } = instrument ?? {}
  const prices = [bar.open, bar.high, bar.low, bar.close].map((price) => formatScaled(price, pricePrecision))
  const volume = formatScaled(bar.volume, sizePrecision)
  return [symbol, BigInt(bar.tsOpen), ...prices, volume, BigInt(bar.tradeCount), deck.header.epoch]
}

function sqlOf({ symbol, minutes, from, to, limit }: KeptBarsQuery): string {
  const interval = minutes * MICROS_PER_MINUTE
  const start = `(ts_open - ts_open % ${interval})`
  const last = Math.min(to, Number.MAX_SAFE_INTEGER)
  return `SELECT * FROM (SELECT ${start} AS ts, arg_min(open, ts_open), max(high), min(low), arg_max(close, ts_open), sum(volume),
    sum(trade_count)::BIGINT, arg_max(epoch, ts_open) FROM bars WHERE symbol = ${quoted(symbol)} AND ${start} >= ${from} AND ${start} < ${last}
    GROUP BY ts ORDER BY ts DESC LIMIT ${limit}) ORDER BY ts`
}

function barOf([ts, open, high, low, close, volume, trades, epoch]: Row): KeptBar {
  const text = (value: unknown): string => String(value).replace(/\.?0+$/, '')
  return {
    tsOpen: Number(ts),
    open: text(open),
    high: text(high),
    low: text(low),
    close: text(close),
    volume: text(volume),
    tradeCount: Number(trades),
    epoch: String(epoch),
  }
}
