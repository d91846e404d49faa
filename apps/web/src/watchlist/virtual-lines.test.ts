import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { itemsToDraw, linesToDraw, scrollToLine } from './virtual-lines.ts'

describe('a list of 3,000 lines', () => {
  it('draws every line in sight, and few others, wherever it is scrolled', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 * 36 - 720 }), (top) => {
        const { first, end } = linesToDraw({ top, height: 720 }, 36, 3000)
        expect(first * 36).toBeLessThanOrEqual(top)
        expect(end * 36).toBeGreaterThanOrEqual(top + 720)
        expect(end - first).toBeLessThanOrEqual(20 + 4 * 4)
      }),
    )
  })

  it('draws the same lines while it moves by a pixel', () => {
    const at = (top: number) => linesToDraw({ top, height: 720 }, 36, 3000)
    expect(at(1001)).toEqual(at(1000))
  })

  it('draws nothing before its height is known, and no line that it has not', () => {
    expect(linesToDraw({ top: 0, height: 720 }, 0, 3000)).toEqual({ first: 0, end: 0 })
    expect(linesToDraw({ top: 0, height: 720 }, 36, 3)).toEqual({ first: 0, end: 3 })
    expect(linesToDraw({ top: 500, height: 720 }, 36, 0)).toEqual({ first: 0, end: 0 })
  })

  it.each([
    [0, 0],
    [27, 972],
    [30, 1000],
    [60, 1476],
  ])('shows line %i by scrolling from 1000 to %i', (line, top) => {
    expect(scrollToLine(line, { top: 1000, height: 720 }, 36)).toBe(top)
  })

  it('keeps the line with the focus, wherever one scrolls', () => {
    const letters = ['a', 'b', 'c', 'd', 'e', 'f']
    const drawn = (focusable: number) =>
      itemsToDraw(letters, { first: 2, end: 4 }, focusable).map(({ item, index }) => `${item}${index}`)
    expect(drawn(3)).toEqual(['c2', 'd3'])
    expect(drawn(0)).toEqual(['c2', 'd3', 'a0'])
    expect(drawn(9)).toEqual(['c2', 'd3'])
  })
})
