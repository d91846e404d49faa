/** What is computed from source events and never stands on a tape: day statistics and bars, in scaled integers. */

import type { Interval } from './channels.ts'
import type { Micros, ScaledPrice, ScaledSize, Seq } from './units.ts'

/**
 * An exact sum of price times size, in units of 10^-(pricePrecision + sizePrecision):
 * `high * 10^15 + low`, with 0 <= low < 10^15. One double would be inexact after a turnover of some 15 BTC.
 */
export interface Notional {
  readonly high: number
  readonly low: number
}

/** Statistics of the instrument's day, which begins at its `dayStart`. Prices are null until the first one of the day. */
export interface StatsState {
  readonly instrumentId: number
  /** One per state change. */
  readonly seq: Seq
  /** When the day began. */
  readonly tsDayOpen: Micros
  /** `tsRecv` of the last event that changed the statistics. */
  readonly tsRecv: Micros
  /** Prices are trades, or mids where the instrument's `barSource` is `mid`. */
  readonly open: ScaledPrice | null
  readonly high: ScaledPrice | null
  readonly low: ScaledPrice | null
  /** The last price, of this day or an earlier one. */
  readonly last: ScaledPrice | null
  /** Size of the last trade, null before the first. */
  readonly lastSize: ScaledSize | null
  /** The last price of the day before, null where none is known. */
  readonly prevClose: ScaledPrice | null
  /** Traded size of the day, late trades included, busted ones taken back. */
  readonly volume: ScaledSize
  readonly notional: Notional
  readonly tradeCount: number
}

/** Open, high, low and close of an interval. */
export interface BarState {
  readonly instrumentId: number
  readonly interval: Interval
  /** One per state change of this instrument and interval. */
  readonly seq: Seq
  /** Inclusive start. */
  readonly tsOpen: Micros
  /** Exclusive end. */
  readonly tsClose: Micros
  readonly open: ScaledPrice
  readonly high: ScaledPrice
  readonly low: ScaledPrice
  readonly close: ScaledPrice
  readonly volume: ScaledSize
  readonly tradeCount: number
  /** False while events may still change it. */
  readonly closed: boolean
  /** True once a bust has changed it. */
  readonly corrected: boolean
}

/** A bar of the time before a tape begins, as a simulator or a tape's head states it. Always whole multiples of one step. */
export interface HistoryBar {
  readonly instrumentId: number
  readonly interval: Interval
  readonly tsOpen: Micros
  readonly open: ScaledPrice
  readonly high: ScaledPrice
  readonly low: ScaledPrice
  readonly close: ScaledPrice
  readonly volume: ScaledSize
  readonly notional: Notional
  readonly tradeCount: number
}
