/** What alerts are called, before and after they have fired. */

import { formatDecimal } from '@tapedeck/protocol'
import { formatPercent } from '../format/change.ts'
import { groupDigits } from '../format/decimal.ts'
import { formatPrice } from '../format/price.ts'
import { m } from '../paraglide/messages.js'
import type { AlertKind, AlertWish, Direction } from './alert-rule.ts'
import type { FiredAlert } from './alert-book.ts'

const SPREAD_PRECISION = 2

type Text = (inputs: { symbol: string; level: string }) => string
type FiredText = (inputs: { symbol: string; level: string; value: string }) => string

export const KIND_TEXTS: Readonly<Record<AlertKind, () => string>> = {
  price: m.alerts_kind_price,
  percent: m.alerts_kind_percent,
  spread: m.alerts_kind_spread,
  stale: m.alerts_kind_stale,
}

export const DIRECTION_TEXTS: Readonly<Record<Direction, () => string>> = {
  either: m.alerts_direction_either,
  up: m.alerts_direction_up,
  down: m.alerts_direction_down,
}

const RULE_TEXTS: Readonly<Record<AlertKind, Readonly<Record<Direction, Text>>>> = {
  price: { either: m.alerts_rule_price_either, up: m.alerts_rule_price_up, down: m.alerts_rule_price_down },
  percent: { either: m.alerts_rule_percent_either, up: m.alerts_rule_percent_up, down: m.alerts_rule_percent_down },
  spread: { either: m.alerts_rule_spread, up: m.alerts_rule_spread, down: m.alerts_rule_spread },
  stale: { either: m.alerts_rule_stale, up: m.alerts_rule_stale, down: m.alerts_rule_stale },
}

const FIRED_TEXTS: Readonly<Record<AlertKind, Readonly<Record<FiredAlert['crossing'], FiredText>>>> = {
  price: { up: m.alerts_fired_price_up, down: m.alerts_fired_price_down },
  percent: { up: m.alerts_fired_percent_up, down: m.alerts_fired_percent_down },
  spread: { up: m.alerts_fired_spread, down: m.alerts_fired_spread },
  stale: { up: m.alerts_fired_stale, down: m.alerts_fired_stale },
}

/** `BTC-USD rises to 98,450.00` */
export function ruleText(wish: AlertWish): string {
  return RULE_TEXTS[wish.kind][wish.direction]({ symbol: wish.symbol, level: figureText(wish, wish.level) })
}

/** `BTC-USD rose to 98,451.20, through 98,450.00` */
export function firedText(fired: FiredAlert): string {
  const { symbol, level, value } = fired
  return FIRED_TEXTS[fired.kind][fired.crossing]({
    symbol,
    level: figureText(fired, level),
    value: figureText(fired, value),
  })
}

function figureText({ kind, pricePrecision }: Pick<AlertWish, 'kind' | 'pricePrecision'>, figure: number): string {
  switch (kind) {
    case 'price':
      return formatPrice(figure, pricePrecision)
    case 'percent':
      return formatPercent(figure)
    case 'spread':
      return `${groupDigits(formatDecimal(figure, SPREAD_PRECISION))} ${m.alerts_unit_spread()}`
    case 'stale':
      return `${Math.floor(figure)} ${m.alerts_unit_stale()}`
  }
}
