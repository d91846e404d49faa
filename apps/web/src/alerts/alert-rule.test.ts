import { describe, expect, it } from 'vitest'
import { marginOf, parseLevel } from './alert-rule.ts'
import { ruleOf } from './rule.fixture.ts'

describe('a level that is typed', () => {
  it.each([
    ['98450', 98_450],
    [' 98,450.50 ', 98_450.5],
    ['1,234,567', 1_234_567],
    ['0,5', 0.5],
    ['-2.5 %', -2.5],
    ['\u22122', -2],
    ['+.5', 0.5],
    ['', undefined],
    ['12a', undefined],
    ['1.2.3', undefined],
    ['1,23,4', undefined],
  ])('%j is %j', (text, level) => {
    expect(parseLevel(text)).toBe(level)
  })
})

it('the margin of a price is a hundredth of a percent, and no less than its smallest digit', () => {
  expect(marginOf(ruleOf({ level: 50_000 }))).toBeCloseTo(5)
  expect(marginOf(ruleOf({ level: 1, pricePrecision: 2 }))).toBeCloseTo(0.01)
})
