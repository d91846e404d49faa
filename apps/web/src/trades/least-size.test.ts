import { expect, it } from 'vitest'
import { parseLeastSize } from './least-size.ts'

it.each([
  ['', 0],
  ['0.5', 0.5],
  ['0,5', 0.5],
  [' 1,000 ', 1000],
  ['1,250,000.5', 1_250_000.5],
  ['-3', 0],
  ['many', 0],
  ['1e400', 0],
])('a least size of “%s” is %d', (text, size) => {
  expect(parseLeastSize(text)).toBe(size)
})
