/** What is known of an instrument, for tests. */

import type { InstrumentInfo } from '@tapedeck/protocol'

export function infoOf(changes: Partial<InstrumentInfo> = {}): InstrumentInfo {
  return {
    ...{ id: 1, symbol: 'BTC-USD', name: 'Bitcoin / US dollar', venue: 'TEST', assetClass: 'crypto', currency: 'USD' },
    ...{ pricePrecision: 2, tickSize: 0.01, sizePrecision: 8, sizeIncrement: 1e-8, lotSize: 0.001 },
    ...{ barSource: 'trade', dayStart: { time: '00:00', timeZone: 'UTC' }, calendar: '24/7' },
    ...changes,
  }
}
