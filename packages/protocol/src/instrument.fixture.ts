/** An instrument for tests. */

import type { Instrument } from './instrument.ts'
import { scaledPrice, scaledSize } from './units.ts'

export const bitcoin: Instrument = {
  id: 1,
  symbol: 'BTC-USD',
  name: 'Bitcoin / US dollar',
  venue: 'TEST',
  assetClass: 'crypto',
  currency: 'USD',
  pricePrecision: 2,
  tickSize: scaledPrice(1),
  sizePrecision: 8,
  sizeIncrement: scaledSize(1),
  lotSize: scaledSize(100_000),
  barSource: 'trade',
  dayStart: { time: '00:00', timeZone: 'UTC' },
  calendar: '24/7',
}
