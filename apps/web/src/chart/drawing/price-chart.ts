/** The prices on their canvas: lightweight-charts behind the few words that the page needs. It lives outside of runes, and is loaded late. */

import { MICROS_PER_SECOND, type Bar, type InstrumentInfo, type Interval } from '@tapedeck/protocol'
import { createChart, HistogramSeries, PriceScaleMode, type HistogramData, type UTCTimestamp } from 'lightweight-charts'
import type { AlertKeeper } from '../alerts.ts'
import type { ComparedSymbol } from '../bars/compared-bars.ts'
import type { GapSpan } from '../bars/gap-list.ts'
import type { ChartSettings, ChartType, PriceScale } from '../settings.ts'
import { AlertLines } from './alert-lines.ts'
import {
  BAR_SPACING,
  BASE_OPTIONS,
  FONT,
  priceFormatOf,
  VOLUME_FORMAT,
  RIGHT_OFFSET,
  themeOptions,
  zoneOptions,
} from './chart-options.ts'
import type { ChartTheme } from './chart-theme.ts'
import { ComparedLines } from './compared-lines.ts'
import { GapShading } from './gap-shading.ts'
import { IndicatorLines, type Reading } from './indicator-lines.ts'
import { addPrices, colorPrices, pricePoint, secondsOf } from './series-looks.ts'
import { zoneNameOf, zoneShift } from './time-labels.ts'

export interface PriceChartListener {
  /** The pointer is over the bar that begins at a time, or over none. */
  pointed(tsOpen: number | undefined): void
  /** The newest bar has gone out of sight, or has come back. */
  scrolledAway(isAway: boolean): void
  /** The oldest bar is in sight, or nearly. */
  nearBeginning(): void
  /** The pointer has let the chart go. */
  released(): void
}

export interface PriceChart {
  /** Whether somebody holds the chart with the pointer; what moves the bars under it has to wait. */
  readonly isHeld: boolean
  /** Prepares the axes for an instrument's prices; the newest bars are to be in sight. */
  setInstrument(info: InstrumentInfo, interval: Interval): void
  /** Changes how everything looks; all bars are to be set anew. */
  setSettings(settings: ChartSettings): void
  /** Bars keep the colours of the theme that they were set in. */
  setTheme(theme: ChartTheme): void
  /** Replaces all bars; what is in sight stays in sight. */
  setBars(bars: readonly Bar[]): void
  /** Takes the newest bar once more, or the one after it. */
  updateBar(bar: Bar): void
  /** Draws these symbols at the bars that were set. */
  setCompared(compared: readonly ComparedSymbol[], bars: readonly Bar[]): void
  /** Their newest points, at the newest bar. */
  updateCompared(newest: Bar): void
  setGaps(spans: readonly GapSpan[]): void
  /** Draws the alerts of a keeper, and tells it what is done with them; undefined where nobody keeps any. */
  setAlerts(keeper: AlertKeeper | undefined): void
  /** What compared symbols and indicators say at a bar, else at the newest. */
  readings(bar: Bar | undefined): readonly Reading[]
  /** Puts the crosshair on a bar that is in sight, or takes it away. */
  point(bar: Bar | undefined): void
  scrollToNow(): void
  /** Brings all bars into sight. */
  fit(): void
  /** What is drawn, as a picture. */
  picture(): HTMLCanvasElement
  remove(): void
}

/** Older bars are asked for when fewer than this are left of the screen. */
const BARS_AHEAD = 50
/** Height of the volume's pane, where the prices have 1. */
const VOLUME_HEIGHT = 0.18

const SCALE_MODES: Readonly<Record<PriceScale, PriceScaleMode>> = {
  normal: PriceScaleMode.Normal,
  log: PriceScaleMode.Logarithmic,
  percent: PriceScaleMode.Percentage,
}

/**
 * Canvases that are drawn on the ground need not be blended with what is under them: with these, the part of Chromium that puts a page together without a GPU
 * has a quarter less to do. The library asks for their contexts when it first draws; whoever asks before it decides what they are like.
 */
function makeOpaque(element: HTMLElement): void {
  for (const canvas of element.querySelectorAll<HTMLCanvasElement>('canvas:first-child')) {
    canvas.getContext('2d', { alpha: false })
  }
}

/** Draws a chart into an element that has a size. A second one leaves the mark of the library to the first. */
export function createPriceChart(
  element: HTMLElement,
  listener: PriceChartListener,
  theme: ChartTheme,
  isSecond: boolean,
): PriceChart {
  let colors = theme
  let interval: Interval = '1m'
  let info: InstrumentInfo | undefined
  let type: ChartType = 'candles'
  let timeZone: ChartSettings['timeZone'] = 'UTC'
  let count = 0
  let newestTsOpen = 0
  let scale: PriceScale = 'normal'
  let isComparing = false
  let isHeld = false

  const chart = createChart(element, BASE_OPTIONS)
  makeOpaque(element)
  chart.applyOptions({ layout: { attributionLogo: !isSecond } })
  let prices = addPrices(chart, type)
  const volumes = chart.addSeries(
    HistogramSeries,
    { priceFormat: VOLUME_FORMAT, lastValueVisible: false, priceLineVisible: false },
    1,
  )
  volumes.priceScale().applyOptions({ scaleMargins: { top: 0.24, bottom: 0 }, ensureEdgeTickMarksVisible: true })
  chart.panes()[1]?.setStretchFactor(VOLUME_HEIGHT)
  chart.panes()[0]?.setStretchFactor(1)
  const timeScale = chart.timeScale()
  const gaps = new GapShading(chart, theme)
  chart.panes()[0]?.attachPrimitive(gaps)
  const alerts = new AlertLines(element, theme)
  prices.attachPrimitive(alerts)
  const comparedLines = new ComparedLines(chart, theme)
  const indicators = new IndicatorLines(chart, theme)

  const volumeOf = (bar: Bar): HistogramData<UTCTimestamp> => ({
    time: secondsOf(bar.tsOpen),
    value: bar.volume,
    color: bar.close < bar.open ? colors.downVolume : colors.upVolume,
  })
  const formatPrices = (): void => {
    if (info !== undefined) prices.applyOptions({ priceFormat: priceFormatOf(info) })
  }
  // those to compare with may be the symbol itself, or of another tape: then there are none
  const applyScale = (): void => {
    prices.priceScale().applyOptions({ mode: SCALE_MODES[isComparing ? 'percent' : scale] })
  }
  const applyZone = (): void => {
    if (info !== undefined) chart.applyOptions(zoneOptions(interval, zoneShift(zoneNameOf(timeZone, info))))
  }
  const setTheme = (next: ChartTheme): void => {
    colors = next
    chart.applyOptions(themeOptions(next))
    colorPrices(prices, type, next)
    gaps.setTheme(next)
    alerts.setTheme(next)
    comparedLines.setTheme(next)
    indicators.setTheme(next)
  }
  setTheme(theme)

  /** The canvases of the crosshair hear the pointer, and are seen while there is one: where nothing has a GPU, each costs every frame of the page a copy. */
  const showCrosshair = (isShown: boolean): void => void element.toggleAttribute('data-pointed', isShown)
  chart.subscribeCrosshairMove(({ time, point }) => {
    showCrosshair(point !== undefined)
    listener.pointed(time === undefined ? undefined : (time as UTCTimestamp) * MICROS_PER_SECOND)
  })
  timeScale.subscribeVisibleLogicalRangeChange((range) => {
    if (range === null || count === 0) return
    listener.scrolledAway(range.to < count - 1)
    if (range.from < BARS_AHEAD) listener.nearBeginning()
  })
  const hold = (): void => {
    isHeld = true
  }
  const release = (): void => {
    isHeld = false
    listener.released()
  }
  element.addEventListener('pointerdown', hold)
  addEventListener('pointerup', release)
  addEventListener('pointercancel', release)
  // what was drawn before the font came has the wrong one
  void document.fonts.load(`11px ${FONT}`).then(() => chart.applyOptions({ layout: { fontFamily: FONT } }))

  return {
    get isHeld() {
      return isHeld
    },
    setInstrument(next, nextInterval) {
      info = next
      interval = nextInterval
      formatPrices()
      applyZone()
      indicators.setInstrument(next)
      alerts.setInstrument(next)
      prices.priceScale().applyOptions({ autoScale: true })
      timeScale.applyOptions({
        secondsVisible: interval.endsWith('s'),
        barSpacing: BAR_SPACING,
        rightOffset: RIGHT_OFFSET,
      })
    },
    setSettings(settings) {
      if (settings.type !== type) {
        const before = prices
        type = settings.type
        prices = addPrices(chart, type)
        before.detachPrimitive(alerts)
        prices.attachPrimitive(alerts)
        // only now: a pane without a series goes
        chart.removeSeries(before)
        // under the indicators
        prices.setSeriesOrder(0)
        colorPrices(prices, type, colors)
        formatPrices()
      }
      timeZone = settings.timeZone
      applyZone()
      scale = settings.scale
      applyScale()
      indicators.choose(settings.indicators)
    },
    setTheme,
    setBars(bars) {
      const range = timeScale.getVisibleLogicalRange()
      const isAway = range !== null && count > 0 && range.to < count - 1
      const anchor = timeScale.getVisibleRange()?.from
      const before = anchor === undefined ? null : timeScale.timeToIndex(anchor)
      count = bars.length
      newestTsOpen = bars.at(-1)?.tsOpen ?? 0
      prices.setData(bars.map((bar) => pricePoint(bar, type)))
      volumes.setData(bars.map(volumeOf))
      indicators.setBars(bars)
      const after = anchor === undefined ? null : timeScale.timeToIndex(anchor)
      if (!isAway || before === null || after === null) return
      timeScale.setVisibleLogicalRange({ from: range.from + after - before, to: range.to + after - before })
    },
    updateBar(bar) {
      if (bar.tsOpen > newestTsOpen) count++
      newestTsOpen = bar.tsOpen
      prices.update(pricePoint(bar, type))
      volumes.update(volumeOf(bar))
      indicators.updateBar(bar)
    },
    setCompared(compared, bars) {
      comparedLines.set(compared, bars)
      if (isComparing === compared.length > 0) return
      isComparing = !isComparing
      applyScale()
    },
    updateCompared: (newest) => comparedLines.update(newest),
    setGaps: (spans) => gaps.setSpans(spans),
    setAlerts: (keeper) => alerts.setKeeper(keeper),
    readings: (bar) => [...comparedLines.readings(bar), ...indicators.readings(bar?.tsOpen)],
    point(bar) {
      const x = bar === undefined ? null : timeScale.timeToCoordinate(secondsOf(bar.tsOpen))
      // out of sight it would stand at the edge, over another bar
      const isInSight = x !== null && x >= 0 && x <= timeScale.width()
      if (bar !== undefined && isInSight) chart.setCrosshairPosition(bar.close, secondsOf(bar.tsOpen), prices)
      else chart.clearCrosshairPosition()
      showCrosshair(bar !== undefined && isInSight)
    },
    scrollToNow: () => timeScale.scrollToPosition(RIGHT_OFFSET, false),
    fit: () => timeScale.fitContent(),
    picture: () => chart.takeScreenshot(true),
    remove() {
      removeEventListener('pointerup', release)
      removeEventListener('pointercancel', release)
      chart.remove()
    },
  }
}
