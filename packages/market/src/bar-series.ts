/** The bars of one instrument and interval: those that have closed, and the one that runs. */

import {
  checkScaled,
  corruptBytes,
  dayStartAtOrBefore,
  INTERVAL_MICROS,
  nextDayStart,
  SCALED_LIMIT,
  TapedeckError,
  type BarState,
  type ByteReader,
  type ByteWriter,
  type DayStart,
  type Interval,
  type Micros,
  type Seq,
} from '@tapedeck/protocol'
import { BarRing } from './bar-ring.ts'
import type { BarAnswer, BarRange } from './market-face.ts'
import { RunningBar } from './running-bar.ts'
import { readInt, readTime, writeTime } from './state-bytes.ts'

/** Bits of a saved series. */
const LIVE = 0x01
const CORRECTED = 0x02

export class BarSeries {
  readonly interval: Interval
  readonly running: RunningBar = new RunningBar()
  readonly #closed: BarRing
  readonly #instrumentId: number
  /** End of the last bar that closed: the next one never opens before it. */
  #tsClosed = -Infinity
  #seq = 0

  constructor(instrumentId: number, interval: Interval, maxBars: number) {
    this.#instrumentId = instrumentId
    this.interval = interval
    this.#closed = new BarRing(maxBars)
  }

  /** The number of the last change in this series. */
  get seq(): Seq {
    return this.#seq as Seq
  }

  /** Goes on with the numbers of a series that it takes the place of. */
  continueFrom(seq: Seq): void {
    this.#seq = seq
  }

  /** Begins the bar that a time lies in, flat at a price; it counts as no change yet. */
  open(time: number, price: number, dayStart: DayStart): void {
    if (this.interval === '1d') {
      const at = time as Micros
      // an instrument whose day start was moved closes the day it was in before it opens another
      const tsOpen = Math.max(dayStartAtOrBefore(at, dayStart), this.#tsClosed)
      this.running.begin(tsOpen, nextDayStart(at, dayStart), price)
    } else {
      const length = INTERVAL_MICROS[this.interval]
      const tsOpen = time - (time % length)
      this.running.begin(tsOpen, tsOpen + length, price)
    }
  }

  /** Numbers a change of the running bar. */
  changed(): void {
    this.running.seq = ++this.#seq
  }

  /** Throws `SCALED_OUT_OF_RANGE` where the running bar has no room for more volume. */
  checkVolume(size: number, symbol: string): void {
    if (this.running.live && this.running.volume + size >= SCALED_LIMIT) {
      throw new TapedeckError(
        'SCALED_OUT_OF_RANGE',
        `${symbol}: the volume of its ${this.interval} bar passes 10^15 units: lower its sizePrecision under a new id`,
        { symbol, interval: this.interval },
      )
    }
  }

  /** Closes the running bar at its end and returns it. */
  close(): BarState {
    this.changed()
    this.keep()
    return this.running.toState(this.#instrumentId, this.interval, true)
  }

  /** Keeps the running bar as closed without numbering that: how bars from before the tape come in. */
  keep(): void {
    this.#closed.push(this.running)
    this.discard()
  }

  /** Drops the running bar. */
  discard(): void {
    this.#tsClosed = this.running.tsClose
    this.running.live = false
  }

  /**
   * Takes a trade back from the bar that holds `tsTrade`. Open, high, low and close stay: the state holds no trades to find
   * them again from. Returns the bar where it had closed already, `running` where it runs, or undefined where
   * none that is held does.
   */
  takeBack(tsTrade: number, size: number): BarState | 'running' | undefined {
    const { running } = this
    if (running.live && tsTrade >= running.tsOpen) {
      if (tsTrade >= running.tsClose || running.tradeCount < 1 || running.volume < size) return undefined
      running.volume -= size
      running.tradeCount -= 1
      running.corrected = true
      this.changed()
      return 'running'
    }
    if (!(tsTrade < this.#tsClosed)) return undefined
    // counted whether or not the bar is held here: numbers do not depend on how far back memory reaches
    this.#seq += 1
    const index = this.#closed.containing(tsTrade)
    if (index < 0 || !this.#closed.takeBack(index, size, this.#seq)) return undefined
    return this.#closed.at(index, this.#instrumentId, this.interval)
  }

  /** Numbers and the running bar; closed ones are left out. */
  save(writer: ByteWriter, marketTime: number, reference: number): void {
    const { running } = this
    writer.uint(this.#seq)
    writeTime(writer, this.#tsClosed, marketTime)
    writer.u8((running.live ? LIVE : 0) | (running.corrected ? CORRECTED : 0))
    if (!running.live) return
    writeTime(writer, running.tsOpen, marketTime)
    writer.uint(running.tsClose - running.tsOpen)
    writer.int(running.open - reference)
    writer.int(running.high - running.open)
    writer.int(running.open - running.low)
    writer.int(running.close - running.open)
    writer.int(running.volume)
    writer.uint(running.tradeCount)
    writer.uint(this.#seq - running.seq)
  }

  /** Mirrors `save`, in a series of which nothing has happened yet. */
  load(reader: ByteReader, marketTime: number, reference: number): void {
    const { running } = this
    this.#seq = reader.uint()
    this.#tsClosed = readTime(reader, marketTime, -Infinity)
    const flags = reader.u8()
    running.live = (flags & LIVE) !== 0
    running.corrected = (flags & CORRECTED) !== 0
    if (!running.live) return
    running.tsOpen = readTime(reader, marketTime, 0)
    running.tsClose = running.tsOpen + reader.uint()
    running.open = reference + readInt(reader)
    running.high = running.open + readInt(reader)
    running.low = running.open - readInt(reader)
    running.close = running.open + readInt(reader)
    running.volume = readInt(reader)
    running.tradeCount = reader.uint()
    running.seq = this.#seq - reader.uint()
    if (!(running.tsOpen <= marketTime && running.tsClose > marketTime && running.seq >= 0)) {
      throw corruptBytes('holds a running bar that does not run')
    }
    for (const price of [running.open, running.high, running.low, running.close]) checkScaled(price)
    checkScaled(running.volume)
  }

  runningState(): BarState | undefined {
    return this.running.live ? this.running.toState(this.#instrumentId, this.interval, false) : undefined
  }

  /** The newest `limit` bars that open in `[from, to)`. */
  bars({ from = -Infinity, to = Infinity, limit }: BarRange): BarAnswer {
    const { running } = this
    const closed = this.#closed
    const runs = running.live && running.tsOpen < to
    const end = closed.lowerBound(to) + (runs ? 1 : 0)
    const begin = closed.lowerBound(from) + (running.live && running.tsOpen < from ? 1 : 0)
    const first = Math.max(begin, end - Math.max(0, Math.floor(limit)))
    const bars: BarState[] = []
    for (let index = first; index < end; index++) {
      bars.push(
        index < closed.length
          ? closed.at(index, this.#instrumentId, this.interval)
          : running.toState(this.#instrumentId, this.interval, false),
      )
    }
    return { bars, hasMore: first > 0, seq: this.seq }
  }
}
