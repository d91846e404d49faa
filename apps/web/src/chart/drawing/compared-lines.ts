/** The closing prices of other symbols as lines over a chart, each at the bars of the chart's own symbol. */

import type { Bar } from '@tapedeck/protocol'
import { LineSeries, type IChartApi, type ISeriesApi, type UTCTimestamp } from 'lightweight-charts'
import type { ComparedSymbol } from '../bars/compared-bars.ts'
import type { ChartTheme } from './chart-theme.ts'
import type { Reading } from './indicator-lines.ts'
import { secondsOf } from './series-looks.ts'

type Point = { readonly time: UTCTimestamp; readonly value: number } | { readonly time: UTCTimestamp }

export class ComparedLines {
  readonly #chart: IChartApi
  readonly #series = new Map<string, ISeriesApi<'Line'>>()
  #compared: readonly ComparedSymbol[] = []
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
    this.#compared = compared
    for (const [symbol, series] of this.#series) {
      if (compared.some(({ info }) => info.symbol === symbol)) continue
      this.#chart.removeSeries(series)
      this.#series.delete(symbol)
    }
    for (const { info, list } of compared) {
      const series = this.#series.get(info.symbol) ?? this.#add(info.symbol)
      series.setData(bars.map((bar) => pointAt(bar, list.beside(bar))))
    }
    this.#color()
  }

  /** Follows the newest bar of the chart. */
  update(newest: Bar): void {
    for (const { info, list } of this.#compared) {
      this.#series.get(info.symbol)?.update(pointAt(newest, list.beside(newest)))
    }
  }

  /** The closing prices at a bar of the chart, else the newest. */
  readings(bar: Bar | undefined): readonly Reading[] {
    return this.#compared.map(({ info: { symbol, pricePrecision }, list }) => {
      const value = (bar === undefined ? list.last : list.beside(bar))?.close
      return { id: symbol, label: symbol, values: [{ value, color: this.#colorOf(symbol) }], precision: pricePrecision }
    })
  }

  #add(symbol: string): ISeriesApi<'Line'> {
    const look = { lineWidth: 2, priceLineVisible: false, title: symbol } as const
    const series = this.#chart.addSeries(LineSeries, look)
    this.#series.set(symbol, series)
    return series
  }

  #colorOf(symbol: string): string {
    const { indicators, ink } = this.#theme
    // the first colour is that of the first average
    return indicators[1 + [...this.#series.keys()].indexOf(symbol)] ?? ink
  }

  #color(): void {
    for (const [symbol, series] of this.#series) series.applyOptions({ color: this.#colorOf(symbol) })
  }
}

/** Where the other symbol has no bar, the place is kept free. */
function pointAt(bar: Bar, other: Bar | undefined): Point {
  const time = secondsOf(bar.tsOpen)
  return other === undefined ? { time } : { time, value: other.close }
}
