import { describe, expect, it } from 'vitest'
import { depthCurves, readDepth } from './depth-curve.ts'
import type { Levels } from './ladder.ts'

const levels: Levels = {
  bids: [
    [99, 1],
    [98, 1],
    [96, 2],
  ],
  asks: [
    [101, 2],
    [103, 6],
  ],
}

describe('the depth chart', () => {
  it('steps outwards from the middle, both sides by the same measure', () => {
    expect(depthCurves(levels, 1)).toEqual({
      from: 96,
      to: 104,
      bids: 'M375 100H375V87.5H250V75H0V50H0V100Z',
      asks: 'M625 100H625V75H875V0H1000V100Z',
    })
  })

  it('magnifies what is near the middle, and lets the rest go', () => {
    expect(depthCurves(levels, 2)).toEqual({
      from: 98,
      to: 102,
      bids: 'M250 100H250V50H0V0H0V100Z',
      asks: 'M750 100H750V0H1000V100Z',
    })
  })

  it('needs both sides, and a distance between prices', () => {
    expect(depthCurves({ ...levels, asks: [] }, 1)).toBeUndefined()
    expect(depthCurves({ bids: [[100, 1]], asks: [[100, 1]] }, 1)).toBeUndefined()
  })

  it('tells what stands up to a price, and of nothing in the spread', () => {
    expect(readDepth(levels, 97.5)).toEqual({ side: 'bid', price: 97.5, totalSize: 2, cost: 197 })
    expect(readDepth(levels, 110)).toEqual({ side: 'ask', price: 110, totalSize: 8, cost: 820 })
    expect(readDepth(levels, 100)).toBeUndefined()
  })
})
