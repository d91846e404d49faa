/** A row's trading status: the phases of its venue's calendar, what scenarios put over them, and auctions. */

import {
  MICROS_PER_DAY,
  MICROS_PER_HOUR,
  MICROS_PER_SECOND,
  TRADING_STATUSES,
  type Micros,
  type TradingStatus,
} from '@tapedeck/protocol'
import { dexp, dpow } from '../arithmetic/elementary.ts'
import { openStream } from '../arithmetic/random-stream.ts'
import { MEAN_OVER_TYPICAL_SIZE, type SimulatedInstrument } from '../instruments/simulated-instrument.ts'
import { ASK, BID } from './book.ts'
import type { EventWriter } from './event-writer.ts'
import { FIELD, type Rows } from './rows.ts'
import type { Trading } from './trading.ts'

/** A status that a scenario puts in the place of trading. */
export interface Override {
  readonly status: TradingStatus
  readonly reason: string
}

/** An auction prints this share of a day's volume, up to twice; one that a scenario calls, so much less of it. */
const AUCTION_SHARE = 0.05
const CALLED_AUCTION_SHARE = 0.005
/** Between two looks at an auction: at least, and on average beyond. */
const LEAST_LOOK_SECONDS = 0.5
const MEAN_LOOK_SECONDS = 2.5
/** How far the indicative price is off when nothing has been collected, in days' deviations. */
const INDICATIVE_DEVIATION = 0.05
/** A market that was closed for less opens where it closed. */
const LEAST_GAP_MICROS = MICROS_PER_HOUR
/** Tail index of opening gaps, and the most deviations that one has. */
const GAP_INDEX = 3
const LARGEST_GAP = 10

export class Session {
  /** By row; saved with the rest. */
  readonly overrides: Map<number, Override> = new Map()
  private readonly rows: Rows
  private readonly writer: EventWriter
  private readonly trading: Trading
  private readonly seed: number

  constructor(rows: Rows, writer: EventWriter, trading: Trading, seed: number) {
    this.rows = rows
    this.writer = writer
    this.trading = trading
    this.seed = seed
  }

  /** The first event of a row: how it stands. */
  begin(row: number, time: Micros, reason: string): void {
    const { status } = this.phase(row, time)
    this.rows.set(row, FIELD.closedSince, NaN)
    this.enter(row, time, status, reason)
    this.schedule(row, time)
  }

  /** A phase ends, or an auction is looked at. */
  timer(row: number, time: Micros): void {
    this.refresh(row, time)
    if (this.status(row) === 'auction' && time >= this.rows.get(row, FIELD.lookTimer)) this.indicate(row, time, false)
    this.schedule(row, time)
  }

  /** Puts a status over trading, or takes it away. */
  override(row: number, time: Micros, override: Override | null): void {
    if (override === null) this.overrides.delete(row)
    else this.overrides.set(row, override)
    this.refresh(row, time)
    this.schedule(row, time)
  }

  status(row: number): TradingStatus {
    return TRADING_STATUSES[this.rows.get(row, FIELD.status)] as TradingStatus
  }

  /** Whether the calendar or a scenario wants another status than the row has; if so it gets it. */
  private refresh(row: number, time: Micros): void {
    const { status, reason } = this.phase(row, time)
    const before = this.status(row)
    if (status === before) return
    if (before === 'auction') this.print(row, time)
    this.enter(row, time, status, reason)
  }

  private phase(row: number, time: Micros): Override {
    const phase = this.rows.infos[row]?.calendar.phaseAt(time)
    if (phase === undefined) throw new Error('a row that is open has a calendar')
    return phase.status === 'trading' ? (this.overrides.get(row) ?? phase) : phase
  }

  private enter(row: number, time: Micros, status: TradingStatus, reason: string): void {
    const { rows, writer, trading } = this
    rows.set(row, FIELD.status, TRADING_STATUSES.indexOf(status))
    writer.status(row, time, reason)
    if (status === 'trading' || status === 'auction') this.gap(row, time)
    if (status === 'trading') {
      const factor = rows.get(row, FIELD.factorRow)
      if (factor >= 0) rows.price.skipFactor(row, rows.factors.levelAt(factor, Math.floor(rows.seconds(time))))
      trading.reopenBook(row, time)
      trading.begin(row, time)
      return
    }
    trading.end(row)
    if (status === 'auction') {
      const called = this.overrides.has(row)
      const share = (called ? CALLED_AUCTION_SHARE : AUCTION_SHARE) * (1 + rows.session.uniform(row))
      rows.set(row, FIELD.auctionSize, this.dailyVolume(row) * share)
      rows.set(row, FIELD.auctionSince, time)
      this.indicate(row, time, false)
      return
    }
    if (status === 'closed') rows.set(row, FIELD.closedSince, time)
    this.clearBook(row)
    writer.bookSnapshot(row, time)
    writer.quote(row, time)
  }

  /** What was thought overnight comes at once: a gap with a heavy tail, in part that of the factor. */
  private gap(row: number, time: Micros): void {
    const { rows } = this
    const since = rows.get(row, FIELD.closedSince)
    rows.set(row, FIELD.closedSince, NaN)
    // also where it is not a number: the row was never closed
    if (!(time - since >= LEAST_GAP_MICROS)) return
    const { parameters } = this.simulated(row)
    const own = rows.session.normal(row)
    const tail = Math.min(LARGEST_GAP, dpow(rows.session.uniform(row), -1 / GAP_INDEX) * GAP_SCALE)
    const { factor } = parameters
    const loading = factor === null ? 0 : parameters.factorLoading
    const day = Math.floor(time / MICROS_PER_DAY)
    const common = factor === null ? 0 : openStream(this.seed, `factor ${factor}`, `gap ${day}`).normal()
    const deviation = parameters.dailyVolatility * Math.sqrt(parameters.overnightShare)
    const gap = deviation * tail * (loading * common + Math.sqrt(1 - loading * loading) * own)
    rows.price.set(row, rows.price.ticks(row) * dexp(gap))
  }

  /** Shows the price and size at which the auction would end now: a locked quote, the whole of the book. */
  private indicate(row: number, time: Micros, last: boolean): void {
    const { rows, writer } = this
    const { book, price, session } = rows
    const begun = rows.get(row, FIELD.auctionSince)
    const elapsed = (time - begun) / MICROS_PER_SECOND
    const collected = last ? 1 : elapsed / (elapsed + MEAN_LOOK_SECONDS)
    const noise = session.normal(row) * INDICATIVE_DEVIATION * (1 - collected)
    const { dailyVolatility } = this.simulated(row).parameters
    const ticks = price.ticks(row)
    const indicative = Math.max(rows.touch.floor(row), Math.round(ticks * (1 + dailyVolatility * noise)))
    const size = rows.sizes.rounded(row, rows.get(row, FIELD.auctionSize) * (0.1 + 0.9 * collected))
    this.clearBook(row)
    book.pushBest(row, BID, indicative, size)
    book.pushBest(row, ASK, indicative, size)
    writer.bookSnapshot(row, time)
    writer.quote(row, time)
    const wait = LEAST_LOOK_SECONDS + MEAN_LOOK_SECONDS * session.exponential(row)
    rows.set(row, FIELD.lookTimer, time + Math.round(wait * MICROS_PER_SECOND))
  }

  /** The auction ends in one print. */
  private print(row: number, time: Micros): void {
    const { book } = this.rows
    this.indicate(row, time, true)
    this.writer.trade(row, time, book.price(row, BID, 0), book.size(row, BID, 0), 0, 'auction')
  }

  private schedule(row: number, time: Micros): void {
    const { rows } = this
    const to = rows.infos[row]?.calendar.phaseAt(time).to ?? Infinity
    const look = this.status(row) === 'auction' ? rows.get(row, FIELD.lookTimer) : Infinity
    rows.set(row, FIELD.sessionTimer, Math.min(to, look))
  }

  private clearBook(row: number): void {
    const { book } = this.rows
    book.clearChanges()
    book.clear(row, BID)
    book.clear(row, ASK)
  }

  private dailyVolume(row: number): number {
    const { parameters } = this.simulated(row)
    const seconds = this.rows.infos[row]?.calendar.tradingSecondsPerDay ?? 0
    return parameters.tradesPerSecond * seconds * MEAN_OVER_TYPICAL_SIZE * parameters.typicalSize
  }

  private simulated(row: number): SimulatedInstrument {
    const info = this.rows.infos[row]
    if (info === undefined) throw new Error('a row that is open has an instrument')
    return info.simulated
  }
}

/** Makes the tail's variance 1. */
const GAP_SCALE = Math.sqrt((GAP_INDEX - 2) / GAP_INDEX)
