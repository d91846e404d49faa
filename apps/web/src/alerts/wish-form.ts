/** What a person has typed of an alert, and the alert that it means. */

import { snapToTick } from '../chart/alerts.ts'
import { typedDecimal } from '../format/decimal.ts'
import { formatPrice } from '../format/price.ts'
import { m } from '../paraglide/messages.js'
import type { InstrumentInfo } from '@tapedeck/protocol'
import { isAlarm, parseLevel, type AlertKind, type AlertWish, type Direction } from './alert-rule.ts'

export interface TypedWish {
  readonly symbol: string
  readonly kind: AlertKind
  readonly direction: Direction
  readonly level: string
  readonly repeats: boolean
  readonly notifies: boolean
}

export type ReadWish =
  | { readonly ok: true; readonly wish: AlertWish }
  | { readonly ok: false; readonly field: 'symbol' | 'level'; readonly message: string }

const EXAMPLES: Readonly<Record<AlertKind, string>> = { price: '100.00', percent: '2.5', spread: '5', stale: '30' }

/** Reads the fields; `last` is the price that the symbol has now, for the example in what is said of a wrong one. */
export function readWish(typed: TypedWish, infos: readonly InstrumentInfo[], last: number | null): ReadWish {
  const name = typed.symbol.trim()
  const info = infos.find(({ symbol }) => symbol.toUpperCase() === name.toUpperCase())
  if (info === undefined) return { ok: false, field: 'symbol', message: m.alerts_wrong_symbol({ symbol: name }) }
  const { kind, repeats, notifies } = typed
  const level = parseLevel(typed.level)
  if (level === undefined) {
    const example =
      kind === 'price' && last !== null ? formatPrice(last, info.pricePrecision) : typedDecimal(EXAMPLES[kind])
    return { ok: false, field: 'level', message: m.alerts_wrong_level({ example }) }
  }
  // oil has been sold below zero
  if (isAlarm(kind) && level <= 0) return { ok: false, field: 'level', message: m.alerts_wrong_positive() }
  const { symbol, tickSize, pricePrecision } = info
  return {
    ok: true,
    wish: {
      symbol,
      kind,
      direction: isAlarm(kind) ? 'up' : typed.direction,
      level: kind === 'price' ? snapToTick(level, tickSize, pricePrecision) : level,
      pricePrecision,
      repeats,
      notifies,
    },
  }
}
