/** What the choices of the chart's menus are called. */

import type { ChartType, PriceScale, TimeZoneChoice } from '../settings.ts'

export const TYPE_NAMES: Readonly<Record<ChartType, string>> = {
  candles: 'Candles',
  bars: 'Bars',
  line: 'Line',
  area: 'Area',
}

export const SCALE_NAMES: Readonly<Record<PriceScale, string>> = {
  normal: 'Normal scale',
  log: 'Logarithmic scale',
  percent: 'Percent scale',
}

export const TIME_ZONE_NAMES: Readonly<Record<TimeZoneChoice, string>> = {
  exchange: 'Time of the exchange',
  local: 'Local time',
  UTC: 'UTC',
}
