import { expect, it } from 'vitest'
import { formatBehind } from './behind.ts'

it.each([
  [42_400_000, '42 s behind live'],
  [-5, '0 s behind live'],
  [185_000_000, '3 m 05 s behind live'],
  [3_720_000_000, '1 h 02 m behind live'],
])('%d microseconds are %s', (micros, text) => {
  expect(formatBehind(micros)).toBe(text)
})
