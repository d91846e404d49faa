/** All state of one instrument, and how each kind of event folds into it. */

import {
  INTERVALS,
  TapedeckError,
  type BarState,
  type ByteReader,
  type ByteWriter,
  type Instrument,
  type Interval,
  type Micros,
  type QuoteEvent,
  type Seq,
  type StatusEvent,
  type TradeBustEvent,
  type TradeEvent,
} from '@tapedeck/protocol'
import { BarSeries } from './bar-series.ts'
import { Book } from './book.ts'
import { DayStats } from './day-stats.ts'
import type { MarketListener, MarketOptions } from './market-face.ts'
import { readOptional, writeOptional } from './state-bytes.ts'
import { TradeRing } from './trade-ring.ts'

export class InstrumentState {
  instrument: Instrument
  ended = false
  quote: QuoteEvent | undefined
  status: StatusEvent | undefined
  /** Number of the last trade or bust. */
  tradeSeq: Seq = 0 as Seq
  /** Where the newest bars stand, at which an interval opens that has volume and no price of its own; NaN before the first. */
  reference: number = NaN
  /** The earliest end of a running bar or of the day. */
  nextBoundary: number = Infinity
  readonly stats: DayStats = new DayStats()
  readonly trades: TradeRing
  readonly book: Book = new Book()
  /** In the order of `INTERVALS`. */
  readonly series: readonly BarSeries[]
  readonly #listener: MarketListener

  constructor(instrument: Instrument, options: Required<MarketOptions>, listener: MarketListener) {
    this.instrument = instrument
    this.trades = new TradeRing(options.maxTrades)
    this.series = INTERVALS.map((interval) => new BarSeries(instrument.id, interval, options.maxBars))
    this.#listener = listener
  }

  /** Takes the place of an instrument of the same symbol: who listens to the symbol sees one numbering. */
  continueNumbers(before: InstrumentState): void {
    this.tradeSeq = before.tradeSeq
    this.stats.continueFrom(before.stats.seq)
    this.series.forEach((series, place) => {
      series.continueFrom(before.series[place]?.seq ?? series.seq)
    })
  }

  seriesOf(interval: Interval): BarSeries {
    // the series stand in the order of the intervals, one each
    return this.series[INTERVALS.indexOf(interval)] as BarSeries
  }

  /** Hot path: most events of a market are quotes. */
  applyQuote(event: QuoteEvent): void {
    this.quote = event
    if (this.instrument.barSource !== 'mid' || event.bid === null || event.ask === null) return
    const mid = Math.floor((event.bid + event.ask) / 2)
    const time = event.tsRecv
    this.#beginDay(time)
    const statsChanged = this.stats.move(mid)
    if (statsChanged) this.stats.changed(time)
    let barsChanged = false
    for (const series of this.series) {
      const { running } = series
      if (!running.live) this.#open(series, time, mid)
      else if (running.close !== mid) running.move(mid)
      else continue
      series.changed()
      barsChanged = true
    }
    this.reference = mid
    if (statsChanged) this.#listener.statsChanged?.(this.instrument.id)
    if (barsChanged) this.#listener.barsChanged?.(this.instrument.id)
  }

  /** Hot path. */
  applyTrade(event: TradeEvent): void {
    const { price, size, tsRecv: time } = event
    const { symbol, barSource } = this.instrument
    const late = event.condition === 'late'
    const moves = barSource === 'trade' && !late
    // these throw before anything has changed
    for (const series of this.series) series.checkVolume(size, symbol)
    this.stats.count(price, size, symbol)
    this.#beginDay(time)
    if (moves) this.stats.move(price)
    if (!late) this.stats.setLastSize(size)
    this.stats.changed(time)

    if (moves || Number.isNaN(this.reference)) this.reference = price
    const reference = this.reference
    for (const series of this.series) {
      const { running } = series
      if (!running.live) this.#open(series, time, reference)
      else if (moves) running.move(price)
      running.volume += size
      running.tradeCount++
      series.changed()
    }
    this.trades.push(event)
    this.tradeSeq = event.seq
    this.#listener.statsChanged?.(this.instrument.id)
    this.#listener.barsChanged?.(this.instrument.id)
  }

  /**
   * Takes back volume, notional and count from the day and from every bar that holds the trade. A bar or day that never
   * counted it (the tape began later) stays as it is. Open, high, low and close stay too: no trades are held to find them from.
   */
  applyBust(event: TradeBustEvent): void {
    const { price, size, tsTrade } = event
    const statsChanged = this.stats.takeBack(tsTrade, price, size, this.instrument.symbol)
    this.trades.remove(event.tradeId)
    this.tradeSeq = event.seq
    if (statsChanged) this.stats.changed(event.tsRecv)
    let barsChanged = false
    const corrected: BarState[] = []
    for (const series of this.series) {
      const bar = series.takeBack(tsTrade, size)
      if (bar === 'running') barsChanged = true
      else if (bar !== undefined) corrected.push(bar)
    }
    if (statsChanged) this.#listener.statsChanged?.(this.instrument.id)
    if (barsChanged) this.#listener.barsChanged?.(this.instrument.id)
    for (const bar of corrected) this.#listener.barClosed?.(bar)
  }

  /** Closes the bars that end at a boundary, shortest first, then rolls the day where it ends there. */
  passBoundary(time: number, target: Micros): void {
    for (const series of this.series) {
      if (!series.running.live || series.running.tsClose !== time) continue
      const bar = series.close()
      this.#listener.barClosed?.(bar)
    }
    if (this.stats.tsDayClose === time) {
      this.stats.roll(target, this.instrument.dayStart)
      this.#listener.statsChanged?.(this.instrument.id)
    }
    this.findBoundary()
  }

  findBoundary(): void {
    let boundary = this.stats.tsDayClose
    for (const { running } of this.series) {
      if (running.live && running.tsClose < boundary) boundary = running.tsClose
    }
    this.nextBoundary = boundary
  }

  /** What bars and statistics are folded to; events are saved by the market. */
  save(writer: ByteWriter, marketTime: number): void {
    const reference = Number.isNaN(this.reference) ? 0 : this.reference
    writeOptional(writer, this.reference)
    writer.uint(this.tradeSeq)
    this.stats.save(writer, marketTime)
    for (const series of this.series) series.save(writer, marketTime, reference)
  }

  /** Mirrors `save`, in a state of which nothing has happened yet. */
  load(reader: ByteReader, marketTime: number): void {
    this.reference = readOptional(reader, NaN)
    const reference = Number.isNaN(this.reference) ? 0 : this.reference
    this.tradeSeq = reader.uint() as Seq
    this.stats.load(reader, marketTime, this.instrument.symbol)
    for (const series of this.series) series.load(reader, marketTime, reference)
    this.findBoundary()
  }

  #beginDay(time: Micros): void {
    if (this.stats.begun) return
    this.stats.begin(time, this.instrument.dayStart)
    this.nextBoundary = Math.min(this.nextBoundary, this.stats.tsDayClose)
  }

  #open(series: BarSeries, time: number, price: number): void {
    series.open(time, price, this.instrument.dayStart)
    this.nextBoundary = Math.min(this.nextBoundary, series.running.tsClose)
  }
}

/** The order of boundaries that fall on one instant. */
export function inOrderOfIds(states: ReadonlyMap<number, InstrumentState>): InstrumentState[] {
  return [...states.values()].sort((a, b) => a.instrument.id - b.instrument.id)
}

/** Precisions never change under one id. Throws `BAD_INSTRUMENT`. */
export function checkSamePrecisions(before: Instrument, instrument: Instrument): void {
  for (const field of ['pricePrecision', 'sizePrecision'] as const) {
    if (instrument[field] !== before[field]) {
      throw new TapedeckError(
        'BAD_INSTRUMENT',
        `instrument ${instrument.symbol}: ${field} changes from ${before[field]} to ${instrument[field]}: a new precision needs a new id that replaces ${before.id}`,
        { symbol: instrument.symbol, field },
      )
    }
  }
}
