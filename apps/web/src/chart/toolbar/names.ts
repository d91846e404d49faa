/** What the choices of the chart's menus are called. */

import { m } from '../../paraglide/messages.js'
import type { ChartType, PriceScale, TimeZoneChoice } from '../settings.ts'

export const TYPE_NAMES: Readonly<Record<ChartType, () => string>> = {
  candles: m.chart_candles,
  bars: m.chart_bars,
  line: m.chart_line,
  area: m.chart_area,
}

export const SCALE_NAMES: Readonly<Record<PriceScale, () => string>> = {
  normal: m.chart_scale_normal,
  log: m.chart_scale_log,
  percent: m.chart_scale_percent,
}

export const TIME_ZONE_NAMES: Readonly<Record<TimeZoneChoice, () => string>> = {
  exchange: m.chart_time_exchange,
  local: m.chart_time_local,
  UTC: () => 'UTC',
}
