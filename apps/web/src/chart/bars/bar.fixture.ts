/** Bars of one minute for tests. */

import { MICROS_PER_MINUTE, type Bar } from '@tapedeck/protocol'

/** The bar of the n-th minute. */
export function barAt(minute: number, seq = 0, close = 100): Bar {
  const tsOpen = minute * MICROS_PER_MINUTE
  const figures = { open: 100, high: 110, low: 90, close, volume: 1, tradeCount: 1 }
  const times = { tsOpen, tsClose: tsOpen + MICROS_PER_MINUTE }
  return { symbol: 'BTC-USD', interval: '1m', seq, ...times, ...figures, closed: false, corrected: false }
}

/** The bars of some minutes. */
export function barsAt(...minutes: readonly number[]): Bar[] {
  return minutes.map((minute) => barAt(minute))
}
