import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boxAfterKey, squarify } from './treemap.ts'

describe('a treemap', () => {
  it('fills its whole with boxes whose areas are as the weights', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(weights, (unsorted) => {
        const sorted = unsorted.sort((a, b) => b - a)
        const total = sorted.reduce((sum, weight) => sum + weight, 0)
        const boxes = squarify(sorted, 600, 400)
        expect(boxes).toHaveLength(sorted.length)
        boxes.forEach((box, index) => {
          expect(box.width * box.height).toBeCloseTo(((sorted[index] ?? 0) / total) * 240_000, 3)
          expect(box.x).toBeGreaterThanOrEqual(-1e-6)
          expect(box.x + box.width).toBeLessThanOrEqual(600 + 1e-6)
          expect(box.y + box.height).toBeLessThanOrEqual(400 + 1e-6)
        })
      }),
    )
  })

  it('of equal weights is made of boxes that are nearly square', () => {
    for (const { width, height } of squarify(
      Array.from({ length: 100 }, () => 1),
      700,
      700,
    )) {
      expect(Math.max(width / height, height / width)).toBeLessThan(1.01)
    }
  })

  it('of the example in the paper begins with two boxes one over the other', () => {
    const [first, second, third] = squarify([6, 6, 4, 3, 2, 2, 1], 6, 4)
    expect(first).toEqual({ x: 0, y: 0, width: 3, height: 2 })
    expect(second).toEqual({ x: 0, y: 2, width: 3, height: 2 })
    expect(third?.x).toBe(3)
  })

  it('has no boxes where there is no room, or nothing to show', () => {
    expect(squarify([], 600, 400)).toEqual([])
    expect(squarify([1], 0, 400)).toEqual([])
  })

  it.each([
    ['ArrowRight', 0, 1],
    ['ArrowDown', 0, 2],
    ['ArrowLeft', 1, 0],
    ['ArrowUp', 3, 1],
    ['ArrowLeft', 0, undefined],
    ['Enter', 0, undefined],
  ])('is walked by %s from box %i to %s', (key, from, to) => {
    expect(
      boxAfterKey(
        key,
        from,
        squarify([1, 1, 1, 1], 400, 400).toSorted((a, b) => a.y - b.y || a.x - b.x),
      ),
    ).toBe(to)
  })
})
