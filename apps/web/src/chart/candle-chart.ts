/** The candles on their canvas: lightweight-charts behind the few words that the page needs. It lives outside of runes. */

import { MICROS_PER_SECOND, type Bar, type InstrumentInfo, type Interval } from '@tapedeck/protocol'
import {
  CandlestickSeries,
  ColorType,
  createChart,
  CrosshairMode,
  HistogramSeries,
  LineStyle,
  TickMarkType,
  type CandlestickData,
  type HistogramData,
  type UTCTimestamp,
} from 'lightweight-charts'
import { formatPrice } from '../format/price.ts'
import type { ChartTheme } from './chart-theme.ts'
import { crosshairLabel, markLabel, type MarkKind } from './time-labels.ts'

export interface CandleChartListener {
  /** The pointer is over the bar that begins at a time, or over none. */
  pointed(tsOpen: number | undefined): void
  /** The newest bar has gone out of sight, or has come back. */
  scrolledAway(isAway: boolean): void
  /** The oldest bar is in sight, or nearly. */
  nearBeginning(): void
}

export interface CandleChart {
  /** Prepares the axes for an instrument's prices; the newest bars are to be in sight. */
  setInstrument(info: InstrumentInfo, interval: Interval): void
  /** Replaces all bars. */
  setBars(bars: readonly Bar[]): void
  /** Adds a newer bar, or changes one that is there. */
  updateBar(bar: Bar): void
  /** Bars keep the colours of the theme that they were set in. */
  setTheme(theme: ChartTheme): void
  scrollToNow(): void
  remove(): void
}

const FONT = "'JetBrains Mono Variable', ui-monospace, monospace"
const BAR_SPACING = 8
const RIGHT_OFFSET = 6
/** Older bars are asked for when fewer than this are left of the screen. */
const BARS_AHEAD = 50

const MARK_KINDS: Readonly<Record<TickMarkType, MarkKind>> = {
  [TickMarkType.Year]: 'year',
  [TickMarkType.Month]: 'month',
  [TickMarkType.DayOfMonth]: 'day',
  [TickMarkType.Time]: 'minute',
  [TickMarkType.TimeWithSeconds]: 'second',
}

function secondsOf(bar: Bar): UTCTimestamp {
  // bars begin on whole seconds
  return (bar.tsOpen / MICROS_PER_SECOND) as UTCTimestamp
}

/** Draws a chart into an element that has a size. */
export function createCandleChart(element: HTMLElement, listener: CandleChartListener, theme: ChartTheme): CandleChart {
  let colors = theme
  let interval: Interval = '1m'
  let count = 0
  let newestTsOpen = 0

  const chart = createChart(element, {
    autoSize: true,
    layout: { fontFamily: FONT, fontSize: 11, attributionLogo: true },
    crosshair: { mode: CrosshairMode.Normal },
    localization: { timeFormatter: (time: UTCTimestamp) => crosshairLabel(time, interval) },
    rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.06, bottom: 0.22 }, tickMarkDensity: 4 },
    timeScale: {
      borderVisible: false,
      rightOffset: RIGHT_OFFSET,
      barSpacing: BAR_SPACING,
      minBarSpacing: 1,
      timeVisible: true,
      secondsVisible: false,
      tickMarkFormatter: (time: UTCTimestamp, type: TickMarkType) => markLabel(time, MARK_KINDS[type]),
    },
  })
  const candles = chart.addSeries(CandlestickSeries, { borderVisible: false, priceLineStyle: LineStyle.Dotted })
  const volumes = chart.addSeries(HistogramSeries, {
    priceScaleId: 'volume',
    priceFormat: { type: 'volume' },
    lastValueVisible: false,
    priceLineVisible: false,
  })
  volumes.priceScale().applyOptions({ scaleMargins: { top: 0.86, bottom: 0 } })
  const timeScale = chart.timeScale()

  const candleOf = (bar: Bar): CandlestickData<UTCTimestamp> => ({
    time: secondsOf(bar),
    open: bar.open,
    high: bar.high,
    low: bar.low,
    close: bar.close,
  })
  const volumeOf = (bar: Bar): HistogramData<UTCTimestamp> => ({
    time: secondsOf(bar),
    value: bar.volume,
    color: bar.close < bar.open ? colors.downVolume : colors.upVolume,
  })
  const setTheme = (next: ChartTheme): void => {
    colors = next
    chart.applyOptions({
      layout: { background: { type: ColorType.Solid, color: next.ground }, textColor: next.faintInk },
      grid: {
        vertLines: { visible: false },
        horzLines: { color: next.line, style: LineStyle.SparseDotted },
      },
      crosshair: {
        vertLine: { color: next.faintInk, width: 1, style: LineStyle.Dotted, labelBackgroundColor: next.label },
        horzLine: { color: next.faintInk, width: 1, style: LineStyle.Dotted, labelBackgroundColor: next.label },
      },
    })
    const { up, down } = next
    candles.applyOptions({ upColor: up, downColor: down, wickUpColor: up, wickDownColor: down })
  }
  setTheme(theme)

  chart.subscribeCrosshairMove(({ time }) => {
    listener.pointed(time === undefined ? undefined : (time as UTCTimestamp) * MICROS_PER_SECOND)
  })
  timeScale.subscribeVisibleLogicalRangeChange((range) => {
    if (range === null || count === 0) return
    listener.scrolledAway(range.to < count - 1)
    if (range.from < BARS_AHEAD) listener.nearBeginning()
  })
  // what was drawn before the font came has the wrong one
  void document.fonts.load(`11px ${FONT}`).then(() => chart.applyOptions({ layout: { fontFamily: FONT } }))

  return {
    setInstrument(info, next) {
      interval = next
      const { pricePrecision, tickSize } = info
      const perUnit = Math.round(1 / tickSize)
      const isFraction = Math.abs(perUnit * tickSize - 1) < 1e-9
      candles.applyOptions({
        priceFormat: {
          type: 'custom',
          formatter: (price: number) => formatPrice(price, pricePrecision),
          minMove: tickSize,
          // a tiny step is more exact the other way round
          ...(isFraction ? { base: perUnit } : {}),
        },
      })
      candles.priceScale().applyOptions({ autoScale: true })
      timeScale.applyOptions({
        secondsVisible: interval.endsWith('s'),
        barSpacing: BAR_SPACING,
        rightOffset: RIGHT_OFFSET,
      })
    },
    setBars(bars) {
      count = bars.length
      newestTsOpen = bars.at(-1)?.tsOpen ?? 0
      candles.setData(bars.map(candleOf))
      volumes.setData(bars.map(volumeOf))
    },
    updateBar(bar) {
      const isOld = bar.tsOpen < newestTsOpen
      if (bar.tsOpen > newestTsOpen) count++
      newestTsOpen = Math.max(newestTsOpen, bar.tsOpen)
      candles.update(candleOf(bar), isOld)
      volumes.update(volumeOf(bar), isOld)
    },
    setTheme,
    scrollToNow: () => timeScale.scrollToPosition(RIGHT_OFFSET, false),
    remove: () => chart.remove(),
  }
}
