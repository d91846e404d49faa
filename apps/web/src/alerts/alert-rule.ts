/** An alert as a person set it: a figure of a symbol, and the level at which it is told of. */

import { parseNumber } from '../format/decimal.ts'

/** `percent` is the change of the day, `stale` the time without a quote. */
export const ALERT_KINDS = ['price', 'percent', 'spread', 'stale'] as const
export type AlertKind = (typeof ALERT_KINDS)[number]

/** Which way the level is crossed. */
export type Crossing = 'up' | 'down'

export const DIRECTIONS = ['either', 'up', 'down'] as const
export type Direction = (typeof DIRECTIONS)[number]

/** What a person says of an alert. */
export interface AlertWish {
  readonly symbol: string
  readonly kind: AlertKind
  /** Of spreads and stale feeds always `up`. */
  readonly direction: Direction
  /** A price, percent, basis points, or seconds of tape time. */
  readonly level: number
  /** Decimals of the symbol's prices. */
  readonly pricePrecision: number
  /** Otherwise it is switched off once it has fired. */
  readonly repeats: boolean
  /** Whether the system shall tell of it, too. */
  readonly notifies: boolean
}

/** Replaced as a whole, never changed. */
export interface AlertRule extends AlertWish {
  readonly id: string
  readonly isOn: boolean
}

/** Kinds that are told of where they begin beyond the level; a price has to cross it. */
const ALARMS: ReadonlySet<AlertKind> = new Set(['spread', 'stale'])

/** Whether a kind is of something that should not be, so that only its rise is of interest. */
export function isAlarm(kind: AlertKind): boolean {
  return ALARMS.has(kind)
}

const PRICE_MARGIN = 0.000_1
const PERCENT_MARGIN = 0.02
const SPREAD_MARGIN = 0.1

/** How far a figure has to leave the level before it can cross it again: one that trembles there is told of once. */
export function marginOf({ kind, level, pricePrecision }: AlertWish): number {
  switch (kind) {
    case 'price':
      return Math.max(Math.abs(level) * PRICE_MARGIN, 10 ** -pricePrecision)
    case 'percent':
      return PERCENT_MARGIN
    case 'spread':
      return level * SPREAD_MARGIN
    case 'stale':
      return 0
  }
}

/** The number that a person typed, with a sign of percent or without; undefined where it is none. */
export function parseLevel(text: string): number | undefined {
  return parseNumber(text.trim().replace(/%$/, ''))
}
