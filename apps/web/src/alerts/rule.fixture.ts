/** An alert to begin with. */

import type { AlertRule } from './alert-rule.ts'

/** BTC-USD through 100.00, once; with whatever is to be otherwise. */
export function ruleOf(changes: Partial<AlertRule> = {}): AlertRule {
  return {
    id: '1',
    symbol: 'BTC-USD',
    kind: 'price',
    direction: 'either',
    level: 100,
    pricePrecision: 2,
    repeats: false,
    notifies: false,
    isOn: true,
    ...changes,
  }
}
