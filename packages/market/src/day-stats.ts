/** Statistics of an instrument's day. They roll at its `dayStart`, whether anything happened or not. */

import {
  checkScaled,
  corruptBytes,
  dayStartAtOrBefore,
  MICROS_PER_DAY,
  nextDayStart,
  SCALED_LIMIT,
  TapedeckError,
  type ByteReader,
  type ByteWriter,
  type DayStart,
  type HistoryBar,
  type Micros,
  type ScaledPrice,
  type ScaledSize,
  type Seq,
  type StatsState,
} from '@tapedeck/protocol'
import { NotionalSum } from './notional.ts'
import { readInt, readOptional, readTime, writeOptional, writeTime } from './state-bytes.ts'

/** What is not known yet. Not null, so that a field stays a plain double and a trade allocates nothing. */
const UNKNOWN = NaN

export class DayStats {
  /** When the next day begins; before the first change there is no day yet. */
  tsDayClose: number = Infinity
  #tsDayOpen = UNKNOWN
  #tsRecv = 0
  #seq = 0
  #open = UNKNOWN
  #high = UNKNOWN
  #low = UNKNOWN
  #last = UNKNOWN
  #lastSize = UNKNOWN
  #prevClose = UNKNOWN
  #volume = 0
  #tradeCount = 0
  readonly #notional = new NotionalSum()

  get seq(): Seq {
    return this.#seq as Seq
  }

  /** Goes on with the numbers of statistics that these take the place of. */
  continueFrom(seq: Seq): void {
    this.#seq = seq
  }

  /** Whether the day of the first change, or of the history, has begun. */
  get begun(): boolean {
    return this.tsDayClose !== Infinity
  }

  /** Begins the first day. */
  begin(time: Micros, dayStart: DayStart): void {
    this.#tsDayOpen = dayStartAtOrBefore(time, dayStart)
    this.tsDayClose = nextDayStart(time, dayStart)
    this.#tsRecv = time
  }

  /** Numbers a change. */
  changed(time: number): void {
    this.#seq++
    this.#tsRecv = time
  }

  /** Takes a price. Returns whether it changed anything. */
  move(price: number): boolean {
    if (Number.isNaN(this.#open)) {
      this.#open = price
      this.#high = price
      this.#low = price
    } else if (price === this.#last) {
      return false
    } else if (price > this.#high) {
      this.#high = price
    } else if (price < this.#low) {
      this.#low = price
    }
    this.#last = price
    return true
  }

  /** Counts a trade. Throws `SCALED_OUT_OF_RANGE` and changes nothing where a sum has no room for it. */
  count(price: number, size: number, symbol: string): void {
    checkVolume(this.#volume + size, symbol)
    this.#notional.add(price, size, 1, symbol)
    this.#volume += size
    this.#tradeCount++
  }

  setLastSize(size: number): void {
    this.#lastSize = size
  }

  /** Takes a trade of this day back. Returns false, and changes nothing, where it is of another day or was never counted. */
  takeBack(tsTrade: number, price: number, size: number, symbol: string): boolean {
    // before the first day `#tsDayOpen` is not a number and nothing is at or after it
    if (!(tsTrade >= this.#tsDayOpen) || this.#tradeCount < 1 || this.#volume < size) return false
    this.#notional.add(price, size, -1, symbol)
    this.#volume -= size
    this.#tradeCount--
    return true
  }

  /**
   * Goes over to the next day. From a day in which nothing happened it goes straight to the one that holds `target`, and
   * numbers it as if it had stopped at each: time may jump over years.
   */
  roll(target: Micros, dayStart: DayStart): void {
    let tsDayOpen = this.tsDayClose
    let days = 1
    if (this.#isUntouched()) {
      tsDayOpen = Math.max(tsDayOpen, dayStartAtOrBefore(target, dayStart))
      days = Math.max(1, Math.round((tsDayOpen - this.#tsDayOpen) / MICROS_PER_DAY))
    }
    this.#tsDayOpen = tsDayOpen
    this.tsDayClose = nextDayStart(tsDayOpen as Micros, dayStart)
    this.#seq += days
    this.#tsRecv = tsDayOpen
    this.#clearDay()
  }

  /** Takes a bar of the time before the tape, of this day or an earlier one; its prices come in the order of time. */
  addHistory(bar: HistoryBar, symbol: string): void {
    if (bar.tsOpen >= this.#tsDayOpen) {
      checkVolume(this.#volume + bar.volume, symbol)
      this.#notional.addLimbs(bar.notional.high, bar.notional.low, symbol)
      this.#volume += bar.volume
      this.#tradeCount += bar.tradeCount
      if (Number.isNaN(this.#open)) {
        this.#open = bar.open
        this.#high = bar.high
        this.#low = bar.low
      } else {
        if (bar.high > this.#high) this.#high = bar.high
        if (bar.low < this.#low) this.#low = bar.low
      }
    } else {
      this.#prevClose = bar.close
    }
    this.#last = bar.close
  }

  /** The statistics as data; undefined before the first day. */
  toState(instrumentId: number): StatsState | undefined {
    if (!this.begun) return undefined
    return {
      instrumentId,
      seq: this.seq,
      tsDayOpen: this.#tsDayOpen as Micros,
      tsRecv: this.#tsRecv as Micros,
      open: known(this.#open) as ScaledPrice | null,
      high: known(this.#high) as ScaledPrice | null,
      low: known(this.#low) as ScaledPrice | null,
      last: known(this.#last) as ScaledPrice | null,
      lastSize: known(this.#lastSize) as ScaledSize | null,
      prevClose: known(this.#prevClose) as ScaledPrice | null,
      volume: this.#volume as ScaledSize,
      notional: this.#notional.toNotional(),
      tradeCount: this.#tradeCount,
    }
  }

  save(writer: ByteWriter, marketTime: number): void {
    writeTime(writer, this.tsDayClose, marketTime)
    writeTime(writer, this.#tsDayOpen, marketTime)
    writeTime(writer, this.#tsRecv, marketTime)
    writer.uint(this.#seq)
    const base = Number.isNaN(this.#last) ? 0 : this.#last
    writeOptional(writer, this.#last)
    for (const price of [this.#open, this.#high, this.#low, this.#prevClose]) writeOptional(writer, price - base)
    writeOptional(writer, this.#lastSize)
    writer.int(this.#volume)
    writer.uint(this.#tradeCount)
    writer.int(this.#notional.high)
    writer.int(this.#notional.low)
  }

  /** Mirrors `save`, in statistics of which nothing has happened yet. */
  load(reader: ByteReader, marketTime: number, symbol: string): void {
    this.tsDayClose = readTime(reader, marketTime, Infinity)
    this.#tsDayOpen = readTime(reader, marketTime, UNKNOWN)
    this.#tsRecv = readTime(reader, marketTime, 0)
    this.#seq = reader.uint()
    this.#last = readOptional(reader, UNKNOWN)
    const base = Number.isNaN(this.#last) ? 0 : this.#last
    this.#open = base + readOptional(reader, UNKNOWN)
    this.#high = base + readOptional(reader, UNKNOWN)
    this.#low = base + readOptional(reader, UNKNOWN)
    this.#prevClose = base + readOptional(reader, UNKNOWN)
    this.#lastSize = readOptional(reader, UNKNOWN)
    this.#volume = readInt(reader)
    this.#tradeCount = reader.uint()
    const high = readInt(reader)
    const low = readInt(reader)
    for (const n of [this.#last, this.#open, this.#high, this.#low, this.#prevClose, this.#lastSize, this.#volume]) {
      if (!Number.isNaN(n)) checkScaled(n)
    }
    if (this.begun && !(this.tsDayClose > marketTime)) throw corruptBytes('holds a day that does not run')
    checkScaled(high)
    this.#notional.addLimbs(high, low, symbol)
  }

  /** Whether the day is as a roll left it. */
  #isUntouched(): boolean {
    return Number.isNaN(this.#open) && this.#tradeCount === 0 && Object.is(this.#prevClose, this.#last)
  }

  #clearDay(): void {
    this.#prevClose = this.#last
    this.#open = UNKNOWN
    this.#high = UNKNOWN
    this.#low = UNKNOWN
    this.#volume = 0
    this.#tradeCount = 0
    this.#notional.clear()
  }
}

function known(n: number): number | null {
  return Number.isNaN(n) ? null : n
}

function checkVolume(volume: number, symbol: string): void {
  if (volume >= SCALED_LIMIT) {
    throw new TapedeckError(
      'SCALED_OUT_OF_RANGE',
      `${symbol}: the volume of its day passes 10^15 units: lower its sizePrecision under a new id`,
      { symbol },
    )
  }
}
