/** The chosen indicators as lines and columns on a chart. */

import type { Bar, InstrumentInfo } from '@tapedeck/protocol'
import { HistogramSeries, LineSeries, type IChartApi, type ISeriesApi, type UTCTimestamp } from 'lightweight-charts'
import { formatPrice } from '../../format/price.ts'
import { INDICATORS, type IndicatorId } from '../indicators/catalogue.ts'
import { IndicatorRun } from '../indicators/indicator-run.ts'
import type { Figures } from '../indicators/indicator.ts'
import type { ChartTheme } from './chart-theme.ts'
import { secondsOf } from './series-looks.ts'

/** What the legend says of an indicator at a bar. */
export interface Reading {
  readonly id: string
  readonly label: string
  readonly values: readonly { readonly value: number | undefined; readonly color: string }[]
  readonly precision: number
}

interface Drawn {
  readonly run: IndicatorRun
  readonly series: readonly ISeriesApi<'Line' | 'Histogram'>[]
}

const INDEX_PRECISION = 2
/** Height of a pane of its own, where the prices have 1. */
const OWN_PANE_HEIGHT = 0.22

export class IndicatorLines {
  readonly #chart: IChartApi
  readonly #drawn = new Map<IndicatorId, Drawn>()
  #info: InstrumentInfo | undefined
  #theme: ChartTheme

  constructor(chart: IChartApi, theme: ChartTheme) {
    this.#chart = chart
    this.#theme = theme
  }

  /** Shows these and no others; their figures come with the next `setBars`. */
  choose(ids: readonly IndicatorId[]): void {
    for (const [id, { series }] of this.#drawn) {
      if (ids.includes(id)) continue
      for (const each of series) this.#chart.removeSeries(each)
      this.#drawn.delete(id)
    }
    for (const id of ids) if (!this.#drawn.has(id)) this.#drawn.set(id, this.#add(id))
    this.#applyOptions()
  }

  setInstrument(info: InstrumentInfo): void {
    this.#info = info
    this.#applyOptions()
  }

  setTheme(theme: ChartTheme): void {
    this.#theme = theme
    this.#applyOptions()
  }

  setBars(bars: readonly Bar[]): void {
    const info = this.#info
    if (info === undefined) return
    for (const { run, series } of this.#drawn.values()) {
      run.restart(bars, info)
      series.forEach((each, index) => {
        each.setData(bars.map((bar) => pointOf(bar, run.at(bar.tsOpen), index)))
      })
    }
  }

  /** Takes the newest bar once more, or the one after it. */
  updateBar(bar: Bar): void {
    for (const { run, series } of this.#drawn.values()) {
      const figures = run.update(bar)
      series.forEach((each, index) => each.update(pointOf(bar, figures, index)))
    }
  }

  /** What the indicators say at the bar that begins at a time, else at the newest. */
  readings(tsOpen: number | undefined): readonly Reading[] {
    return [...this.#drawn].map(([id, { run }]) => {
      const { label, lines } = INDICATORS[id]
      const figures = run.at(tsOpen)
      const values = lines.map(({ color }, index) => ({ value: figures[index], color: this.#colorOf(color) }))
      return { id, label, values, precision: this.#precisionOf(id) }
    })
  }

  #add(id: IndicatorId): Drawn {
    const { lines, pane, begin } = INDICATORS[id]
    const paneIndex = pane === 'price' ? 0 : this.#chart.panes().length
    const common = { lastValueVisible: false, priceLineVisible: false, crosshairMarkerVisible: false }
    const series = lines.map(({ shape }) =>
      shape === 'line'
        ? this.#chart.addSeries(LineSeries, { ...common, lineWidth: 1 }, paneIndex)
        : this.#chart.addSeries(HistogramSeries, common, paneIndex),
    )
    if (pane === 'own') this.#chart.panes()[paneIndex]?.setStretchFactor(OWN_PANE_HEIGHT)
    return { run: new IndicatorRun(begin), series }
  }

  #applyOptions(): void {
    for (const [id, { series }] of this.#drawn) {
      const precision = this.#precisionOf(id)
      const formatter = (value: number): string => formatPrice(value, precision)
      series.forEach((each, index) => {
        each.applyOptions({
          // columns stand behind the lines
          color:
            this.#colorOf(INDICATORS[id].lines[index]?.color ?? 0) + (each.seriesType() === 'Histogram' ? '66' : ''),
          priceFormat: { type: 'custom', formatter, minMove: 10 ** -precision },
        })
      })
    }
  }

  #colorOf(index: number): string {
    return this.#theme.indicators[index] ?? this.#theme.ink
  }

  #precisionOf(id: IndicatorId): number {
    return INDICATORS[id].unit === 'price' ? (this.#info?.pricePrecision ?? INDEX_PRECISION) : INDEX_PRECISION
  }
}

/** A point without a value keeps the place free. */
function pointOf(
  bar: Bar,
  figures: Figures,
  index: number,
): { readonly time: UTCTimestamp; readonly value: number } | { readonly time: UTCTimestamp } {
  const time = secondsOf(bar.tsOpen)
  const value = figures[index]
  return value === undefined ? { time } : { time, value }
}
