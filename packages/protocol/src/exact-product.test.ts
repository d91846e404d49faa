import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exactProduct } from './exact-product.ts'

const scaled = fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 })

describe('a product of a price and a size', () => {
  it('is exact, its low limb never negative', () => {
    fc.assert(
      fc.property(scaled, scaled, (price, size) => {
        const { high, low } = exactProduct(price, size)
        expect(BigInt(high) * 1_000_000_000_000_000n + BigInt(low)).toBe(BigInt(price) * BigInt(size))
        expect(low >= 0 && low < 1e15).toBe(true)
      }),
    )
  })
})
