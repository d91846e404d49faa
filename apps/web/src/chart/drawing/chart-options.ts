/** The options of lightweight-charts: what holds always, and what a theme, a zone or an instrument decide. */

import type { InstrumentInfo, Interval } from '@tapedeck/protocol'
import {
  ColorType,
  CrosshairMode,
  LineStyle,
  TickMarkType,
  type ChartOptions,
  type DeepPartial,
  type PriceFormatCustom,
  type UTCTimestamp,
} from 'lightweight-charts'
import { formatPercentMark } from '../../format/change.ts'
import { formatPrice, formatVolumeMark } from '../../format/price.ts'
import type { ChartTheme } from './chart-theme.ts'
import { crosshairLabel, markLabel, type MarkKind, type ZoneShift } from './time-labels.ts'

type Options = DeepPartial<ChartOptions>

export const FONT = "'JetBrains Mono Variable', ui-monospace, monospace"
export const BAR_SPACING = 8
export const RIGHT_OFFSET = 6

export const BASE_OPTIONS: Options = {
  autoSize: true,
  localization: { percentageFormatter: formatPercentMark },
  layout: { fontFamily: FONT, fontSize: 11, attributionLogo: true },
  crosshair: { mode: CrosshairMode.Normal },
  rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.08, bottom: 0.06 }, tickMarkDensity: 4 },
  timeScale: {
    borderVisible: false,
    rightOffset: RIGHT_OFFSET,
    barSpacing: BAR_SPACING,
    minBarSpacing: 1,
    timeVisible: true,
    secondsVisible: false,
  },
}

export function themeOptions({ ground, line, hover, faintInk, label }: ChartTheme): Options {
  const crosshairLine = { color: faintInk, width: 1, style: LineStyle.Dotted, labelBackgroundColor: label } as const
  return {
    layout: {
      background: { type: ColorType.Solid, color: ground },
      textColor: faintInk,
      panes: { separatorColor: line, separatorHoverColor: hover },
    },
    grid: { vertLines: { visible: false }, horzLines: { color: line, style: LineStyle.SparseDotted } },
    crosshair: { vertLine: crosshairLine, horzLine: crosshairLine },
  }
}

const MARK_KINDS: Readonly<Record<TickMarkType, MarkKind>> = {
  [TickMarkType.Year]: 'year',
  [TickMarkType.Month]: 'month',
  [TickMarkType.DayOfMonth]: 'day',
  [TickMarkType.Time]: 'minute',
  [TickMarkType.TimeWithSeconds]: 'second',
}

/** New functions each time, so that the axis forgets the labels that it has made. */
export function zoneOptions(interval: Interval, shift: ZoneShift): Options {
  return {
    localization: { timeFormatter: (time: UTCTimestamp) => crosshairLabel(time, interval, shift) },
    timeScale: {
      tickMarkFormatter: (time: UTCTimestamp, kind: TickMarkType) => markLabel(time, MARK_KINDS[kind], interval, shift),
    },
  }
}

export const VOLUME_FORMAT: PriceFormatCustom = { type: 'custom', formatter: formatVolumeMark, minMove: 0.01 }

/** How prices of an instrument are written on the axis, and by which steps. */
export function priceFormatOf({ pricePrecision, tickSize }: InstrumentInfo): PriceFormatCustom {
  const perUnit = Math.round(1 / tickSize)
  const isFraction = Math.abs(perUnit * tickSize - 1) < 1e-9
  return {
    type: 'custom',
    formatter: (price: number) => formatPrice(price, pricePrecision),
    minMove: tickSize,
    // a tiny step is more exact the other way round
    ...(isFraction ? { base: perUnit } : {}),
  }
}
