import { expect, it } from 'vitest'
import { parseSpan } from './span.ts'

it.each([
  ['0s', 0],
  ['7us', 7],
  ['250ms', 250_000],
  ['2.5s', 2_500_000],
  ['1m', 60_000_000],
  ['4h', 14_400_000_000],
  ['1d', 86_400_000_000],
  // a part of a microsecond is rounded
  ['0.0000015s', 2],
])('%s is a span of %i microseconds', (text, expected) => {
  expect(parseSpan(text)).toBe(expected)
})

it.each(['', '5', 's', '-1s', '1 s', '1s ', 'NaNs', '1w', '1e3s', '.5s', '200000d'])(
  '%j is no span of time',
  (text) => {
    expect(() => parseSpan(text)).toThrow(
      `${JSON.stringify(text)} is not a span of time such as 250ms, 2.5s, 1m, 4h or 1d`,
    )
  },
)
