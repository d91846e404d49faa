import { expect, it } from 'vitest'
import { freshnessOf } from './freshness.ts'

it.each([
  [null, null, 'unknown'],
  [0, null, 'live'],
  [30_000_000, 'trading', 'live'],
  [30_000_001, 'trading', 'stale'],
  [90_000_000, 'halted', 'halted'],
  [null, 'closed', 'closed'],
  [0, 'auction', 'auction'],
] as const)('a quote %s microseconds old, of a symbol that is %s, is %s', (age, status, freshness) => {
  expect(freshnessOf(age, status)).toBe(freshness)
})
