/** Folds the bars of the time before a tape into every interval of one instrument, and the day so far into its statistics. */

import {
  dayStartAtOrBefore,
  INTERVAL_MICROS,
  INTERVALS,
  nextDayStart,
  TapedeckError,
  type HistoryBar,
  type Micros,
} from '@tapedeck/protocol'
import type { BarSeries } from './bar-series.ts'
import type { InstrumentState } from './instrument-state.ts'

const PLACE_OF_DAY = INTERVALS.indexOf('1d')

/**
 * History telescopes: coarse steps far back, finer ones towards the start. Each interval divides the next longer one, so a step
 * folds into its own interval and all longer ones; a shorter interval begins where steps that are fine enough begin.
 */
export class HistoryFold {
  readonly #state: InstrumentState
  readonly #start: Micros
  /** Per interval: from where on its steps cover the time without a hole. */
  readonly #coveredFrom: number[]
  /** End of the last step. */
  #tsEnd = -Infinity
  /** End of the day that the last step opened in. */
  #tsDayClose = -Infinity

  constructor(state: InstrumentState, start: Micros) {
    this.#state = state
    this.#start = start
    this.#coveredFrom = INTERVALS.map(() => -Infinity)
    state.stats.begin(start, state.instrument.dayStart)
  }

  /** Takes the next step. Throws `TAPE_CORRUPT` where it is out of place. */
  add(bar: HistoryBar): void {
    const { series, stats, instrument } = this.#state
    const tsClose = this.#endOf(bar)
    if (this.#tsEnd === -Infinity) this.#coveredFrom.fill(bar.tsOpen)
    this.#tsEnd = tsClose
    stats.addHistory(bar, instrument.symbol)
    this.#state.reference = bar.close

    const step = INTERVALS.indexOf(bar.interval)
    for (let place = 0; place < series.length; place++) {
      // there are as many series and covers as intervals
      const one = series[place] as BarSeries
      if (one.running.live && one.running.tsClose <= bar.tsOpen) this.#finish(one, place)
      // where days begin within a step, it belongs to no day
      const fits = place >= step && (place !== PLACE_OF_DAY || tsClose <= this.#tsDayClose)
      if (fits) this.#fold(one, bar)
      else {
        if (one.running.live) one.discard()
        this.#coveredFrom[place] = tsClose
      }
    }
  }

  /** Closes what has ended at the start; what has not runs on, with the events of the tape. */
  end(): void {
    this.#state.series.forEach((series, place) => {
      if (series.running.live && series.running.tsClose <= this.#start) this.#finish(series, place)
    })
    this.#state.findBoundary()
  }

  #endOf({ interval, tsOpen }: HistoryBar): number {
    const { dayStart } = this.#state.instrument
    if (tsOpen >= this.#tsDayClose) this.#tsDayClose = nextDayStart(tsOpen, dayStart)
    const length = INTERVAL_MICROS[interval]
    const aligned = interval === '1d' ? dayStartAtOrBefore(tsOpen, dayStart) === tsOpen : tsOpen % length === 0
    const tsClose = interval === '1d' ? this.#tsDayClose : tsOpen + length
    if (!aligned) this.#reject(tsOpen, `does not begin where a ${interval} bar begins`)
    if (tsOpen < this.#tsEnd) this.#reject(tsOpen, 'begins before the bar before it has ended')
    if (tsClose > this.#start) this.#reject(tsOpen, `ends after the start of the tape at ${this.#start}`)
    return tsClose
  }

  #reject(tsOpen: Micros, rule: string): never {
    const { symbol } = this.#state.instrument
    throw new TapedeckError('TAPE_CORRUPT', `${symbol}: the history bar at ${tsOpen} ${rule}: write the tape again`, {
      symbol,
      tsOpen,
    })
  }

  #fold(series: BarSeries, bar: HistoryBar): void {
    const { running } = series
    series.checkVolume(bar.volume, this.#state.instrument.symbol)
    if (!running.live) series.open(bar.tsOpen, bar.open, this.#state.instrument.dayStart)
    if (bar.high > running.high) running.high = bar.high
    if (bar.low < running.low) running.low = bar.low
    running.close = bar.close
    running.volume += bar.volume
    running.tradeCount += bar.tradeCount
  }

  #finish(series: BarSeries, place: number): void {
    if (series.running.tsOpen >= (this.#coveredFrom[place] ?? Infinity)) series.keep()
    else series.discard()
  }
}
