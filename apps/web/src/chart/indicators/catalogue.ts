/** The indicators that a chart can show: what they are called, where they stand, and how they are calculated. */

import { m } from '../../paraglide/messages.js'
import { bollinger, ema, macd, rsi, sma, vwap } from './calculations.ts'
import type { BeginCalculation } from './indicator.ts'

export const INDICATOR_IDS = ['sma', 'ema', 'vwap', 'bollinger', 'rsi', 'macd'] as const
export type IndicatorId = (typeof INDICATOR_IDS)[number]

/** A line, or columns, and the colour by its place in the theme's list. */
export interface IndicatorLine {
  readonly shape: 'line' | 'columns'
  readonly color: number
}

export interface Indicator {
  /** As the legend says it. */
  readonly label: string
  /** As the menu says it. */
  readonly name: () => string
  /** Over the prices, or in a pane of its own. */
  readonly pane: 'price' | 'own'
  /** How its figures read: like prices, or with two decimals. */
  readonly unit: 'price' | 'index'
  readonly lines: readonly IndicatorLine[]
  readonly begin: BeginCalculation
}

const line = (color: number): IndicatorLine => ({ shape: 'line', color })

export const INDICATORS: Readonly<Record<IndicatorId, Indicator>> = {
  sma: {
    label: 'SMA 20',
    name: m.chart_sma,
    pane: 'price',
    unit: 'price',
    lines: [line(0)],
    begin: sma(20),
  },
  ema: {
    label: 'EMA 50',
    name: m.chart_ema,
    pane: 'price',
    unit: 'price',
    lines: [line(1)],
    begin: ema(50),
  },
  vwap: {
    label: 'VWAP',
    name: m.chart_vwap,
    pane: 'price',
    unit: 'price',
    lines: [line(2)],
    begin: vwap,
  },
  bollinger: {
    label: 'BB 20 2',
    name: m.chart_bollinger,
    pane: 'price',
    unit: 'price',
    lines: [line(3), line(3), line(3)],
    begin: bollinger(20, 2),
  },
  rsi: {
    label: 'RSI 14',
    name: m.chart_rsi,
    pane: 'own',
    unit: 'index',
    lines: [line(3)],
    begin: rsi(14),
  },
  macd: {
    label: 'MACD 12 26 9',
    name: m.chart_macd,
    pane: 'own',
    unit: 'price',
    lines: [line(2), line(0), { shape: 'columns', color: 4 }],
    begin: macd(12, 26, 9),
  },
}

/** Whether a stored word is one of the indicators. */
export function isIndicatorId(value: unknown): value is IndicatorId {
  return INDICATOR_IDS.some((id) => id === value)
}
