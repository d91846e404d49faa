import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EMPTY_LADDER, nextLadder, type LadderLine, type Levels } from './ladder.ts'

const instrument = { tickSize: 0.01, pricePrecision: 2, sizePrecision: 1 }
const levels: Levels = {
  bids: [
    [99.99, 1],
    [99.95, 2],
    [99.91, 0.5],
    [99.89, 4],
  ],
  asks: [
    [100.01, 3],
    [100.1, 1],
    [100.11, 1],
  ],
}
const draw = (of: Levels, grouping = 1, count = 20, before = EMPTY_LADDER) =>
  nextLadder(before, of, instrument, { grouping, levels: count })
const texts = (lines: readonly LadderLine[]): string[] =>
  lines.map(({ price, size, total }) => `${price} ${size} ${total}`)

describe('a ladder', () => {
  it('adds up from the best level on', () => {
    const { bids, asks } = draw(levels)
    expect(texts(bids)).toEqual(['99.99 1.0 1.0', '99.95 2.0 3.0', '99.91 0.5 3.5', '99.89 4.0 7.5'])
    expect(texts(asks)).toEqual(['100.01 3.0 3.0', '100.10 1.0 4.0', '100.11 1.0 5.0'])
    expect(bids.map(({ share }) => share)).toEqual([0.132, 0.4, 0.468, 1])
    expect(asks.at(-1)?.share).toBe(0.668)
  })

  it('gathers bids downwards and asks upwards, so that no line looks better than what is there', () => {
    const { bids, asks } = draw(levels, 10)
    expect(texts(bids)).toEqual(['99.90 3.5 3.5', '99.80 4.0 7.5'])
    expect(texts(asks)).toEqual(['100.10 4.0 4.0', '100.20 1.0 5.0'])
    expect(asks[0]?.cost).toBeCloseTo(3 * 100.01 + 100.1, 9)
  })

  it('shares out what is shown, and nothing of what is not', () => {
    expect(draw(levels).bidShare).toBe(7.5 / 12.5)
    expect(draw(levels, 1, 1)).toMatchObject({ bidShare: 0.25, bids: { length: 1 }, asks: { length: 1 } })
    expect(draw({ bids: [], asks: [] })).toEqual(EMPTY_LADDER)
  })

  it('keeps the lines that say the same', () => {
    const before = draw(levels)
    const after = draw({ ...levels, bids: [...levels.bids.slice(0, 3), [99.89, 4.1]] }, 1, 20, before)
    expect(after.bids.map((line, index) => line === before.bids[index])).toEqual([true, false, false, false])
    expect(draw(levels, 1, 20, before).bids.every((line, index) => line === before.bids[index])).toBe(true)
  })

  it('loses no size, whatever the prices and the step', () => {
    const side = fc.uniqueArray(fc.tuple(fc.integer({ min: -500, max: 5_000_000 }), fc.integer({ min: 1, max: 1e6 })), {
      selector: ([ticks]) => ticks,
      minLength: 1,
      maxLength: 20,
    })
    fc.assert(
      fc.property(side, fc.constantFrom(1, 10, 100), (ticks, grouping) => {
        const asks = ticks.sort(([a], [b]) => a - b).map(([price, size]) => [price / 100, size / 10] as const)
        const lines = draw({ bids: [], asks }, grouping).asks
        const tenths = ticks.reduce((sum, [, size]) => sum + size, 0)
        expect(lines.at(-1)?.total.replaceAll(',', '')).toBe((tenths / 10).toFixed(1))
        expect(new Set(lines.map(({ price }) => price)).size).toBe(lines.length)
      }),
    )
  })
})
