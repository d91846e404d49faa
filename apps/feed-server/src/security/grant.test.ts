import fc from 'fast-check'
import { expect, it } from 'vitest'
import { symbolMatcher } from './grant.ts'

it.each<[string[], string, boolean]>([
  [['BTC-USD'], 'BTC-USD', true],
  [['BTC-USD'], 'BTC-USD2', false],
  [['BTC-*'], 'BTC-EUR', true],
  [['BTC-*'], 'XBTC-EUR', false],
  [['*-USD'], 'ETH-USD', true],
  [['*'], 'ANY', true],
  [['A*A'], 'A', false],
  [['A*B*C'], 'AxxBxxC', true],
  [['A*B*C'], 'AxxC', false],
  [[], 'BTC-USD', false],
  // a dot is a dot
  [['B.C'], 'BxC', false],
])('%j and %s: %s', (patterns, symbol, allowed) => {
  expect(symbolMatcher(patterns)(symbol)).toBe(allowed)
})

it('a pattern matches what the same pattern as a regular expression does', () => {
  const text = fc.string({ unit: fc.constantFrom('A', 'B', '-'), maxLength: 8 })
  const pattern = fc.string({ unit: fc.constantFrom('A', 'B', '*'), maxLength: 6 })
  fc.assert(
    fc.property(pattern, text, (wild, symbol) => {
      expect(symbolMatcher([wild])(symbol)).toBe(new RegExp(`^${wild.replaceAll('*', '.*')}$`).test(symbol))
    }),
    { numRuns: 2_000 },
  )
})
