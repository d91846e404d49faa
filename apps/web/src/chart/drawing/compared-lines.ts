/** The closing prices of other symbols as lines over a chart, each at the bars of the chart's own symbol. */

import type { Bar } from '@tapedeck/protocol'
import { LineSeries, type IChartApi, type ISeriesApi, type UTCTimestamp } from 'lightweight-charts'
import type { ComparedSymbol } from '../bars/compared-bars.ts'
import type { ChartTheme } from './chart-theme.ts'
import { secondsOf } from './series-looks.ts'

type Point = { readonly time: UTCTimestamp; readonly value: number } | { readonly time: UTCTimestamp }

export class ComparedLines {
  readonly #chart: IChartApi
  readonly #series = new Map<string, ISeriesApi<'Line'>>()
  #theme: ChartTheme

  constructor(chart: IChartApi, theme: ChartTheme) {
    this.#chart = chart
    this.#theme = theme
  }

  setTheme(theme: ChartTheme): void {
    this.#theme = theme
    this.#color()
  }

  /** Shows these and no others, at all bars of the chart. */
  set(compared: readonly ComparedSymbol[], bars: readonly Bar[]): void {
    for (const [symbol, series] of this.#series) {
      if (compared.some((each) => each.symbol === symbol)) continue
      this.#chart.removeSeries(series)
      this.#series.delete(symbol)
    }
    for (const { symbol, list } of compared) {
      const series = this.#series.get(symbol) ?? this.#add(symbol)
      series.setData(bars.map((bar) => pointAt(bar, list.at(bar.tsOpen))))
    }
    this.#color()
  }

  /** Follows the newest bar of the chart. */
  update(compared: readonly ComparedSymbol[], newest: Bar): void {
    for (const { symbol, list } of compared) {
      this.#series.get(symbol)?.update(pointAt(newest, list.at(newest.tsOpen)))
    }
  }

  /** The colour of a symbol's line. */
  colorOf(symbol: string): string {
    const { indicators, ink } = this.#theme
    // the first colour is that of the first average
    return indicators[1 + [...this.#series.keys()].indexOf(symbol)] ?? ink
  }

  #add(symbol: string): ISeriesApi<'Line'> {
    const look = { lineWidth: 2, priceLineVisible: false, title: symbol } as const
    const series = this.#chart.addSeries(LineSeries, look)
    this.#series.set(symbol, series)
    return series
  }

  #color(): void {
    for (const [symbol, series] of this.#series) series.applyOptions({ color: this.colorOf(symbol) })
  }
}

/** Where the other symbol has no bar, the place is kept free. */
function pointAt(bar: Bar, other: Bar | undefined): Point {
  const time = secondsOf(bar.tsOpen)
  return other === undefined ? { time } : { time, value: other.close }
}
