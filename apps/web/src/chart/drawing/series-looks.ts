/** How a chart's prices can be drawn: candles, bars, a line or an area, and what each needs of a bar. */

import { MICROS_PER_SECOND, type Bar } from '@tapedeck/protocol'
import {
  AreaSeries,
  BarSeries,
  CandlestickSeries,
  LineSeries,
  LineStyle,
  type IChartApi,
  type ISeriesApi,
  type SeriesDataItemTypeMap,
  type UTCTimestamp,
} from 'lightweight-charts'
import type { ChartType } from '../settings.ts'
import type { ChartTheme } from './chart-theme.ts'

type PriceSeriesType = 'Candlestick' | 'Bar' | 'Line' | 'Area'
export type PriceSeries = ISeriesApi<PriceSeriesType>
export type PricePoint = SeriesDataItemTypeMap<UTCTimestamp>[PriceSeriesType]

/** Adds the series of a type; its colours follow with `colorPrices`. */
export function addPrices(chart: IChartApi, type: ChartType): PriceSeries {
  const common = { priceLineStyle: LineStyle.Dotted, lastPriceAnimation: 0 } as const
  switch (type) {
    case 'candles':
      return chart.addSeries(CandlestickSeries, { ...common, borderVisible: false })
    case 'bars':
      return chart.addSeries(BarSeries, { ...common, thinBars: false })
    case 'line':
      return chart.addSeries(LineSeries, { ...common, lineWidth: 2 })
    case 'area':
      return chart.addSeries(AreaSeries, { ...common, lineWidth: 2 })
  }
}

/** Gives a series the colours of a theme. Its options are those of every type; it takes what it knows. */
export function colorPrices(series: PriceSeries, type: ChartType, { up, down, series: ink }: ChartTheme): void {
  if (type === 'candles' || type === 'bars') {
    series.applyOptions({ upColor: up, downColor: down, wickUpColor: up, wickDownColor: down })
  } else {
    series.applyOptions({ color: ink, lineColor: ink, topColor: `${ink}33`, bottomColor: `${ink}00` })
  }
}

/** A bar as a point of the series. */
export function pricePoint(bar: Bar, type: ChartType): PricePoint {
  const time = secondsOf(bar.tsOpen)
  const { open, high, low, close } = bar
  return type === 'candles' || type === 'bars' ? { time, open, high, low, close } : { time, value: close }
}

/** Seconds, in which the chart counts. Bars begin on whole ones. */
export function secondsOf(micros: number): UTCTimestamp {
  return (micros / MICROS_PER_SECOND) as UTCTimestamp
}
