import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NotionalSum } from './notional.ts'

const LARGEST = 999_999_999_999_999

const valueOf = (sum: NotionalSum): bigint => BigInt(sum.high) * 10n ** 15n + BigInt(sum.low)

const factor = fc.oneof(
  fc.integer({ min: -LARGEST, max: LARGEST }),
  fc.integer({ min: -100_000, max: 100_000 }),
  fc.constantFrom(0, 1, -1, LARGEST, -LARGEST, 99_999, 100_000, 94_906_265, 94_906_266, 94_906_267, 1e10, 1e14),
)

test('a sum of price times size is what BigInt makes of it', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(factor, factor, fc.constantFrom<1 | -1>(1, -1)), { maxLength: 20 }), (trades) => {
      const sum = new NotionalSum()
      let exact = 0n
      for (const [price, size, sign] of trades) {
        const next = exact + BigInt(price) * BigInt(size) * BigInt(sign)
        if (next >= 10n ** 30n || next < -(10n ** 30n)) {
          expect(() => sum.add(price, size, sign, 'BTC-USD')).toThrow(/BTC-USD/)
        } else {
          sum.add(price, size, sign, 'BTC-USD')
          exact = next
        }
        expect(valueOf(sum)).toBe(exact)
        expect(sum.low).toBeGreaterThanOrEqual(0)
        expect(sum.low).toBeLessThan(1e15)
      }
    }),
    { numRuns: 2_000 },
  )
})

test('what is added and taken back again leaves nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(factor, factor), { maxLength: 5 }), (trades) => {
      const sum = new NotionalSum()
      const kept = trades.filter(([price]) => price >= 0).slice(0, 1)
      for (const [price, size] of kept) sum.add(price, size, 1, 'BTC-USD')
      for (const [price, size] of kept) sum.add(price, size, -1, 'BTC-USD')
      expect(sum.toNotional()).toEqual({ high: 0, low: 0 })
    }),
  )
})

test('a turnover that passes 10^30 units is refused and leaves the sum as it was', () => {
  const sum = new NotionalSum()
  sum.add(LARGEST, LARGEST, 1, 'BTC-USD')
  const before = sum.toNotional()
  expect(() => sum.add(LARGEST, LARGEST, 1, 'BTC-USD')).toThrow(
    expect.objectContaining({ code: 'SCALED_OUT_OF_RANGE' }),
  )
  expect(sum.toNotional()).toEqual(before)
})
