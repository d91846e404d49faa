import { expect, it } from 'vitest'
import { hint, nearest } from './nearest.ts'

const known = ['change', 'symbols', 'for', 'AAPL', 'BTC-USD', 'flash-crash']

it.each([
  ['chnage', 'change'],
  ['symbol', 'symbols'],
  ['appl', 'AAPL'],
  ['BTCUSD', 'BTC-USD'],
  ['flashcrash', 'flash-crash'],
  ['zzz', undefined],
  ['', undefined],
])('%j means %j', (written, meant) => {
  expect(nearest(written, known)).toBe(meant)
})

it('of two that are equally near the first is meant', () => {
  expect(nearest('AAPX', ['AAPL', 'AAPM'])).toBe('AAPL')
})

it('says so in words, or nothing', () => {
  expect(hint('chnage', known)).toBe('; did you mean "change"?')
  expect(hint('zzz', known)).toBe('')
})
