/** The bar that events still change: one mutable object per series, used again for each interval, so that a trade allocates nothing. */

import type { BarState, Interval, Micros, ScaledPrice, ScaledSize, Seq } from '@tapedeck/protocol'

export class RunningBar {
  /** False between a closing and the next event. */
  live = false
  tsOpen = 0
  tsClose = 0
  open = 0
  high = 0
  low = 0
  close = 0
  volume = 0
  tradeCount = 0
  /** Number of the bar's own last change. */
  seq = 0
  corrected = false

  /** Begins a bar that is flat at a price and holds no trade. */
  begin(tsOpen: number, tsClose: number, price: number): void {
    this.live = true
    this.tsOpen = tsOpen
    this.tsClose = tsClose
    this.open = price
    this.high = price
    this.low = price
    this.close = price
    this.volume = 0
    this.tradeCount = 0
    this.corrected = false
  }

  /** Moves the close, and high or low with it. */
  move(price: number): void {
    this.close = price
    if (price > this.high) this.high = price
    if (price < this.low) this.low = price
  }

  /** The bar as data. */
  toState(instrumentId: number, interval: Interval, closed: boolean): BarState {
    return {
      instrumentId,
      interval,
      seq: this.seq as Seq,
      tsOpen: this.tsOpen as Micros,
      tsClose: this.tsClose as Micros,
      open: this.open as ScaledPrice,
      high: this.high as ScaledPrice,
      low: this.low as ScaledPrice,
      close: this.close as ScaledPrice,
      volume: this.volume as ScaledSize,
      tradeCount: this.tradeCount,
      closed,
      corrected: this.corrected,
    }
  }
}
