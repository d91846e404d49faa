/** What a person has chosen about how charts look, and how it is written down in this browser. */

import { isInterval, type Interval } from '@tapedeck/protocol'
import { isIndicatorId, type IndicatorId } from './indicators/catalogue.ts'

export const CHART_TYPES = ['candles', 'bars', 'line', 'area'] as const
export type ChartType = (typeof CHART_TYPES)[number]

/** `percent` counts from the first bar in sight. */
export const PRICE_SCALES = ['normal', 'log', 'percent'] as const
export type PriceScale = (typeof PRICE_SCALES)[number]

/** `exchange` is the zone in which the instrument's day begins. */
export const TIME_ZONE_CHOICES = ['exchange', 'local', 'UTC'] as const
export type TimeZoneChoice = (typeof TIME_ZONE_CHOICES)[number]

export interface ChartSettings {
  readonly type: ChartType
  readonly scale: PriceScale
  readonly timeZone: TimeZoneChoice
  readonly indicators: readonly IndicatorId[]
  /** Symbols to compare with, in percent. */
  readonly compared: readonly string[]
  /** Charts that are kept beside the selected one. */
  readonly pinned: readonly PinnedChart[]
}

export interface PinnedChart {
  readonly symbol: string
  readonly interval: Interval
}

export const MOST_COMPARED = 4
const MOST_PINNED = 3

export const DEFAULT_SETTINGS: ChartSettings = {
  type: 'candles',
  scale: 'normal',
  timeZone: 'UTC',
  indicators: [],
  compared: [],
  pinned: [],
}

/**
 * One chart more beside the selected one; undefined where it is there, or where there is no room. What is of another tape, and so not in sight,
 * makes room where it must.
 */
export function withPinned(
  pinned: readonly PinnedChart[],
  chart: PinnedChart,
  isOnTape: (symbol: string) => boolean,
): readonly PinnedChart[] | undefined {
  const next = [...pinned, chart].filter(isFirstOfItsKind)
  const shown = next.filter(({ symbol }) => isOnTape(symbol))
  if (next.length === pinned.length || shown.length > MOST_PINNED) return undefined
  return next.length > MOST_PINNED ? shown : next
}

/** Reads stored text. What is missing or not known any more is as in the beginning. */
export function parseSettings(text: string | null): ChartSettings {
  const stored = parseObject(text)
  const oneOf = <Choice extends string>(choices: readonly Choice[], value: unknown, otherwise: Choice): Choice =>
    choices.find((choice) => choice === value) ?? otherwise
  const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? [...new Set<unknown>(value)] : [])
  const { type, scale, timeZone } = DEFAULT_SETTINGS
  return {
    type: oneOf(CHART_TYPES, stored['type'], type),
    scale: oneOf(PRICE_SCALES, stored['scale'], scale),
    timeZone: oneOf(TIME_ZONE_CHOICES, stored['timeZone'], timeZone),
    indicators: listOf(stored['indicators']).filter(isIndicatorId),
    compared: listOf(stored['compared'])
      .filter((symbol) => typeof symbol === 'string')
      .slice(0, MOST_COMPARED),
    pinned: listOf(stored['pinned']).filter(isPinnedChart).filter(isFirstOfItsKind).slice(0, MOST_PINNED),
  }
}

function isPinnedChart(value: unknown): value is PinnedChart {
  return (
    typeof value === 'object' &&
    value !== null &&
    'symbol' in value &&
    typeof value.symbol === 'string' &&
    'interval' in value &&
    typeof value.interval === 'string' &&
    isInterval(value.interval)
  )
}

function isFirstOfItsKind({ symbol, interval }: PinnedChart, index: number, all: readonly PinnedChart[]): boolean {
  return all.findIndex((each) => each.symbol === symbol && each.interval === interval) === index
}

function parseObject(text: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '{}')
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
