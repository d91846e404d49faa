import { formatScaled, powerOfTen } from '@tapedeck/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inferTickSize, readDecimal } from './decimals.ts'

describe('a decimal of a CSV file', () => {
  it.each([
    ['39432.48', { value: 39432.48, decimals: 2, dirty: false }],
    ['2.0', { value: 2, decimals: 0, dirty: false }],
    ['.5', { value: 0.5, decimals: 1, dirty: false }],
    ['-37.63', { value: -37.63, decimals: 2, dirty: false }],
    ['8.12e-06', { value: 0.00000812, decimals: 8, dirty: false }],
    ['1e3', { value: 1000, decimals: 0, dirty: false }],
    ['0', { value: 0, decimals: 0, dirty: false }],
    ['0.00031099999999999997', { value: 0.000311, decimals: 6, dirty: true }],
    ['0.30000000000000004', { value: 0.3, decimals: 1, dirty: true }],
    ['1.1500000000000012', { value: 1.15, decimals: 2, dirty: true }],
    ['64218.499999999993', { value: 64218.5, decimals: 1, dirty: true }],
  ])('%s has the digits that were meant', (text, expected) => {
    expect(readDecimal(text)).toEqual(expected)
  })

  it.each(['', '.', 'abc', '1,5', '1e16', '0x10', '1_000', 'Infinity'])('%j is refused', (text) => {
    expect(readDecimal(text)).toBeUndefined()
  })

  it('comes back from whatever a floating-point program printed', () => {
    const scaled = fc.integer({ min: -1e12, max: 1e12 })
    fc.assert(
      fc.property(scaled, fc.nat({ max: 8 }), fc.constantFrom(-1, 0, 1), (n, precision, noise) => {
        const decimal = n / powerOfTen(precision)
        const printed = String(decimal + noise * Math.abs(decimal) * 2 ** -52)
        const read = readDecimal(printed)
        if (read === undefined) throw new Error(`${printed} was refused`)
        expect(Math.round(read.value * powerOfTen(precision))).toBe(n)
        // no more digits are found than the exact text needs
        expect(read.decimals).toBe(
          formatScaled(n, precision)
            .replace(/\.?0*$/, (zeros) => (precision === 0 ? zeros : ''))
            .split('.')[1]?.length ?? 0,
        )
      }),
    )
  })
})

describe('the tick size', () => {
  it.each([
    [[100, 125, 350], 25],
    [[39432_48, 39439_44], 8],
    [[7, 14, 28], 1],
    [[70, 140, 280], 10],
    [[500, 500], 1],
    [[0, 5], 5],
    [[], 1],
  ])('of prices %j is %i', (prices, expected) => {
    expect(inferTickSize(prices)).toBe(expected)
  })
})
